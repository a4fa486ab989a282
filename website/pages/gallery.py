"""The gallery: all accepted videos, chosen from and page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Mod, RowNumber
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from contests.models import Campaign
from entries.models import Entry
from partners.models import Platform
from website import pictures
from website.known_campaigns import noted
from website.pages.campaign import Standpoint
from website.pages.gallery_choice import (
    MOST_VIEWED,
    Choice,
    Filter,
    chosen_entries,
    filters_of,
    partners_with_videos,
)
from website.pages.winner_ids import winner_ids

PER_PAGE = 48
DEEP = 10
"""Pages up to this one are found by counting to them, which costs next to nothing."""
FIRST_ROW = 4
"""So many covers are seen at once; the others are loaded when they come near."""


class Card(NamedTuple):
    """A video in the gallery, ready to be written down: nothing of it is looked up any more."""

    address: str
    handle: str
    platform: str
    small: str
    medium: str
    large: str
    is_winner: bool
    is_first: bool


@dataclass(frozen=True)
class GalleryPage:
    """One page of the videos that the choice leaves.

    can_sort: whether the public may see them by their views.
    """

    standpoint: Standpoint
    choice: Choice
    filters: list[Filter]
    page: Page[int]
    cards: list[Card]
    can_sort: bool

    @property
    def asked(self) -> list[Asked]:
        """Each filter with what was chosen of it."""
        return [Asked(one, getattr(self.choice, one.name)) for one in self.filters]

    @property
    def by_views(self) -> bool:
        return self.choice.sort == MOST_VIEWED

    @property
    def has_winners(self) -> bool:
        return self.standpoint.has_winners


class Asked(NamedTuple):
    """A filter and the value that was chosen, empty for all."""

    filter: Filter
    value: str


class _Ids(Paginator[int]):
    """Pages of ids, which an index has in order; the rows behind them are fetched by their ids."""

    def __init__(self, entries: QuerySet[Entry]) -> None:
        super().__init__(entries.values_list("pk", flat=True), PER_PAGE)


class _AllIds(_Ids):
    """Those of a whole gallery: its deep pages begin at a known place instead of counting there."""

    def __init__(self, campaign: Campaign, entries: QuerySet[Entry]) -> None:
        super().__init__(entries)
        self._campaign, self._entries = campaign, entries

    def page(self, number: int | str) -> Page[int]:
        number = self.validate_number(number)
        if number <= DEEP:
            return super().page(number)
        starts = noted(self._campaign, "page starts", lambda: _page_starts(self._entries))
        if number > len(starts):
            return super().page(number)
        received, pk = starts[number - 1]
        earlier = Q(received_at__lt=received) | Q(received_at=received, pk__lte=pk)
        # The first condition is what an index can begin at.
        following = self._entries.filter(earlier, received_at__lte=received)
        return Page(list(following.values_list("pk", flat=True)[:PER_PAGE]), number, self)


def _page_starts(entries: QuerySet[Entry]) -> list[tuple[datetime, int]]:
    """When the first video of each page was received, and its id. 1 query over all of them."""
    newest_first = [F("received_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), order_by=newest_first)
    firsts = entries.annotate(rest=Mod(place - 1, PER_PAGE)).filter(rest=0)
    return list(firsts.values_list("received_at", "pk"))


def gallery_page(view: Standpoint, *, choice: Choice, page: str | None) -> GalleryPage:
    """A page of the gallery, newest first or most viewed first; a wild page is the nearest one.

    404 for a filter's value that is not offered, and for views where the public sees none.
    """
    can_sort = view.has_numbers and not view.is_frozen
    if choice.sort and not (choice.sort == MOST_VIEWED and can_sort):
        raise Http404
    if choice.winners and not (choice.winners == "1" and view.has_winners):
        raise Http404
    campaign = view.campaign
    partners = noted(campaign, "partners with videos", lambda: partners_with_videos(view))
    language = get_language()
    filters = noted(campaign, f"filters {language}", lambda: filters_of(view, partners))
    entries = chosen_entries(view, choice, filters)
    if choice.sort:
        most = F("kept_views__last_views").desc(nulls_last=True)
        entries = entries.order_by(most, "-pk")
    pages = _AllIds(campaign, entries) if choice == Choice() else _Ids(entries)
    if not choice.narrows:
        pages.count = noted(campaign, "videos", entries.count)  # in place of counting anew
    found = pages.get_page(page)
    return GalleryPage(
        standpoint=view,
        choice=choice,
        filters=filters,
        page=found,
        cards=list(_cards(view, list(found.object_list))),
        can_sort=can_sort,
    )


def _cards(view: Standpoint, ids: list[int]) -> Iterator[Card]:
    """The videos of these ids, in their order."""
    rows = Entry.objects.filter(pk__in=ids).values_list(
        "pk", "platform", "cover", "creator__handle"
    )
    found = {row[0]: row for row in rows}
    won = winner_ids(view)
    names = dict(Platform.choices) if len(view.campaign.platforms) > 1 else {}
    base = reverse("website:gallery", args=[view.campaign.slug])
    small, medium, large = pictures.COVER.widths
    for place, pk in enumerate(one for one in ids if one in found):
        _pk, platform, cover, handle = found[pk]
        yield Card(
            address=f"{base}{pk}/",
            handle=handle,
            platform=names.get(platform, ""),
            small=pictures.address(cover, small) if cover else "",
            medium=pictures.address(cover, medium) if cover else "",
            large=pictures.address(cover, large) if cover else "",
            is_winner=pk in won,
            is_first=place < FIRST_ROW,
        )
