"""Who leads where views decide: videos, or creators over all their videos.

Live: computed from the readings that are there. The announced result is another matter, kept
with the announcement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from contests.models import Category
from entries.models import Creator, Entry
from metrics.window import WindowTotal
from metrics.window_totals import window_totals

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """One line of a board, by ids only; `entry_id` is None where creators are ranked.

    `posted_at` breaks a tie: of several posts the earliest, None if one is unknown. `read_at`
    tells how old the figure is: of several readings the oldest.
    """

    creator_id: int
    entry_id: int | None
    views: int
    videos: int
    posted_at: datetime | None
    read_at: datetime
    rank: int = 0


@dataclass(frozen=True)
class BoardRow:
    """A place with what a page shows of it."""

    place: Place
    creator: Creator
    entry: Entry | None


def board_of(category: Category) -> list[Place]:
    """All places of a category that views decide, the most viewed first.

    Equal views: the earlier post leads where all their post times are known; what is still equal
    shares the rank. Entries whose views are not known are not on the board. Two queries at any
    size.
    """
    totals = window_totals(category.campaign, platform=category.platform)
    counted = _counted(category, totals)
    return _rank(_by_creator(counted) if category.ranks_creators else counted)


def fill(places: Sequence[Place]) -> list[BoardRow]:
    """Load what a page shows of some places. Two queries at most."""
    entries = Entry.objects.in_bulk([place.entry_id for place in places if place.entry_id])
    creators = Creator.objects.in_bulk({place.creator_id for place in places})
    return [
        BoardRow(
            place=place,
            creator=creators[place.creator_id],
            entry=entries.get(place.entry_id) if place.entry_id else None,
        )
        for place in places
    ]


def _counted(category: Category, totals: dict[int, WindowTotal]) -> list[Place]:
    """Every video with a known total, not ranked yet."""
    entries = Entry.objects.taking_part_in(category)
    places = []
    for entry_id, creator_id, posted_at in entries.values_list("pk", "creator_id", "posted_at"):
        total = totals.get(entry_id)
        if total is None or total.views is None or total.reading_taken_at is None:
            continue
        places.append(
            Place(creator_id, entry_id, total.views, 1, posted_at, total.reading_taken_at)
        )
    return places


def _by_creator(videos: Iterable[Place]) -> list[Place]:
    """One place for each creator, over all their videos."""
    sums: dict[int, Place] = {}
    for video in videos:
        so_far = sums.get(video.creator_id)
        if so_far is None:
            sums[video.creator_id] = replace(video, entry_id=None)
            continue
        posts = [moment for moment in (so_far.posted_at, video.posted_at) if moment]
        sums[video.creator_id] = replace(
            so_far,
            views=so_far.views + video.views,
            videos=so_far.videos + 1,
            posted_at=min(posts) if len(posts) == 2 else None,
            read_at=min(so_far.read_at, video.read_at),
        )
    return list(sums.values())


def _rank(places: Iterable[Place]) -> list[Place]:
    """The same rule as the announced result's, see results.ranking."""
    ranked: list[Place] = []
    by_views = sorted(places, key=lambda place: -place.views)
    for _views, group in groupby(by_views, key=lambda place: place.views):
        for tied in _part(list(group)):
            ranked += [replace(place, rank=len(ranked) + 1) for place in tied]
    return ranked


def _part(group: list[Place]) -> list[list[Place]]:
    """Equal views parted by the earlier post, if all their post times are known."""
    lasting = sorted(group, key=lambda place: (place.entry_id or 0, place.creator_id))
    if any(place.posted_at is None for place in group):
        return [lasting]
    by_post = sorted(lasting, key=_posted_at)
    return [list(tied) for _moment, tied in groupby(by_post, key=_posted_at)]


def _posted_at(place: Place) -> datetime:
    return place.posted_at or _NEVER
