"""Who won, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from contests.models import Campaign, Category
from entries.models import Creator, Entry
from results.models import Announcement, Award
from website.pages.campaign import PartnerGroup, Standpoint, partner_groups


def public_awards(*, at: datetime) -> QuerySet[Award]:
    """The awards that stand announced at a moment: of each campaign its newest announcement."""
    newest = (
        Announcement.objects.filter(campaign=OuterRef("announcement__campaign"), announced_at__lte=at)
        .order_by("-number")
        .values("pk")[:1]
    )
    return (
        Award.objects.filter(
            announcement__campaign__in=Campaign.objects.announced(at=at),
            announcement=Subquery(newest),
        )
        .select_related("prize__category", "prize__sponsor", "creator", "entry__creator")
        .order_by("prize__category__order", "prize__category", "prize__place", "slot")
    )


@dataclass(frozen=True)
class Winner:
    """One award as the public reads it."""

    award: Award
    shares_place: bool

    @property
    def creators(self) -> list[Creator]:
        """The winner and, for a joint video, those who made it with them."""
        joint = self.award.entry.joint_creators.all() if self.award.entry else []
        return [self.award.creator, *(one for one in joint if one != self.award.creator)]

    @property
    def public_entry(self) -> Entry | None:
        """The video, while it may be shown: a withdrawn one leaves only the name."""
        entry = self.award.entry
        return entry if entry and entry.status == Entry.Status.ACCEPTED else None


@dataclass(frozen=True)
class CategoryWinners:
    """A category with its winners by place."""

    category: Category
    winners: list[Winner]


@dataclass(frozen=True)
class WinnersPage:
    """All winners of a campaign."""

    standpoint: Standpoint
    categories: list[CategoryWinners]
    partner_groups: list[PartnerGroup]
    announced_at: datetime

    @property
    def count(self) -> int:
        return sum(len(group.winners) for group in self.categories)


def winners_page(view: Standpoint) -> WinnersPage:
    """The announced winners; 404 until they are announced."""
    announced_at = view.campaign.announced_at
    if announced_at is None or not view.has_winners:
        raise Http404
    awards = (
        public_awards(at=view.at)
        .filter(announcement__campaign=view.campaign)
        .prefetch_related(
            "entry__joint_creators", "prize__sponsor__accounts", "prize__category__prizes"
        )
    )
    groups = [
        CategoryWinners(category=category, winners=_winners(list(group)))
        for category, group in groupby(awards, key=lambda award: award.prize.category)
    ]
    return WinnersPage(
        standpoint=view,
        categories=groups,
        partner_groups=partner_groups(view.campaign),
        announced_at=announced_at,
    )


def _winners(awards: list[Award]) -> list[Winner]:
    places = [award.prize_id for award in awards]
    return [Winner(award=award, shares_place=places.count(award.prize_id) > 1) for award in awards]
