"""What the public may read of the results: a stable door for the public site, feeds and exports.

`published_awards` answers with a number of queries that does not depend on how many winners there
are; everything a winners page shows is fetched with it. The preview of an announcement
(`drafted_awards`) gives the same shapes, made from the drafts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from contests.models import Campaign, Category, Prize
from entries.models import Creator, Entry
from results.models import Announcement, Award

# By category, then place: how winners are always listed.
ORDER = ("prize__category__order", "prize__category", "prize__place", "slot")


@dataclass(frozen=True)
class Winner:
    """One award as the public reads it."""

    award: Award
    shares_place: bool

    @property
    def prize(self) -> Prize:
        return self.award.prize

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
class CategoryAwards:
    """A category with its winners, best place first."""

    category: Category
    winners: list[Winner]


def announced_awards(*, at: datetime) -> QuerySet[Award]:
    """The awards that stand announced at a moment: of each campaign its newest announcement."""
    newest = (
        Announcement.objects.filter(
            campaign=OuterRef("announcement__campaign"), announced_at__lte=at
        )
        .order_by("-number")
        .values("pk")[:1]
    )
    return Award.objects.filter(
        announcement__campaign__in=Campaign.objects.announced(at=at),
        announcement=Subquery(newest),
    ).order_by(*ORDER)


def published_awards(campaign: Campaign, *, at: datetime) -> list[CategoryAwards]:
    """The announced winners of a campaign by category; empty while there are none."""
    return by_category(announced_awards(at=at).filter(announcement__campaign=campaign))


def drafted_awards(campaign: Campaign) -> list[CategoryAwards]:
    """The winners as staff have drafted them, in the shape in which the public will read them."""
    drafts = Award.objects.filter(announcement=None, prize__category__campaign=campaign)
    return by_category(drafts.order_by(*ORDER))


def by_category(awards: QuerySet[Award]) -> list[CategoryAwards]:
    """Awards in `ORDER`, grouped, with everything a winners page shows of them (4 queries)."""
    found = awards.select_related(
        "prize__category", "prize__sponsor", "creator", "entry__creator"
    ).prefetch_related(
        "entry__joint_creators",
        "prize__sponsor__accounts",
        Prefetch("prize__category__prizes", Prize.objects.order_by("place")),
    )
    return [
        CategoryAwards(category=category, winners=winners(group))
        for category, group in groupby(found, key=lambda award: award.prize.category)
    ]


def winners(awards: Iterable[Award]) -> list[Winner]:
    """The awards of one category; winners of equal rank know that they share their place."""
    listed = list(awards)
    places = [award.prize_id for award in listed]
    return [Winner(award=award, shares_place=places.count(award.prize_id) > 1) for award in listed]
