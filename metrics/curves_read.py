"""Curves from the database: of entries with new readings, and of the peers they are held against.

Only a few readings before the new ones are read, whatever the history: an index has them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Min, QuerySet

from contests.models import Campaign
from entries.models import Entry
from metrics.curves import Curve, Point, curve_of
from metrics.flags import HISTORY
from metrics.models import EntryViews, Reading

PEERS = 1_000
"""The most viewed videos of a platform: those that can win, and whose growth can be seen."""
PEERS_HISTORY = 12

# The bound is computed once for each entry, and only then the readings above it are looked up:
# left to itself, PostgreSQL would go through all readings that there are.
_SQL = """
WITH touched (entry_id, first_at) AS MATERIALIZED ({touched}),
begun (entry_id, since) AS MATERIALIZED (
    SELECT entry_id, COALESCE((
        SELECT earlier.taken_at FROM metrics_reading AS earlier
        WHERE earlier.entry_id = touched.entry_id AND earlier.taken_at < touched.first_at
        ORDER BY earlier.taken_at DESC LIMIT 1 OFFSET %s
    ), {beginning})
    FROM touched
)
SELECT entry.id, entry.creator_id, entry.platform,
    reading.id, reading.views, reading.likes, reading.taken_at
FROM begun
JOIN entries_entry AS entry ON entry.id = begun.entry_id
{readings}
WHERE entry.status = %s
"""
_OF_ENTRY = "read.entry_id = begun.entry_id AND read.taken_at > begun.since AND read.id <= %s"


def curves_with(
    readings: QuerySet[Reading], *, upto: int, fresh: Collection[int] | range
) -> dict[str, list[Curve]]:
    """The curves of accepted entries that end in these readings, by platform. One query.

    With the 9 readings before the first of them; none with an id above `upto`. `fresh`: the ids
    that count as new.
    """
    touched = readings.order_by().values("entry_id").annotate(first_at=Min("taken_at"))
    return _curves(touched, before=HISTORY, upto=upto, fresh=fresh)


def peers_of(campaign: Campaign, platform: str, *, upto: int, after: int) -> list[Curve]:
    """The last readings of the most viewed accepted entries; new are those after an id."""
    most_viewed = (
        EntryViews.objects.filter(
            campaign=campaign,
            last_at__isnull=False,
            entry__status=Entry.Status.ACCEPTED,
            entry__platform=platform,
        )
        .order_by("-last_views", "entry_id")
        .values("entry_id")
        .annotate(first_at=F("last_at"))[:PEERS]
    )
    found = _curves(most_viewed, before=PEERS_HISTORY, upto=upto, fresh=range(after + 1, upto + 1))
    return found.get(platform, [])


def _curves(
    touched: QuerySet[Any, Any], *, before: int, upto: int, fresh: Collection[int] | range
) -> dict[str, list[Curve]]:
    chosen, chosen_params = touched.values_list("entry_id", "first_at").query.sql_with_params()
    columns = ("id", "entry_id", "taken_at", "views", "likes")
    live, live_params = Reading.objects.live().order_by().values(*columns).query.sql_with_params()
    if connection.vendor == "postgresql":
        found = f"SELECT read.* FROM ({live}) AS read WHERE {_OF_ENTRY} OFFSET 0"  # noqa: S608 - ours
        readings, beginning = f"CROSS JOIN LATERAL ({found}) AS reading", "'-infinity'"
    else:
        on = _OF_ENTRY.replace("read.", "reading.")
        readings, beginning = f"JOIN ({live}) AS reading ON {on}", "''"
    sql = _SQL.format(touched=chosen, readings=readings, beginning=beginning)
    params = [*chosen_params, before, *live_params, upto, Entry.Status.ACCEPTED.value]
    moment = _moments()
    points: dict[int, list[Point]] = defaultdict(list)
    whose: dict[int, tuple[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for entry_id, creator_id, platform, pk, views, likes, taken_at in cursor.fetchall():
            at = moment(taken_at) if moment else taken_at
            points[entry_id].append(Point(at, views, likes, pk, pk in fresh))
            whose[entry_id] = (platform, creator_id)
    curves: dict[str, list[Curve]] = defaultdict(list)
    for entry_id, read in points.items():
        platform, creator_id = whose[entry_id]
        curves[platform].append(curve_of(entry_id, creator_id, read))
    return curves


def _moments() -> Callable[[Any], datetime] | None:
    """What makes a moment of what SQLite keeps as text; None where the database has moments."""
    field = Reading._meta.get_field("taken_at")
    converters = connection.ops.get_db_converters(field.get_col("metrics_reading"))
    if not converters:
        return None

    def moment(value: Any) -> datetime:
        for convert in converters:
            value = convert(value, None, connection)
        kept: datetime = value
        return kept

    return moment
