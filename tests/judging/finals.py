"""A shortlist that judges compare in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from judging.comparing import compare_entries
from judging.models import Comparison, Judge, Round, RoundClosing, RoundOutcome
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_round,
)

_numbers = count(1)
DAY = timedelta(days=1)


def plain_user(name: str) -> User:
    """A user without a role: roles are lost in tests that use real transactions."""
    return User.objects.create_user(f"{name}{next(_numbers)}@example.org", name=name.title())


def let_through(round_: Round, entries: list[Entry], *, by: User) -> RoundClosing:
    """Close a round so that these entries go on."""
    closing = RoundClosing.objects.create(
        round=round_, closed_at=timezone.now(), closed_by=by, digest="0" * 64
    )
    RoundOutcome.objects.bulk_create(
        RoundOutcome(closing=closing, entry=entry, rank=rank, advances=True)
        for rank, entry in enumerate(entries, start=1)
    )
    Round.objects.filter(pk=round_.pk).update(closed_at=closing.closed_at)
    return closing


def build_pairwise(category: Category, **fields: Any) -> Round:
    """A round of pairs that is open now."""
    return build_round(category, criteria=0, kind=Round.Kind.PAIRWISE, order=9, **fields)


@dataclass
class Final:
    """Entries that came through a scoring round, a round of pairs, and its judges."""

    campaign: Campaign
    category: Category
    scoring: Round
    round: Round
    entries: list[Entry]
    users: list[User]
    judges: list[Judge]
    now: datetime

    @property
    def ids(self) -> list[int]:
        return [entry.pk for entry in self.entries]

    def compare(self, better: int, worse: int, *, judge: int = 0, **more: Any) -> Comparison:
        """One answer of a judge; entries by their places in `entries`."""
        return compare_entries(
            round_id=self.round.pk,
            first=self.ids[better],
            second=self.ids[worse],
            preferred=self.ids[better],
            **{"by": self.users[judge], "at": timezone.now(), **more},
        )


def build_final(
    *, entries: int = 3, judges: int = 1, users: list[User] | None = None, **fields: Any
) -> Final:
    now = timezone.now()
    campaign = build_campaign(phase=Phase.REVIEW, at=now)
    category = build_category(campaign)
    scoring = build_round(category, opens_at=now - 3 * DAY, closes_at=now - 2 * DAY)
    made = [
        build_entry(campaign, creator=build_creator(display_name=f"Finalist {number}"))
        for number in range(entries)
    ]
    let_through(scoring, made, by=plain_user("manager"))
    people = users or [plain_user(f"judge{number}_") for number in range(judges)]
    return Final(
        campaign=campaign,
        category=category,
        scoring=scoring,
        round=build_pairwise(category, **fields),
        entries=made,
        users=people,
        judges=[build_judge(campaign, user) for user in people],
        now=now,
    )
