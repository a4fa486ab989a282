"""The dates of the next edition, from those of the last one.

People plan a contest by weekdays: it opens on a Monday, closes on a Sunday night, and winners are
announced on a working day. So the next edition opens on the day that staff choose, and every other
date moves by whole weeks, with its time of day in the campaign's zone.

Pure: no Django, no clock of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Move:
    """How far an edition's dates move. Raises ``ValueError`` for a naive moment.

    A contest shorter than a week moves as one block: whole weeks could put its close before its
    opening.
    """

    opened_at: datetime
    closed_at: datetime
    opens_on: date
    zone: ZoneInfo

    @property
    def _days(self) -> timedelta:
        return self.opens_on - _local(self.opened_at, self.zone).date()

    @property
    def _weeks(self) -> timedelta:
        if self.closed_at - self.opened_at < WEEK:
            return self._days
        return round(self._days / WEEK) * WEEK

    def opening(self) -> datetime:
        """When the next edition opens: on the chosen day, at the time of day of the last one."""
        return _moved(self.opened_at, self._days, self.zone)

    def later(self, moment: datetime) -> datetime:
        """When something of the last edition comes again, on the same weekday."""
        return _moved(moment, self._weeks, self.zone)


def same_weekday_next_year(moment: datetime, *, zone: ZoneInfo, after: date) -> date:
    """The day after `after` that lies nearest to a moment's day of the year, on its weekday.

    `moment` in any zone, read in `zone`. The day is at most three days from the anniversary.
    """
    day = _local(moment, zone).date()
    year = max(day.year + 1, after.year)
    while True:
        # A 29th of February has its anniversary on the 28th.
        anniversary = date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
        nearest = day + round((anniversary - day) / WEEK) * WEEK
        if nearest > after:
            return nearest
        year += 1


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"A moment must be timezone-aware, got {moment!r}")
    return moment.astimezone(zone)


def _moved(moment: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """The same time of day some days later, in UTC; an hour that the clocks skip comes after it."""
    local = _local(moment, zone)
    return datetime.combine(local.date() + by, local.time(), zone).astimezone(UTC)
