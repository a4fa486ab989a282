"""Full standings: ours, by hand-written SQL over the raw readings, by the plain ORM."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from contests.models import Category
from metrics.leaderboards import board_of
from results.standings import standings_of
from scripts.bench import hand_written, plain_orm
from scripts.bench.goals import Goal
from scripts.bench.history import Scene
from scripts.bench.stopwatch import seconds, side_by_side

OURS = "ours"
TIMES = 3
MOST = 2
"""How much longer than the best SQL it may take."""


def standings(scene: Scene) -> Iterator[Goal]:
    """All lines of both categories in Python, each way, and whether they are the same."""
    for category in (scene.videos, scene.creators):
        sql = side_by_side(
            {OURS: partial(board_of, category), **hand_written.ways(category)}, times=TIMES
        )
        ours = sql.pop(OURS)
        best = min(sql, key=lambda name: sql[name])
        rows = plain_orm.creators if category.ranks_creators else plain_orm.videos
        orm = seconds(lambda rows=rows, of=category: list(rows(of)))  # type: ignore[misc]
        announced = seconds(partial(standings_of, category))
        same = _same(category)
        print(f"\n{category.slug}: {len(board_of(category)):,} lines in full")
        print(f"  ours {ours * 1000:,.0f} ms")
        for name, taken in sorted(sql.items(), key=lambda item: item[1]):
            print(f"  hand-written SQL, {name}: {taken * 1000:,.0f} ms")
        print(f"  plain ORM {orm * 1000:,.0f} ms")
        print(
            f"  for an announcement, with everything that decided (standings_of): {announced:.1f} s"
        )
        print(f"  the same lines as hand-written SQL: {'yes' if same else 'NO'}")
        name = f"standings-{category.slug.replace('_', '-')}"
        yield Goal(f"{name}-over-best-sql", ours / sql[best], MOST, at_least=False)
        yield Goal(f"{name}-same-lines", int(same), 1)


def _same(category: Category) -> bool:
    """Line by line, in each way; those who share a rank are in the order of their keys."""
    ours = [
        (
            place.rank,
            place.creator_id if place.entry_id is None else place.entry_id,
            place.creator_id,
            place.views,
            place.videos,
            place.posted_at,
            place.read_at,
        )
        for place in board_of(category)
    ]
    return all(way() == ours for way in hand_written.ways(category).values())
