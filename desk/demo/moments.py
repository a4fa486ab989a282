"""The demo's dates: fixed days of the past, or days counted from today."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_RELATIVE = re.compile(r"([+-]\d+)d (\d\d:\d\d)")


def moment(text: str, *, zone: ZoneInfo, at: datetime) -> datetime:
    """The moment that a text names on the clocks of a zone.

    "2023-04-03T00:00" is a fixed one; "-21d 00:00" lies 21 days before today, where today is the
    day of `at` in the zone. Raises ValueError for any other text.
    """
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    day = at.astimezone(zone).date() + timedelta(days=int(relative[1]))
    return datetime.combine(day, time.fromisoformat(relative[2]), tzinfo=zone)
