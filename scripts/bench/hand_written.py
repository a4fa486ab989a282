"""The best SQL that one would write by hand over the raw readings, to be measured against.

It is spared what the bench's rows do not have: corrections, typed readings, two readings of an
entry at one moment. Each query stands here in two shapes, because which one a planner likes better
differs: with LATERAL joins and with correlated subqueries. Ranks are counted by windows or, from
sorted rows, in Python. Compiling such a query (JIT) takes longer than it spares: that is off.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from contests.models import Category

Line = tuple[Any, ...]
"""Rank, key (entry or creator), creator, views, videos, earliest post or None, oldest reading."""

_LATERAL = """
    SELECT e.id, e.creator_id, e.posted_at, c.taken_at AS read_at,
           CASE WHEN e.posted_at < %(opens)s THEN c.views - o.views ELSE c.views END AS views
    FROM entries_entry e
    CROSS JOIN LATERAL (
        SELECT r.taken_at, r.views FROM metrics_reading r
        WHERE r.entry_id = e.id AND r.taken_at <= %(closes)s
        ORDER BY r.taken_at DESC LIMIT 1
    ) c
    LEFT JOIN LATERAL (
        SELECT r.views FROM metrics_reading r
        WHERE r.entry_id = e.id AND r.taken_at <= %(opens)s AND e.posted_at < %(opens)s
        ORDER BY r.taken_at DESC LIMIT 1
    ) o ON true
    WHERE e.campaign_id = %(campaign)s AND e.status = 'accepted' AND e.platform = 'tiktok'
      AND (e.posted_at IS NULL OR e.posted_at < %(closes)s)
      AND (e.posted_at IS NULL OR e.posted_at >= %(opens)s
           OR (o.views IS NOT NULL AND c.taken_at > %(opens)s))
"""
_CORRELATED = """
    SELECT id, creator_id, posted_at, read_at, views
    FROM (
        SELECT e.id, e.creator_id, e.posted_at,
            (SELECT max(r.taken_at) FROM metrics_reading r
             WHERE r.entry_id = e.id AND r.taken_at <= %(closes)s) AS read_at,
            (SELECT r.views FROM metrics_reading r
             WHERE r.entry_id = e.id AND r.taken_at <= %(closes)s
             ORDER BY r.taken_at DESC LIMIT 1)
            - CASE WHEN e.posted_at < %(opens)s THEN
                (SELECT r.views FROM metrics_reading r
                 WHERE r.entry_id = e.id AND r.taken_at <= %(opens)s
                 ORDER BY r.taken_at DESC LIMIT 1)
              ELSE 0 END AS views
        FROM entries_entry e
        WHERE e.campaign_id = %(campaign)s AND e.status = 'accepted' AND e.platform = 'tiktok'
          AND (e.posted_at IS NULL OR e.posted_at < %(closes)s)
    ) summed
    WHERE views IS NOT NULL
      AND (posted_at IS NULL OR posted_at >= %(opens)s OR read_at > %(opens)s)
"""
_SHAPES = {"lateral": _LATERAL, "correlated": _CORRELATED}
_VIDEOS = """
    SELECT id AS key, creator_id, views, 1 AS videos, posted_at, read_at
    FROM ({totals}) totals
"""
_CREATORS = """
    SELECT COALESCE(p.first_id, c.id) AS key, COALESCE(p.first_id, c.id) AS creator_id,
           sum(t.views)::bigint AS views, count(*) AS videos,
           CASE WHEN bool_and(t.posted_at IS NOT NULL) THEN min(t.posted_at) END AS posted_at,
           min(t.read_at) AS read_at
    FROM ({totals}) t
    JOIN entries_creator c ON c.id = t.creator_id
    LEFT JOIN (
        SELECT user_id, min(id) AS first_id FROM entries_creator
        WHERE platform = 'tiktok' AND verified_at IS NOT NULL AND user_id IS NOT NULL
        GROUP BY user_id
    ) p ON p.user_id = c.user_id AND c.verified_at IS NOT NULL
    GROUP BY COALESCE(p.first_id, c.id)
"""
_RANKED = """
    SELECT rank() OVER (ORDER BY views DESC, CASE WHEN known THEN posted_at END) AS rank,
           key, creator_id, views, videos, posted_at, read_at
    FROM (
        SELECT *, bool_and(posted_at IS NOT NULL) OVER (PARTITION BY views) AS known
        FROM ({lines}) lines
    ) parted
    ORDER BY rank, key
"""
_SORTED = "{lines} ORDER BY views DESC, key"
_PAGE = """
    SELECT page.*, c.handle, c.display_name, e.caption, e.url, e.cover
    FROM ({lines} ORDER BY views DESC, posted_at, key LIMIT %(limit)s OFFSET %(offset)s) page
    JOIN entries_creator c ON c.id = page.creator_id
    LEFT JOIN entries_entry e ON e.id = page.key AND %(of_videos)s
    ORDER BY views DESC, posted_at, key
"""


def ways(category: Category) -> dict[str, Callable[[], list[Line]]]:
    """The ways to a category's full standings, each of which gives the same lines."""
    lines = _CREATORS if category.ranks_creators else _VIDEOS
    made: dict[str, Callable[[], list[Line]]] = {}
    for name, totals in _SHAPES.items():
        query = lines.format(totals=totals)
        made[f"{name}, ranked by windows"] = partial(
            _rows, _RANKED.format(lines=query), _period(category)
        )
        made[f"{name}, ranked in Python"] = partial(
            _ranked, _SORTED.format(lines=query), _period(category)
        )
    return made


def pages(category: Category, *, number: int, size: int) -> dict[str, Callable[[], list[Line]]]:
    """The ways to one page of a board with what it shows of each line, spared the ranks."""
    lines = _CREATORS if category.ranks_creators else _VIDEOS
    params = {
        **_period(category),
        "limit": size,
        "offset": (number - 1) * size,
        "of_videos": not category.ranks_creators,
    }
    return {
        name: partial(_rows, _PAGE.format(lines=lines.format(totals=totals)), params)
        for name, totals in _SHAPES.items()
    }


def _period(category: Category) -> dict[str, Any]:
    campaign = category.campaign
    return {"campaign": campaign.pk, "opens": campaign.opens_at, "closes": campaign.closes_at}


def _rows(query: str, params: dict[str, Any]) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
        cursor.execute(query, params)
        rows: list[Line] = cursor.fetchall()
        cursor.execute("RESET jit")
        return rows


def _ranked(query: str, params: dict[str, Any]) -> list[Line]:
    """Rows that are sorted by views, with their ranks."""
    lines: list[Line] = []
    for _views, group in groupby(_rows(query, params), key=itemgetter(2)):
        tied = list(group)
        if len(tied) == 1:
            lines.append((len(lines) + 1, *tied[0]))
            continue
        posts = [row[4] for row in tied]
        if None in posts:
            first = len(lines) + 1
            lines += [(first, *row) for row in tied]
            continue
        tied.sort(key=itemgetter(4))
        rank, last = 0, None
        for row in tied:
            if row[4] != last:
                rank, last = len(lines) + 1, row[4]
            lines.append((rank, *row))
    return lines
