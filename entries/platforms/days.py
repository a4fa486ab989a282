"""When a day of calls begins: at midnight in California, where YouTube's quota begins anew.

The other platforms know no quota by the day, so that the same day will do for all.

Pure: no Django, no clock of its own.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PACIFIC = ZoneInfo("America/Los_Angeles")


def midnight_before(at: datetime) -> datetime:
    """The beginning, in UTC, of the day that `at` lies in."""
    return _midnight(at, days=0)


def midnight_after(at: datetime) -> datetime:
    """The end, in UTC, of the day that `at` lies in."""
    return _midnight(at, days=1)


def _midnight(at: datetime, *, days: int) -> datetime:
    date = at.astimezone(_PACIFIC).date() + timedelta(days=days)
    return datetime.combine(date, time(), _PACIFIC).astimezone(UTC)
