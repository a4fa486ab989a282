"""What the public may read of the results: a stable door for the public site, feeds and exports.

`published_awards` answers with a number of queries that does not depend on how many winners there
are; everything a winners page shows is fetched with it. The preview of an announcement
(`drafted_awards`) gives the same shapes, made from the drafts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from contests.models import Campaign, Category, Prize
from entries.models import Creator, Entry
from results.models import Announcement, Award, CategoryRemark, Standing

# By category, then place: how winners are always listed.
ORDER = ("prize__category__order", "prize__category", "prize__place", "slot")


@dataclass(frozen=True)
class Winner:
    """One award as the public reads it.

    views: how many decided it, where views decide and it is announced.
    """

    award: Award
    shares_place: bool
    views: int | None = None

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
class EmptyPlace:
    """A prize that did not go to as many winners as it could have gone to."""

    prize: Prize
    left: int

    @property
    def is_whole(self) -> bool:
        """Whether nobody has it at all."""
        return self.left == self.prize.quantity


@dataclass(frozen=True)
class CategoryAwards:
    """A category with its winners, best place first, and what is said about the outcome."""

    category: Category
    winners: list[Winner]
    prizes: list[Prize] = field(default_factory=list)
    remark: CategoryRemark | None = None

    @property
    def has_places(self) -> bool:
        """Whether there are a first and a second place, so that places are worth naming."""
        return len(self.prizes) > 1

    @property
    def empty_places(self) -> list[EmptyPlace]:
        """What nobody won, best place first."""
        given = [winner.award.prize_id for winner in self.winners]
        left = [EmptyPlace(prize, prize.quantity - given.count(prize.pk)) for prize in self.prizes]
        return [place for place in left if place.left > 0]


def announcements_of(campaign: Campaign, *, at: datetime) -> list[Announcement]:
    """Those of the campaign so far, the newest first, each with its evidence but not the file.

    None while the campaign is not announced, or cancelled.
    """
    announced = Announcement.objects.filter(
        campaign__in=Campaign.objects.announced(at=at).filter(pk=campaign.pk),
        announced_at__lte=at,
    )
    listed = announced.select_related("evidence").defer("evidence__body")
    return list(listed.order_by("-number"))


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
    announcements = announcements_of(campaign, at=at)
    return awards_in(announcements[0]) if announcements else []


def awards_in(
    announcement: Announcement, *, categories: Iterable[Category] | None = None
) -> list[CategoryAwards]:
    """What one announcement said, category by category, those without winners too. 6 queries.

    categories: all of the campaign in their order, where they are at hand: one query less.
    """
    return _by_category(announcement.campaign_id, announcement, categories)


def drafted_awards(campaign: Campaign) -> list[CategoryAwards]:
    """The winners as staff have drafted them, in the shape in which the public will read them."""
    return _by_category(campaign.pk, None)


def _by_category(
    campaign_id: int,
    announcement: Announcement | None,
    categories: Iterable[Category] | None = None,
) -> list[CategoryAwards]:
    awards = Award.objects.filter(
        announcement=announcement, prize__category__campaign_id=campaign_id
    )
    remarks = CategoryRemark.objects.filter(
        announcement=announcement, category__campaign_id=campaign_id
    )
    if categories is None:
        categories = Category.objects.filter(campaign_id=campaign_id).order_by("order", "pk")
    known = list(categories)
    prefetch_related_objects(known, Prefetch("prizes", Prize.objects.order_by("place")))
    listed = groupby(_with_what_is_shown(awards), key=lambda award: award.prize.category_id)
    won = {category_id: winners(group) for category_id, group in listed}
    said = {remark.category_id: remark for remark in remarks}
    return [
        CategoryAwards(
            category=category,
            winners=won.get(category.pk, []),
            prizes=list(category.prizes.all()),
            remark=said.get(category.pk),
        )
        for category in known
    ]


def _with_what_is_shown(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Awards in `ORDER` with everything a winners page shows of them (3 queries)."""
    standing = Standing.objects.filter(
        Q(entry=OuterRef("entry")) | Q(entry=None, creator=OuterRef("creator")),
        announcement=OuterRef("announcement"),
        category=OuterRef("prize__category"),
    )
    return (
        awards.annotate(figures=Subquery(standing.values("figures")[:1]))
        .select_related("prize__category", "prize__sponsor", "creator", "entry__creator")
        .prefetch_related("entry__joint_creators", "prize__sponsor__accounts")
        .order_by(*ORDER)
    )


def winners(awards: Iterable[Award]) -> list[Winner]:
    """The awards of one category; winners of equal rank know that they share their place."""
    listed = list(awards)
    places = [award.prize_id for award in listed]
    return [
        Winner(
            award=award,
            shares_place=places.count(award.prize_id) > 1,
            views=_views_of(getattr(award, "figures", None)),
        )
        for award in listed
    ]


def _views_of(figures: Any) -> int | None:
    """The views among frozen figures; those of juries have none."""
    views = figures.get("views") if isinstance(figures, Mapping) else None
    return views if isinstance(views, int) else None
