"""Rounds with reviews in them, as staff look at them."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Judge, Round, Score
from judging.scoring import Aggregate
from judging.tally import aggregate_reviews, reviews_of_round
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)
from tests.judging.conftest import BACKEND


def build_panel(judges: int = 3, **fields: Any) -> tuple[Round, list[Judge], Campaign]:
    """A round that is open, of a campaign in review, with a jury."""
    campaign = build_campaign(phase=Phase.REVIEW)
    category = build_category(campaign)
    round_ = build_round(category, **fields)
    round_.category.campaign = campaign
    users = [
        User.objects.create_user(f"panel{number}-{round_.pk}@example.org", name=f"Judge {number}")
        for number in range(1, judges + 1)
    ]
    return round_, [build_judge(campaign, user) for user in users], campaign


def tally_round(round_: Round) -> dict[int, Aggregate]:
    """The aggregate of each entry that has a review which counts, by the entry's id."""
    return aggregate_reviews(reviews_of_round(round_), round_)


def give(round_: Round, entry: Entry, judge: Judge, *points: int, **fields: Any) -> Assignment:
    """A review with points for the first criteria; finished where it has them all."""
    criteria = list(round_.criteria.all())
    now = fields.pop("at", None) or timezone.now()
    if points and len(points) == len(criteria):
        fields = {"finished_at": now, "saved_at": now, "revision": 1} | fields
    assignment = build_assignment(round_, entry, judge, **fields)
    Score.objects.bulk_create(
        Score(assignment=assignment, criterion=criterion, points=given, out_of=5, scored_at=now)
        for criterion, given in zip(criteria, points, strict=False)
    )
    return assignment


def vote(round_: Round, entry: Entry, judge: Judge, given: str, **fields: Any) -> Assignment:
    """A finished vote."""
    now = timezone.now()
    values = {"finished_at": now, "saved_at": now, "revision": 1, "vote": given}
    return build_assignment(round_, entry, judge, **values | fields)


def flag(assignment: Assignment, reason: str, *, at: datetime | None = None) -> Assignment:
    """The judge's question to staff, not answered yet."""
    assignment.flagged_at, assignment.flag_reason = at or timezone.now(), reason
    assignment.save()
    return assignment


def entries_of(campaign: Campaign, count: int) -> list[Entry]:
    return [build_entry(campaign) for _ in range(count)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_of(name: str, round_: Round) -> str:
    return reverse(f"admin:judging_round_{name}", args=[round_.pk])
