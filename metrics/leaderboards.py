"""Who leads where views decide: videos, or creators over all their videos.

Live: computed from the readings that are there. The announced result is another matter, kept
with the announcement.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from contests.models import Category
from entries.models import Entry
from metrics.linked_accounts import ranked_under
from metrics.view_ranking import groups_by_views
from metrics.window_totals import deciding_rows, window_of


class Place(NamedTuple):
    """One line of a board, by ids only; `entry_id` is None where creators are ranked.

    `posted_at` breaks a tie: of several posts the earliest, None if one is unknown. `read_at`
    tells how old the figure is: of several readings the oldest.
    """

    rank: int
    entry_id: int | None
    creator_id: int
    views: int
    videos: int
    posted_at: datetime | None
    read_at: datetime


class CountedVideo(NamedTuple):
    """A video whose views are known; `read_at` is the moment of the reading that decided."""

    id: int
    creator_id: int
    posted_at: datetime | None
    views: int
    read_at: datetime


def board_of(category: Category, *, until: datetime | None = None) -> list[Place]:
    """All places of a category that views decide, the most viewed first.

    until: as the board stands by the readings taken up to a moment; who takes part is as of now.
    Equal views: see metrics.view_ranking. Entries whose views are not known are not on the board.
    Three queries at most, at any size.
    """
    with without_collecting():
        videos = _counted(category, until)
        if category.ranks_creators:
            return _places_of_creators(_sums(videos, ranked_under(category.platform)))
        return _places_of_videos(videos)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: many thousand rows are made, and none of them is any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _counted(category: Category, until: datetime | None) -> list[CountedVideo]:
    window = window_of(category.campaign)
    if window is None:
        return []
    entries, total = Entry.objects.taking_part_in(category), window.total
    counted = []
    for row in deciding_rows(entries, category.campaign, until=until):
        entry_id, creator_id, posted_at, opening_at, opening_views, closing_at, closing_views = row
        views, read_at, _reason = total(
            posted_at, opening_at, opening_views, closing_at, closing_views
        )
        if views is not None and read_at is not None:
            counted.append(CountedVideo(entry_id, creator_id, posted_at, views, read_at))
    return counted


def _places_of_videos(videos: list[CountedVideo]) -> list[Place]:
    places: list[Place] = []
    for group in groups_by_views(videos):
        rank = len(places) + 1
        for id_, creator_id, posted_at, views, read_at in group:
            places.append(Place(rank, id_, creator_id, views, 1, posted_at, read_at))
    return places


class _Sum:
    """What the videos of one creator or person add up to so far."""

    __slots__ = ("id", "posted_at", "read_at", "videos", "views")

    def __init__(self, id_: int, video: CountedVideo) -> None:
        self.id = id_
        self.views = video.views
        self.videos = 1
        self.posted_at = video.posted_at
        self.read_at = video.read_at

    def add(self, video: CountedVideo) -> None:
        self.views += video.views
        self.videos += 1
        if self.posted_at is not None and video.posted_at is not None:
            self.posted_at = min(self.posted_at, video.posted_at)
        else:
            self.posted_at = None
        self.read_at = min(self.read_at, video.read_at)


def _sums(videos: Iterable[CountedVideo], persons: Mapping[int, int]) -> list[_Sum]:
    """One for each creator; the accounts of one person are summed under the first of them."""
    sums: dict[int, _Sum] = {}
    for video in videos:
        key = persons.get(video.creator_id, video.creator_id)
        so_far = sums.get(key)
        if so_far is None:
            sums[key] = _Sum(key, video)
        else:
            so_far.add(video)
    return list(sums.values())


def _places_of_creators(sums: list[_Sum]) -> list[Place]:
    places: list[Place] = []
    for group in groups_by_views(sums):
        rank = len(places) + 1
        places += [
            Place(rank, None, one.id, one.views, one.videos, one.posted_at, one.read_at)
            for one in group
        ]
    return places
