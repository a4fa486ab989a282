"""The front page: what is on, what comes, what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, prefetch_related_objects

from contests.models import Campaign, Partnership
from contests.phases import Phase
from entries.models import Entry
from partners.models import Partner
from results.models import Award
from results.reading import announced_awards
from website.pages.campaign import Standpoint
from website.pages.numbers import SiteNumbers, site_numbers

PAST_PER_PAGE = 12
WINNERS_ON_POSTER = 3
COVERS_ON_POSTER = 3


@dataclass(frozen=True)
class Poster:
    """A campaign on the front page."""

    standpoint: Standpoint
    organisers: list[Partner]
    entry_count: int
    winners: list[Award]
    newest: list[Entry]

    @property
    def covers(self) -> list[Entry]:
        """What stands beside the hashtag: the winners' videos, else the newest ones."""
        won = [
            award.entry
            for award in self.winners
            if award.entry and award.entry.cover and award.entry.status == Entry.Status.ACCEPTED
        ]
        return won or (self.newest if len(self.newest) == COVERS_ON_POSTER else [])


@dataclass(frozen=True)
class HomePage:
    """The front page's parts."""

    running: list[Poster]
    coming: list[Poster]
    past: list[Poster]
    past_page: Page[Standpoint]
    numbers: SiteNumbers

    @property
    def has_demo(self) -> bool:
        posters = [*self.running, *self.coming, *self.past]
        return any(poster.standpoint.campaign.is_demo for poster in posters)


def home_page(*, at: datetime, page: str | None) -> HomePage:
    """All public campaigns at a moment; a draft never shows, a cancelled one is past."""
    views = [
        Standpoint(campaign=campaign, at=at, phase=campaign.phase(at=at))
        for campaign in Campaign.objects.public(at=at).order_by(F("closes_at").desc(), "pk")
    ]
    # The soonest to close, and to open, comes first: it is the one to act on.
    running = [view for view in reversed(views) if view.phase is Phase.OPEN]
    coming = [view for view in reversed(views) if view.phase is Phase.COMING]
    past = [view for view in views if view.phase not in (Phase.OPEN, Phase.COMING)]
    past_page = Paginator(past, PAST_PER_PAGE).get_page(page)
    posters = _posters([*running, *coming, *past_page.object_list], at=at)
    return HomePage(
        running=[posters[view.campaign.pk] for view in running],
        coming=[posters[view.campaign.pk] for view in coming],
        past=[posters[view.campaign.pk] for view in past_page.object_list],
        past_page=past_page,
        numbers=site_numbers(at=at),
    )


def _posters(views: list[Standpoint], *, at: datetime) -> dict[int, Poster]:
    """Posters by campaign, their details fetched together."""
    campaigns = [view.campaign for view in views]
    newest = Entry.objects.public(at=at).exclude(cover="").order_by("-received_at", "-pk")
    organisers = Partnership.objects.filter(role=Partnership.Role.ORGANISER)
    prefetch_related_objects(
        campaigns,
        "hashtags",
        "categories",
        Prefetch("partnerships", organisers.select_related("partner"), to_attr="organising"),
        Prefetch("entries", newest[:COVERS_ON_POSTER], to_attr="newest_entries"),
    )
    entries = Entry.objects.public(at=at).filter(campaign__in=campaigns).order_by()
    counts = dict(entries.values_list("campaign").annotate(Count("pk")))
    awards = announced_awards(at=at).filter(announcement__campaign__in=campaigns)
    winners: dict[int, list[Award]] = {}
    for award in awards.select_related("prize__category", "creator", "entry"):
        winners.setdefault(award.prize.category.campaign_id, []).append(award)
    return {
        view.campaign.pk: Poster(
            standpoint=view,
            organisers=[item.partner for item in getattr(view.campaign, "organising", [])],
            entry_count=counts.get(view.campaign.pk, 0),
            winners=winners.get(view.campaign.pk, [])[:WINNERS_ON_POSTER],
            newest=getattr(view.campaign, "newest_entries", []),
        )
        for view in views
    }
