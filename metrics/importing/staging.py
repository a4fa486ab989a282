"""Candidates in a temporary table, where their videos are found and their order is judged.

The same statements judge for a preview and for taking over, and on both databases. A reading fits
when it is later than all of its video that count and stand before it: kept ones, and rows further
up in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.db import connection

from contests.models import Campaign
from metrics.importing.rows import Candidate

# In the order of the indexes, which spares them a tenth of the work: an entry's own stay in order.
ACCEPTED = """
    SELECT entry_id, taken_at, views, likes, comments, shares
    FROM readings_judged WHERE code = '' ORDER BY entry_id, line
"""

_FIGURES = "views bigint, likes bigint, comments bigint, shares bigint"
_TABLES = {
    "readings_staged": f"""
        line integer, platform varchar(20), video_id varchar(40), taken_at timestamptz, {_FIGURES}
    """,
    "readings_judged": f"""
        line integer, entry_id bigint, taken_at timestamptz, {_FIGURES},
        before_views bigint, code varchar(20)
    """,
    # The newest of each video further up in a file of which nothing is written.
    "readings_foreseen": """
        entry_id bigint PRIMARY KEY, last_at timestamptz, last_views bigint
    """,
}

# A refused row is never later than what it was compared with, so that all rows further up may be
# looked at, whether they are accepted or not.
#
# Videos and what is kept of them are looked up by their indexes, row by row: a join would go
# through all entries of the campaign for each batch.
_JUDGE = """
INSERT INTO readings_judged
WITH found AS MATERIALIZED (
    SELECT staged.*, (
        SELECT entry.id FROM entries_entry AS entry
        WHERE entry.campaign_id = %s
            AND entry.platform = staged.platform AND entry.video_id = staged.video_id
    ) AS entry_id
    FROM readings_staged AS staged
), known AS MATERIALIZED (
    SELECT found.*,
        (SELECT last_at FROM metrics_entryviews WHERE entry_id = found.entry_id) AS kept_at,
        (SELECT last_views FROM metrics_entryviews WHERE entry_id = found.entry_id) AS kept_views
    FROM found
)
SELECT line, entry_id, taken_at, views, likes, comments, shares, last_views,
    CASE
        WHEN entry_id IS NULL THEN 'unknown_video'
        WHEN taken_at < last_at OR taken_at < above THEN 'older'
        WHEN taken_at = last_at OR taken_at = above THEN 'same_moment'
        ELSE ''
    END
FROM (
    SELECT known.*,
        COALESCE(foreseen.last_at, kept_at) AS last_at,
        COALESCE(foreseen.last_views, kept_views) AS last_views,
        MAX(taken_at) OVER (
            PARTITION BY known.entry_id ORDER BY line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS above
    FROM known
    LEFT JOIN readings_foreseen AS foreseen ON foreseen.entry_id = known.entry_id
) AS compared
"""
_SUM_UP = """
SELECT COUNT(*), MIN(taken_at), MAX(taken_at),
    COALESCE(SUM(CASE WHEN views < before_this THEN 1 ELSE 0 END), 0)
FROM (
    SELECT taken_at, views,
        COALESCE(LAG(views) OVER (PARTITION BY entry_id ORDER BY line), before_views) AS before_this
    FROM readings_judged WHERE code = ''
) AS accepted
"""
_FORESEE = """
INSERT INTO readings_foreseen (entry_id, last_at, last_views)
SELECT entry_id, taken_at, views
FROM (
    SELECT entry_id, taken_at, views,
        LEAD(line) OVER (PARTITION BY entry_id ORDER BY line) AS next_line
    FROM readings_judged WHERE code = ''
) AS accepted
WHERE next_line IS NULL
ON CONFLICT (entry_id) DO UPDATE
SET last_at = excluded.last_at, last_views = excluded.last_views
"""


@contextmanager
def staging() -> Iterator[None]:
    """The temporary tables, empty at first; they are this connection's alone.

    What an exception leaves behind goes when they are made anew, or with the connection.
    """
    _drop()
    for name, columns in _TABLES.items():
        _execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    yield
    _drop()


def judge(campaign: Campaign, candidates: Sequence[Candidate]) -> None:
    """Find what is new among the candidates, and what is refused and why; in a transaction."""
    verb = "DELETE FROM"
    if connection.vendor == "postgresql":
        verb = "TRUNCATE"
        # Compiling a statement for each batch takes longer than it saves.
        _execute("SET LOCAL jit = off")
    for name in ("readings_staged", "readings_judged"):
        _execute(f"{verb} {name}")
    _stage(candidates)
    _execute(_JUDGE, campaign.pk)


def refused() -> list[tuple[int, str]]:
    """The lines that were refused and the codes."""
    return _rows("SELECT line, code FROM readings_judged WHERE code <> '' ORDER BY line")


def accepted() -> tuple[int, datetime | None, datetime | None, int]:
    """How many are accepted, the first and the last moment, and how many counts fall."""
    [(count, first, last, falling)] = _rows(_SUM_UP)
    return count, _moment(first), _moment(last), falling


def foresee() -> None:
    """Let the accepted ones stand before those that are judged next, although none is written."""
    _execute(_FORESEE)


def count_foreseen() -> int:
    """How many videos have got a reading that was foreseen."""
    [(count,)] = _rows("SELECT COUNT(*) FROM readings_foreseen")
    return int(count)


def _stage(candidates: Sequence[Candidate]) -> None:
    columns = ", ".join(Candidate._fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            # Nothing in a candidate needs to be masked: numbers, names of platforms, ids, moments.
            form = "\t".join(["%s"] * len(Candidate._fields)) + "\n"
            text = StringIO("".join([form % candidate for candidate in candidates]))
            cursor.copy_expert(
                f"COPY readings_staged ({columns}) FROM STDIN WITH (NULL 'None')", text
            )
        else:
            cursor.executemany(
                f"INSERT INTO readings_staged ({columns}) "  # noqa: S608 - constant parts
                f"VALUES ({', '.join(['%s'] * len(Candidate._fields))})",
                candidates,
            )


def _drop() -> None:
    for name in _TABLES:
        _execute(f"DROP TABLE IF EXISTS {name}")


def _execute(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _moment(value: datetime | str | None) -> datetime | None:
    """What SQLite keeps as text, without the zone, which is UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value
