"""Rounds that are ready to be closed: entries by one creator each, and judges who gave points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.closing import close_round
from judging.closing_preview import Decision, Where, preview_closing
from judging.models import Assignment, Judge, Round, RoundClosing, Score
from judging.refusal import JudgingRefused
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)

NOTHING: dict[int, Decision] = {}


@dataclass
class Field:
    """A round of one criterion of ten points, over since an hour, with entries and judges."""

    campaign: Campaign
    round: Round
    entries: list[Entry]
    judges: list[Judge]
    now: datetime

    @property
    def ids(self) -> list[int]:
        return [entry.pk for entry in self.entries]

    def review(self, entry: int, judge: int, points: int | None, **fields: Any) -> Assignment:
        """A judge's points for an entry, both by their place; None leaves the review unfinished."""
        done = {} if points is None else {"finished_at": self.now}
        assignment = build_assignment(
            self.round, self.entries[entry], self.judges[judge], **done | fields
        )
        if points is not None:
            Score.objects.create(
                assignment=assignment,
                criterion=self.round.criteria.get(),
                points=points,
                out_of=10,
                scored_at=self.now,
            )
        return assignment

    def vote(self, entry: int, judge: int, vote: str) -> Assignment:
        return build_assignment(
            self.round,
            self.entries[entry],
            self.judges[judge],
            vote=vote,
            finished_at=self.now if vote else None,
        )

    def fresh(self) -> Round:
        self.round = Round.objects.select_related("category__campaign").get(pk=self.round.pk)
        return self.round

    def close(self, decisions: Mapping[int, Decision] = NOTHING, **changed: Any) -> RoundClosing:
        """Close the round as somebody would who looked at it a moment before."""
        values: dict[str, Any] = {
            "round_id": self.round.pk,
            "decisions": decisions,
            "digest": preview_closing(self.fresh()).digest(decisions),
            "by": person("closer"),
            "at": self.now,
        }
        return close_round(**values | changed)


def person(name: str) -> User:
    """A user without a role: roles are lost in tests that use real transactions."""
    email = f"{name}@example.org"
    return User.objects.filter(email=email).first() or User.objects.create_user(email)


def build_field(
    points: Sequence[int | None] = (), *, judges: int = 1, user: User | None = None, **fields: Any
) -> Field:
    """Entries with the points of the first judge; None: nobody has reviewed it."""
    now = timezone.now()
    campaign = build_campaign(phase=Phase.REVIEW, at=now)
    values = {"opens_at": now - timedelta(days=2), "closes_at": now - timedelta(hours=1)}
    round_ = build_round(build_category(campaign), criteria=1, **values | fields)
    round_.criteria.update(max_points=10)
    people = [user or person("first"), *(person(f"judge{n}") for n in range(2, judges + 1))]
    field = Field(
        campaign=campaign,
        round=round_,
        entries=[build_entry(campaign) for _ in points],
        judges=[build_judge(campaign, one) for one in people],
        now=now,
    )
    for place, given in enumerate(points):
        if given is not None:
            field.review(place, 0, given)
    return field


def takes(reason: str = "It fits.") -> Decision:
    return Decision(advances=True, reason=reason)


def keeps(reason: str = "It does not fit.") -> Decision:
    return Decision(advances=False, reason=reason)


def refused(code: str) -> Any:
    """Expect a refusal with this code."""
    return pytest.raises(JudgingRefused, check=lambda error: error.code == code)


def next_round(field: Field, **fields: Any) -> Round:
    """The round that goes on with those who came through."""
    return build_round(field.round.category, order=2, **fields)


def sides(field: Field) -> dict[str, list[int]]:
    """By side, the places of the entries in the field."""
    preview = preview_closing(field.fresh())
    return {
        str(where): [field.ids.index(pk) for pk in preview.ids(where)]
        for where in Where
        if preview.ids(where)
    }


def outcomes(closing: RoundClosing) -> list[tuple[Any, ...]]:
    """(entry, rank, advances, by hand, reason) as they are kept."""
    columns = ("entry_id", "rank", "advances", "by_hand", "reason")
    return list(closing.outcomes.order_by("pk").values_list(*columns))
