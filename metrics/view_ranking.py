"""Ranks where views decide: the views → the earlier post → what then is still equal is shared.

The one rule of the public leaderboard and of the announced result. Pure: no Django.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from contests.competition_ranking import (
    CHAIR,
    UNKNOWN,
    UNRANKED,
    Part,
    Ranked,
    Step,
    all_different,
    by,
    by_chair,
    parted,
    rank,
)

VIEWS = "views"
EARLIER_POST = "earlier_post"


class Viewed(Protocol):
    """An entry or a creator with known views."""

    @property
    def id(self) -> int: ...
    @property
    def views(self) -> int: ...
    @property
    def posted_at(self) -> datetime | None: ...


class ViewCandidate(NamedTuple):
    """An entry or a creator with the views inside the window; ``None`` is unknown, not 0."""

    id: int
    views: int | None
    posted_at: datetime | None


class _Known(NamedTuple):
    id: int
    views: int
    posted_at: datetime | None


Video = TypeVar("Video", bound=Viewed)


def rank_views(
    candidates: Iterable[ViewCandidate], *, chair_decisions: Iterable[Sequence[int]] = ()
) -> list[Ranked]:
    """The candidates of a category decided by views, best first; unknown views last, unranked.

    Equal views are parted by the earlier post only if all their post times are known. Then by the
    chair, see contests.competition_ranking.by_chair. Raises ``ValueError`` for one named twice.
    """
    everyone = all_different(candidates)
    known = [_Known(id_, views, post) for id_, views, post in everyone if views is not None]
    unknown = sorted(candidate.id for candidate in everyone if candidate.views is None)
    rules: list[Step[_Known]] = _steps()
    return rank(known, [*rules, (CHAIR, by_chair(chair_decisions))]) + [
        Ranked(id_, UNRANKED, (), UNKNOWN) for id_ in unknown
    ]


def groups_by_views(videos: Sequence[Video]) -> Iterator[Sequence[Video]]:
    """Those who share a rank, best first, before any chair's decision; the ids are all different.

    For boards, which need neither the rule that decided nor the names of those tied.
    """
    return (group for group, _decided_by in parted(videos, _steps()))


def _steps() -> list[Step[Video]]:
    views: Part[Video] = by(attrgetter("views"), highest_first=True)
    return [(VIEWS, views), (EARLIER_POST, _by_post)]


def _by_post(group: Sequence[Video]) -> list[list[Video]]:
    if any(video.posted_at is None for video in group):
        return [list(group)]
    part: Part[Video] = by(attrgetter("posted_at"))
    return part(group)
