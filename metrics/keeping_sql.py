"""The statements behind metrics.keeping: the same for both databases but for one join.

The period is read from ViewsProgress itself, so that what is kept holds for what stands there.
"""

from __future__ import annotations

from django.db import connection

_INTO = """
INSERT INTO metrics_entryviews AS kept (
    entry_id, campaign_id, last_at, last_views, last_likes, last_comments, last_shares,
    opening_at, opening_views, closing_at, closing_views
)
"""
_LAST = """
    last_at = excluded.last_at, last_views = excluded.last_views,
    last_likes = excluded.last_likes, last_comments = excluded.last_comments,
    last_shares = excluded.last_shares
"""

# One sort serves all three: a reading is the last until a moment when the next one is later.
# What the new readings do not reach (an opening long past) stays as it is. In the order of the rows
# that are there, because going to them at random takes PostgreSQL several times as long.
BRING_FORWARD = f"""
{_INTO}
WITH period AS (
    SELECT campaign_id, opens_at, closes_at FROM metrics_viewsprogress WHERE campaign_id = %s
), fresh (entry_id, taken_at, views, likes, comments, shares) AS (
    {{rows}}
), ordered AS (
    SELECT fresh.*, LEAD(taken_at) OVER (PARTITION BY entry_id ORDER BY taken_at) AS next_at
    FROM fresh
), judged AS (
    SELECT ordered.*,
        next_at IS NULL AS is_last,
        taken_at <= (SELECT opens_at FROM period)
            AND (next_at IS NULL OR next_at > (SELECT opens_at FROM period)) AS is_opening,
        taken_at <= (SELECT closes_at FROM period)
            AND (next_at IS NULL OR next_at > (SELECT closes_at FROM period)) AS is_closing
    FROM ordered
)
SELECT entry_id, (SELECT campaign_id FROM period),
    MAX(taken_at) FILTER (WHERE is_last), MAX(views) FILTER (WHERE is_last),
    MAX(likes) FILTER (WHERE is_last), MAX(comments) FILTER (WHERE is_last),
    MAX(shares) FILTER (WHERE is_last),
    MAX(taken_at) FILTER (WHERE is_opening), MAX(views) FILTER (WHERE is_opening),
    MAX(taken_at) FILTER (WHERE is_closing), MAX(views) FILTER (WHERE is_closing)
FROM judged
GROUP BY entry_id
ORDER BY entry_id
ON CONFLICT (entry_id) DO UPDATE SET {_LAST},
    opening_at = COALESCE(excluded.opening_at, kept.opening_at),
    opening_views = COALESCE(excluded.opening_views, kept.opening_views),
    closing_at = COALESCE(excluded.closing_at, kept.closing_at),
    closing_views = COALESCE(excluded.closing_views, kept.closing_views)
"""  # noqa: S608 - constant parts

# An entry that never had anything gets no row; one whose readings are gone keeps an empty one.
KEEP_ANEW = f"""
{_INTO}
SELECT entry.id, period.campaign_id,
    last.taken_at, last.views, last.likes, last.comments, last.shares,
    opening.taken_at, opening.views, closing.taken_at, closing.views
FROM metrics_viewsprogress AS period
JOIN entries_entry AS entry ON entry.campaign_id = period.campaign_id
{{last}} {{opening}} {{closing}}
WHERE period.campaign_id = %s {{only}} AND (
    last.id IS NOT NULL
    OR EXISTS (SELECT 1 FROM metrics_entryviews AS earlier WHERE earlier.entry_id = entry.id)
)
ON CONFLICT (entry_id) DO UPDATE SET {_LAST},
    opening_at = excluded.opening_at, opening_views = excluded.opening_views,
    closing_at = excluded.closing_at, closing_views = excluded.closing_views
"""  # noqa: S608 - constant parts


def last_until(name: str, moment: str, *, live: str) -> str:
    """The join that finds each entry's last reading at or before a moment.

    live: a SELECT of the readings that count.
    """
    found = f"""
        FROM ({live}) AS reading
        WHERE reading.entry_id = entry.id AND {moment}
        ORDER BY reading.taken_at DESC, reading.id DESC LIMIT 1
    """
    if connection.vendor == "postgresql":
        return f"LEFT JOIN LATERAL (SELECT reading.* {found}) AS {name} ON TRUE"
    return f"LEFT JOIN metrics_reading AS {name} ON {name}.id = (SELECT reading.id {found})"
