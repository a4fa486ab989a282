"""Figures that are drawn, each with the same data as a table. See templates/components/chart.html.

A chart of views shows one platform's, or one line for each platform, and never their sum.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from metrics.chart_ticks import TimeTick, seconds_of, time_ticks, value_ticks

# More parts than these are folded away behind a list of shares.
SHARES_SHOWN = 10

# A moment (aware), or a day that has no time, and the value there; None where it is not known.
Point = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one row of bars."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a vertical line: the opening, the close, a case."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark, and where it stands on the time axis."""

    at: datetime
    label: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a moment or a day, and the value of each series there."""

    at: date
    values: list[int | None]

    @property
    def seconds(self) -> int:
        return seconds_of(self.at)


@dataclass(frozen=True)
class _OverTime:
    """What lines and bars share. All points are moments, or all are days."""

    title: str
    series: Sequence[Series]
    zone: ZoneInfo
    marks: Sequence[Mark] = ()
    note: str = ""

    @property
    def rows(self) -> list[Row]:
        """The points of all series side by side, in the order of time.

        Of two points of a series at one moment the later in the list counts.
        """
        found: dict[date, list[int | None]] = {}
        for place, series in enumerate(self.series):
            for at, value in series.points:
                found.setdefault(at, [None] * len(self.series))[place] = value
        return [Row(at, found[at]) for at in sorted(found)]

    @property
    def placed_marks(self) -> list[PlacedMark]:
        """The marks with their places on the axis.

        A day's value is that of its end: among days, a midnight stands at the day that it ends.
        """
        placed = []
        for mark in self.marks:
            at = mark.at
            if self.by_day:
                at = mark.at.astimezone(self.zone).replace(tzinfo=UTC) - timedelta(days=1)
            placed.append(PlacedMark(mark.at, mark.label, seconds_of(at)))
        return placed

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for one in self.series for _at, value in one.points)

    @property
    def by_day(self) -> bool:
        """Whether the points are days and not moments."""
        return not any(isinstance(at, datetime) for one in self.series for at, _value in one.points)

    @property
    def value_ticks(self) -> list[int]:
        """Round values for the axis, from 0."""
        known = [value for one in self.series for _at, value in one.points if value is not None]
        return value_ticks(max(known, default=0))

    @property
    def time_ticks(self) -> list[TimeTick]:
        """Round moments for the axis."""
        moments = [at for one in self.series for at, _value in one.points]
        if not moments:
            return []
        return time_ticks(min(moments), max(moments), self.zone)


@dataclass(frozen=True)
class LineChart(_OverTime):
    """Values over time, a line for each series."""

    kind: ClassVar[str] = "line"


@dataclass(frozen=True)
class BarChart(_OverTime):
    """Counts by the day: bars of one series."""

    kind: ClassVar[str] = "bars"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: its name and its count; what is not known stands last."""

    name: str
    value: int
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """A part with its share of the whole in tenths of a percent; all shares make 1000."""

    name: str
    value: int
    per_mille: int


@dataclass(frozen=True)
class Shares:
    """Parts of a whole, the largest known one first. Never of views of several platforms."""

    title: str
    parts: Sequence[Part]
    of_what: str
    counted: str
    note: str = ""

    kind: ClassVar[str] = "shares"

    @property
    def is_empty(self) -> bool:
        return self.total == 0

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)

    @property
    def shares(self) -> list[Share]:
        """Shares that add up to the whole: what rounding leaves goes to the largest remainders."""
        total = self.total
        if not total:
            return []
        parts = sorted(self.parts, key=lambda part: (not part.is_known, -part.value))
        whole = [part.value * 1000 // total for part in parts]
        left = 1000 - sum(whole)
        nearest = sorted(range(len(parts)), key=lambda place: -(parts[place].value * 1000 % total))
        for place in nearest[:left]:
            whole[place] += 1
        return [
            Share(part.name, part.value, share) for part, share in zip(parts, whole, strict=True)
        ]

    @property
    def first(self) -> list[Share]:
        """Those shown at once."""
        return self.shares[:SHARES_SHOWN]

    @property
    def folded(self) -> list[Share]:
        """The rest of a long list."""
        return self.shares[SHARES_SHOWN:]


Figure = LineChart | BarChart | Shares
