"""The curve of one video: what was read, in the order of time, and how it grew in between.

Growth is told in views a day, rounded down, so that intervals of different lengths compare.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

DAY = timedelta(days=1)
LEAST_SPAN = timedelta(minutes=30)
"""Two sources may read a video within minutes: the rate between them would be noise."""


@dataclass(frozen=True, slots=True)
class Point:
    """One reading that counts; likes are None where they are not known.

    fresh: it came since the curve was last looked at; only what ends in one is flagged.
    """

    at: datetime
    views: int
    likes: int | None = None
    reading_id: int = 0
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """What happened between two readings."""

    start: Point
    end: Point

    @property
    def gain(self) -> int:
        return self.end.views - self.start.views

    @property
    def per_day(self) -> int:
        """Views a day, rounded down; negative where the count fell."""
        return self.rate(DAY)

    def rate(self, time: timedelta) -> int:
        """Views in so long a time, rounded down. In microseconds, for timedeltas overflow."""
        lasted = (self.end.at - self.start.at) // timedelta.resolution
        return self.gain * (time // timedelta.resolution) // lasted


@dataclass(frozen=True, slots=True)
class Curve:
    """The readings of one entry in the order of time, each moment once. Made by curve_of."""

    entry_id: int
    creator_id: int
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    def spans(self) -> list[Span]:
        """The intervals of the curve, none shorter than LEAST_SPAN."""
        spans = []
        start = None
        for point in self.points:
            if start is None:
                start = point
            elif point.at - start.at >= LEAST_SPAN:
                spans.append(Span(start, point))
                start = point
        return spans


_IN_ORDER = attrgetter("at", "reading_id", "views")


def curve_of(entry_id: int, creator_id: int, points: Iterable[Point]) -> Curve:
    """Put readings in order; of two with one moment the later recorded counts.

    A negative count is no count and is left out.
    """
    by_moment: dict[datetime, Point] = {}
    for point in sorted(points, key=_IN_ORDER):
        if point.views >= 0:
            by_moment[point.at] = point
    return Curve(entry_id, creator_id, tuple(by_moment.values()))


def usual_per_day(spans: Sequence[Span]) -> int:
    """The fastest growth of some intervals, at least 0.

    The fastest and not the middle one: nights are slow, and a morning is no event.
    """
    return max((span.per_day for span in spans), default=0)


def quantile(values: Sequence[int], *, per_cent: int) -> int:
    """The value below which so many per cent of the values lie; the values must not be empty."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) * per_cent // 100]
