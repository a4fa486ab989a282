"""When pages change although nobody does anything: a date comes."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.dateparse import parse_datetime

from website.watched import TURNING_POINTS


def next_turning_point(campaigns: frozenset[int] | None, *, at: datetime) -> datetime | None:
    """The first moment after `at` at which something of these campaigns turns; None: of all.

    One query.
    """
    if campaigns is not None and not campaigns:
        return None
    listed = "" if campaigns is None else f" AND {{}} IN ({','.join(map(str, sorted(campaigns)))})"
    moments = [
        f"SELECT min({column}) AS moment FROM {rows} WHERE {column} > %s{listed.format(campaign)}"  # noqa: S608 - constant parts and numbers
        for rows, campaign, columns in TURNING_POINTS
        for column in columns
    ]
    sql = f"SELECT min(moment) FROM ({' UNION ALL '.join(moments)}) AS ahead"  # noqa: S608 - as above
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment] * len(moments))
        found = cursor.fetchone()[0]
    # SQLite knows no moments, only texts: in UTC, as Django writes them.
    ahead: datetime | None = parse_datetime(found) if isinstance(found, str) else found
    return ahead if ahead is None or ahead.tzinfo else ahead.replace(tzinfo=UTC)
