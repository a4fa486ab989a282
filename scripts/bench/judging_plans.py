"""Who reviews what: ours beside dealing judges out at random and in turns."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import combinations
from statistics import median

from auditlog.context import auditlog_disabled
from django.db import transaction

from judging.assigning import assign_judges
from judging.assignment import assign
from judging.models import Assignment
from scripts.bench.goals import Goal
from scripts.bench.judging_scene import REVIEWS, Jury, tidy
from scripts.bench.stopwatch import seconds

MOST_SECONDS = 10
MOST_SECONDS_WRITTEN = 30

Panels = dict[int, list[int]]


def compare_plans(*, entries: int, judges: int) -> Iterator[Goal]:
    """The pure plan for so many entries, by three ways."""
    print(f"Assignment of {entries:,} entries × {REVIEWS} reviews to {judges} judges, in memory")
    ours, took = _made(_ours, entries, judges)
    for name, deal in (("at random", _at_random), ("in turns, shuffled", _in_turns)):
        _made(deal, entries, judges, name=name)
    loads = Counter(judge for panel in ours.values() for judge in panel)
    short = sum(len(set(panel)) != REVIEWS for panel in ours.values())
    pairs = Counter(pair for panel in ours.values() for pair in combinations(sorted(panel), 2))
    yield Goal("assignment-seconds", took, MOST_SECONDS, at_least=False)
    yield Goal("assignment-short-entries", short, 0, at_least=False)
    yield Goal("assignment-load-difference", _range(loads, judges), 1, at_least=False)
    yield Goal("assignment-pairs-that-share", len(pairs), judges * (judges - 1) // 2)


def write_plan(jury: Jury, *, at: datetime) -> Iterator[Goal]:
    """Assign by the verb of the admin page, rows written; pressed twice, it adds nothing.

    Before that once with the audit log on, as it is on the page, and taken back.
    """
    plan = None

    def press() -> None:
        nonlocal plan
        plan = assign_judges(round_id=jury.round.pk, by=jury.staff, at=at)

    with transaction.atomic(), logged():
        with_log = seconds(press)
        transaction.set_rollback(True)
    first, second = seconds(press), seconds(press)
    tidy("judging_assignment")
    written = Assignment.objects.filter(round=jury.round).count()
    print(
        f"assign_judges: {written:,} rows in {first:.1f} s, with the audit log {with_log:.1f} s; "
        f"again: {second:.1f} s, nothing new"
    )
    if written != jury.entries * REVIEWS or plan is None or plan.pairs:
        raise SystemExit("The verb did not assign what the plan says.")
    return iter([Goal("assignment-written-seconds", first, MOST_SECONDS_WRITTEN, at_least=False)])


@contextmanager
def logged() -> Iterator[None]:
    """Log what is written, though the bench as a whole does not."""
    former = auditlog_disabled.set(False)
    try:
        yield
    finally:
        auditlog_disabled.reset(former)


def _made(
    deal: Callable[[int, int], Panels], entries: int, judges: int, *, name: str = "ours"
) -> tuple[Panels, float]:
    """Plan, and say what came of it."""
    panels: Panels = {}
    took = seconds(lambda: panels.update(deal(entries, judges)))
    loads = Counter(judge for panel in panels.values() for judge in panel)
    shared = Counter(pair for panel in panels.values() for pair in combinations(sorted(panel), 2))
    every = [shared[pair] for pair in combinations(range(judges), 2)]
    print(
        f"  {name:<20}{took:>8.2f} s   loads differ by {_range(loads, judges):>3}   entries that a "
        f"pair of judges shares: least {min(every)}, median {median(every):.0f}, most {max(every)}"
    )
    return panels, took


def _range(loads: Counter[int], judges: int) -> int:
    every = [loads[judge] for judge in range(judges)]
    return max(every) - min(every)


def _ours(entries: int, judges: int) -> Panels:
    plan = assign(
        entry_ids=range(entries), judge_ids=range(judges), reviews_per_entry=REVIEWS, seed="bench"
    )
    panels: Panels = {entry: [] for entry in range(entries)}
    for judge, entry in plan.pairs:
        panels[entry].append(judge)
    return panels


def _at_random(entries: int, judges: int) -> Panels:
    chance = random.Random("bench")  # noqa: S311 to be had again, no secret
    return {entry: chance.sample(range(judges), REVIEWS) for entry in range(entries)}


def _in_turns(entries: int, judges: int) -> Panels:
    order = list(range(entries))
    random.Random("bench").shuffle(order)  # noqa: S311 to be had again, no secret
    return {
        entry: [(turn * REVIEWS + seat) % judges for seat in range(REVIEWS)]
        for turn, entry in enumerate(order)
    }
