"""Where the axes of a chart have their marks: round values, and days, months or hours of a zone.

They are settled here and not in the browser, because browsers write no Kazakh and no Azerbaijani
dates. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_VALUES = 5
MOST_MOMENTS = 9

_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 4, 7, 14)
_MONTHS = (1, 2, 3, 6, 12)


class Shown(StrEnum):
    """What a mark of the time axis says."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A mark of the time axis, at a moment or at the beginning of a day."""

    at: date
    shown: Shown


def seconds_of(at: date) -> int:
    """Where a moment stands on the axis; a day without a time stands at its UTC midnight."""
    if isinstance(at, datetime):
        return int(at.timestamp())
    return int(datetime.combine(at, time(), UTC).timestamp())


def value_ticks(highest: int) -> list[int]:
    """Round values from 0 to the first one at or above `highest`, six at most."""
    highest = max(highest, 1)
    power = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * power
            if step * MOST_VALUES >= highest:
                return list(range(0, highest + step, step))[: -(-highest // step) + 1]
        power *= 10


def time_ticks(first: date, last: date, zone: ZoneInfo) -> list[TimeTick]:
    """Marks between two moments, or two days, ten at most; round ones in the zone.

    One at the first moment where nothing round lies between.
    """
    return _between(first, last, zone) or [TimeTick(first, Shown.DAY)]


def _between(first: date, last: date, zone: ZoneInfo) -> list[TimeTick]:
    if isinstance(first, datetime) and isinstance(last, datetime):
        if last - first <= timedelta(days=2):
            return _hours(first, last, zone)
        start = first.astimezone(zone).date() + timedelta(days=1)
        days = [*_days(start, last.astimezone(zone).date())]
        return [
            TimeTick(datetime.combine(tick.at, time(), zone).astimezone(UTC), tick.shown)
            for tick in days
        ]
    return [*_days(first, last)]


def _hours(first: datetime, last: datetime, zone: ZoneInfo) -> list[TimeTick]:
    span = max(1, int((last - first).total_seconds()) // 3600)
    step = next((hours for hours in _HOURS if span // hours < MOST_MOMENTS), _HOURS[-1])
    local = first.astimezone(zone)
    whole = local.replace(minute=0, second=0, microsecond=0)
    ticks = []
    for hour in range(24 * 4):
        # Walked in UTC, so that an hour that the clock skips or repeats is one step, too.
        moment = whole.astimezone(UTC) + timedelta(hours=hour)
        there = moment.astimezone(zone)
        if first <= moment <= last and there.hour % step == 0 and there.minute == 0:
            ticks.append(TimeTick(moment, Shown.HOUR if there.hour else Shown.DAY))
    return ticks


def _days(first: date, last: date) -> Iterator[TimeTick]:
    span = (last - first).days
    step = next((days for days in _DAYS if span // days < MOST_MOMENTS), None)
    if step is not None:
        yield from (
            TimeTick(first + timedelta(days=n), Shown.DAY) for n in range(0, span + 1, step)
        )
        return
    months = span // 28
    step = next((count for count in _MONTHS if months // count < MOST_MOMENTS), months)
    year, month = divmod(first.year * 12 + first.month - 1 + (first.day > 1), 12)
    while (start := date(year, month + 1, 1)) <= last:
        yield TimeTick(start, Shown.MONTH)
        year, month = divmod(year * 12 + month + step, 12)
