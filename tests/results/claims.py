"""Announced contests with their claims, in few words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from results.claiming import offer_claims
from results.models import Announcement, Award, Claim, ClaimDecision, Correction
from tests.results.contests import Contest, build_contest


def announced(contest: Contest, *, number: int = 1, at: datetime | None = None) -> Announcement:
    """Fix the drafted awards as an announcement with its claims, as announcing does."""
    at = at or contest.at
    announcement = Announcement.objects.create(
        campaign=contest.campaign,
        number=number,
        announced_at=at,
        announced_by=contest.staff,
        digest="0" * 64,
    )
    drafts = Award.objects.filter(prize__category__campaign=contest.campaign, announcement=None)
    drafts.update(announcement=announcement)
    contest.campaign.announced_at = contest.campaign.announced_at or at
    contest.campaign.save(update_fields=["announced_at"])
    offer_claims(announcement=announcement, at=at)
    return announcement


def announced_contest(**fields: Any) -> Contest:
    """A contest whose first entry won everything, and whose prizes are offered."""
    contest = build_contest(**fields)
    contest.draft()
    announced(contest)
    return contest


def corrected(contest: Contest, *winners: tuple[str, int], at: datetime | None = None) -> None:
    """Announce anew: of each category named, the entry with this number wins."""
    at = at or timezone.now()
    number = contest.campaign.announcements.count() + 1
    Correction.objects.create(
        campaign=contest.campaign,
        number=number,
        opened_at=at,
        opened_by=contest.staff,
        reason="The jury erred.",
    )
    for title, index in winners:
        entry = contest.entries[index]
        ranks_creators = title == contest.creators.title
        Award.objects.create(
            prize=contest.prizes[title],
            entry=None if ranks_creators else entry,
            creator=entry.creator,
        )
    announced(contest, number=number, at=at)


def claim_of(contest: Contest, index: int = 0, *, category: str | None = None) -> Claim:
    """The claim of the entry with this number, in the jury's category unless another is named."""
    return Claim.objects.get(
        prize=contest.prizes[category or contest.jury.title],
        creator=contest.entries[index].creator,
    )


def winner(contest: Contest, index: int = 0) -> User:
    person = contest.entries[index].submitted_by
    assert person is not None
    return person


def steps(claim: Claim) -> list[tuple[str, str, str]]:
    """What became of a claim: verb, from, to."""
    rows = ClaimDecision.objects.filter(claim=claim).order_by("pk")
    return [(row.verb, row.from_status, row.to_status) for row in rows]
