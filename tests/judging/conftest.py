"""A contest in which a judge has one entry to review in an open round."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Criterion, Judge, Round
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Jury:
    """One judge, one entry, one round of two criteria, and the moment of the test."""

    campaign: Campaign
    round: Round
    criteria: list[Criterion]
    entry: Entry
    user: User
    judge: Judge
    assignment: Assignment
    now: datetime

    def points(self, *given: int) -> dict[int, int]:
        """Points for the first criteria, by their ids."""
        return {criterion.pk: value for criterion, value in zip(self.criteria, given, strict=False)}


def build_jury(*, user: User | None = None) -> Jury:
    now = timezone.now()
    campaign = build_campaign(phase=Phase.REVIEW, at=now)
    round_ = build_round(build_category(campaign))
    entry = build_entry(campaign)
    user = user or personas.judge()
    judge = build_judge(campaign, user)
    return Jury(
        campaign=campaign,
        round=round_,
        criteria=list(round_.criteria.all()),
        entry=entry,
        user=user,
        judge=judge,
        assignment=build_assignment(round_, entry, judge),
        now=now,
    )


@pytest.fixture
def jury(db) -> Jury:
    return build_jury()


@pytest.fixture
def as_judge(client, jury):
    """The client, signed in as the judge of `jury`."""
    client.force_login(jury.user, backend=BACKEND)
    return client


@pytest.fixture
def as_manager(client, db):
    """The client, signed in as a campaign manager."""
    client.force_login(personas.manager(), backend=BACKEND)
    return client
