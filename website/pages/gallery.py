"""The gallery, and one entry in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404

from contests.models import Category
from entries.models import Entry
from metrics.charts import LineChart
from metrics.pulse_charts import public_entry_chart
from results.models import Award, Shortlist
from results.reading import announced_awards
from website.pages.campaign import Standpoint
from website.platform_links import player_url

PER_PAGE = 24


@dataclass(frozen=True)
class GalleryPage:
    """One page of the accepted entries, perhaps only a category's shortlist."""

    standpoint: Standpoint
    page: Page[Entry]
    shortlisted: list[Category]
    category: Category | None
    winner_ids: frozenset[int]

    @property
    def base_query(self) -> str:
        """The query string that keeps the filter, to put a page number behind."""
        return urlencode({"category": self.category.slug}) + "&" if self.category else ""


def gallery_page(view: Standpoint, *, category: str, page: str | None) -> GalleryPage:
    """A page of the gallery, newest first. An unknown category is a 404, a wild page the last one.

    Every entry takes part in every category, so that the filter is a category's published
    shortlist: what was put forward in it.
    """
    public = Shortlist.objects.public(at=view.at)
    shortlisted = list(Category.objects.filter(campaign=view.campaign, shortlist__in=public))
    chosen = next((one for one in shortlisted if one.slug == category), None)
    if category and chosen is None:
        raise Http404
    entries = Entry.objects.public(at=view.at).filter(campaign=view.campaign)
    if chosen is not None:
        entries = entries.filter(shortlisted__shortlist__category=chosen)
    return GalleryPage(
        standpoint=view,
        page=Paginator(entries.select_related("creator"), PER_PAGE).get_page(page),
        shortlisted=shortlisted,
        category=chosen,
        winner_ids=winner_ids(view),
    )


def winner_ids(view: Standpoint) -> frozenset[int]:
    """The entries that won something, once that is announced."""
    if not view.has_winners:
        return frozenset()
    awards = announced_awards(at=view.at).filter(announcement__campaign=view.campaign)
    return frozenset(awards.filter(entry__isnull=False).values_list("entry", flat=True))


@dataclass(frozen=True)
class EntryPage:
    """One entry with its player."""

    standpoint: Standpoint
    entry: Entry
    awards: list[Award]
    shortlisted_in: list[Category]
    chart: LineChart | None = None

    @property
    def player_url(self) -> str:
        """The platform's player; empty in a demo, which has no videos, and where it is refused."""
        if self.standpoint.campaign.is_demo:
            return ""
        return player_url(self.entry.platform, self.entry.video_id)

    @property
    def cover_url(self) -> str:
        """The picture before the video is asked for; empty where there is none."""
        return self.entry.cover.url if self.entry.cover else ""


def entry_page(view: Standpoint, *, entry_id: int) -> EntryPage:
    """A public entry of the campaign, or 404."""
    entry = (
        Entry.objects.public(at=view.at)
        .filter(campaign=view.campaign, pk=entry_id)
        .select_related("creator", "institution")
        .prefetch_related("joint_creators")
        .first()
    )
    if entry is None:
        raise Http404
    awards = announced_awards(at=view.at).filter(entry=entry)
    public = Shortlist.objects.public(at=view.at)
    shortlisted = Category.objects.filter(shortlist__items__entry=entry, shortlist__in=public)
    return EntryPage(
        standpoint=view,
        entry=entry,
        awards=list(awards.select_related("prize__category")),
        shortlisted_in=list(shortlisted),
        chart=_chart(view, entry),
    )


def _chart(view: Standpoint, entry: Entry) -> LineChart | None:
    """Views over time, where the campaign shows them and the leaderboard does not stand still."""
    if not view.has_numbers or view.is_frozen:
        return None
    chart = public_entry_chart(entry, view.campaign)
    # One reading is no curve.
    return chart if len(chart.rows) > 1 else None
