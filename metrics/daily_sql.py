"""The statement behind metrics.daily: what each day added, the same for both databases.

An entry's last reading of a day counts for it. What a day added is that reading less the one that
counted before, so that every reading is looked at once, however many days there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from contests.models import Campaign
from entries.models import Entry
from metrics.keeping_sql import last_until
from metrics.models import Reading

_COLUMNS = ("id", "entry_id", "taken_at", "views")

# The last reading of each entry before the first day that is counted.
_EARLIER = """
UNION ALL
SELECT earlier.id, entry.id, earlier.taken_at, earlier.views
FROM entries_entry AS entry {last}
WHERE entry.campaign_id = %s AND entry.status = %s AND earlier.id IS NOT NULL
"""

_STEPS = """
WITH reading (id, entry_id, taken_at, views) AS ({live} {earlier}),
local AS (SELECT id, entry_id, taken_at, views, {day} AS day FROM reading),
placed AS (
    SELECT local.*, LEAD(day) OVER (PARTITION BY entry_id ORDER BY taken_at, id) AS next_day
    FROM local
),
step AS (
    SELECT entry_id, day,
        views - COALESCE(LAG(views) OVER before, 0) AS gained,
        CASE WHEN LAG(views) OVER before IS NULL THEN 1 ELSE 0 END AS fresh
    FROM placed
    WHERE next_day IS NULL OR next_day <> day
    WINDOW before AS (PARTITION BY entry_id ORDER BY taken_at, id)
)
SELECT entry.platform, entry.institution_id AS partner_id, NULL AS category_id,
    step.day, SUM(step.gained), SUM(step.fresh)
FROM step JOIN entries_entry AS entry ON entry.id = step.entry_id
GROUP BY entry.platform, entry.institution_id, step.day
UNION ALL
SELECT entry.platform, NULL, category.id, step.day, SUM(step.gained), SUM(step.fresh)
FROM step
JOIN entries_entry AS entry ON entry.id = step.entry_id
JOIN entries_entry_chosen_categories AS chosen ON chosen.entry_id = entry.id
JOIN contests_category AS category ON category.id = chosen.category_id
WHERE category.is_chosen AND category.platform IN ('', entry.platform)
GROUP BY entry.platform, category.id, step.day
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What one day added to a part of a campaign on one platform."""

    platform: str
    partner_id: int | None
    category_id: int | None
    day: date
    gained: int
    fresh: int


def steps(campaign: Campaign, *, since: datetime | None) -> Iterator[Step]:
    """What the days added, in no order: of accepted entries, by readings that count.

    since: the beginning of a day. The days before it appear only by the last reading of each
    entry before it. None: all readings.
    """
    live = Reading.objects.live().order_by()
    of_campaign = live.filter(entry__campaign=campaign, entry__status=Entry.Status.ACCEPTED)
    earlier: str = ""
    earlier_params: list[Any] = []
    if since is not None:
        before, before_params = (
            live.filter(taken_at__lt=since).values(*_COLUMNS).query.sql_with_params()
        )
        of_campaign = of_campaign.filter(taken_at__gte=since)
        earlier = _EARLIER.format(last=last_until("earlier", "TRUE", live=before))
        earlier_params = [*before_params, campaign.pk, Entry.Status.ACCEPTED.value]
    sql, params = of_campaign.values(*_COLUMNS).query.sql_with_params()
    day, day_params = connection.ops.datetime_cast_date_sql("taken_at", (), campaign.time_zone)
    statement = _STEPS.format(live=sql, earlier=earlier, day=day)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *earlier_params, *day_params])
        for platform, partner_id, category_id, on, gained, fresh in cursor.fetchall():
            # SQLite answers with the text of the day.
            day_on = date.fromisoformat(on) if isinstance(on, str) else on
            yield Step(platform, partner_id, category_id, day_on, int(gained), int(fresh))
