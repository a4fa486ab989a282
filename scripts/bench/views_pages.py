"""Pages of the leaderboards: ours, by hand-written SQL over the raw readings, by the plain ORM."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from contests.models import Category
from metrics.boards import build_board
from scripts.bench import hand_written, plain_orm
from scripts.bench.goals import Goal
from scripts.bench.history import Scene
from scripts.bench.pages import Page, page
from scripts.bench.stopwatch import seconds, side_by_side
from website.pages.leaderboard import PER_PAGE

LAST = 100
TIMES = 3
MOST_MS = 5
MOST_GROWTH = 1.5

Pages = dict[tuple[str, int], Page]
"""By the category's address name and the number of the page."""


def look(scene: Scene, *, readings: int) -> Pages:
    """Build the boards and measure their first and hundredth pages in each way."""
    print(f"\nleaderboards over {readings:,} readings")
    measured: Pages = {}
    # A small trial has fewer pages.
    far = min(LAST, max(2, scene.entries // 200))
    for category in (scene.videos, scene.creators):
        built = seconds(partial(build_board, category_id=category.pk, at=timezone.now()))
        print(f"{category.slug}: board built in {built:.2f} s")
        for number in (1, far):
            ours = page(category, number)
            measured[category.slug, number] = ours
            sql = side_by_side(
                hand_written.pages(category, number=number, size=PER_PAGE), times=TIMES
            )
            best = min(sql, key=lambda name: sql[name])
            orm = seconds(partial(_orm_page, category, number)) * 1000
            print(
                f"  page {number}: ours {ours.cost.usual:.2f} ms in the database for all "
                f"{ours.queries} queries of the page ({ours.answered:.1f} ms until they are "
                f"answered); its lines alone by hand-written SQL {sql[best] * 1000:,.0f} ms "
                f"({best}), by the plain ORM {orm:,.0f} ms"
            )
    return measured


def growth(few: Pages, many: Pages) -> Iterator[Goal]:
    """What became of the pages when the history grew."""
    print()
    for (slug, number), ours in many.items():
        name = f"page-{number}-{slug.replace('_', '-')}"
        before = few[slug, number].cost
        grown = ours.cost.least / before.least
        print(
            f"{slug}, page {number}: at best {before.least:.2f} ms before, {ours.cost.least:.2f} "
            f"ms with the longer history, {grown:.2f} times as long; "
            f"{before.blocks} blocks read, then {ours.cost.blocks}"
        )
        yield Goal(f"{name}-ms", ours.cost.usual, MOST_MS, at_least=False)
        yield Goal(f"{name}-growth", grown, MOST_GROWTH, at_least=False)
    counts = {page.queries for page in (*few.values(), *many.values())}
    yield Goal("page-queries-difference", max(counts) - min(counts), 0, at_least=False)


def _orm_page(category: Category, number: int) -> None:
    rows = plain_orm.creators if category.ranks_creators else plain_orm.videos
    list(rows(category)[(number - 1) * PER_PAGE : number * PER_PAGE])
