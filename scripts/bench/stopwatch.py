"""How long something takes, and what of it the database takes."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def usual_seconds(act: Callable[[], object], *, times: int) -> float:
    """How long it takes as a rule: the median of so many times, the caches warm."""
    return side_by_side({"": act}, times=times)[""]


def side_by_side(acts: Mapping[str, Callable[[], object]], *, times: int) -> dict[str, float]:
    """How long each takes as a rule, in turns: what else the machine does hits all of them."""
    for act in acts.values():
        act()
    rounds = [{name: seconds(act) for name, act in acts.items()} for _time in range(times)]
    return {name: median(one[name] for one in rounds) for name in acts}


@dataclass
class Asked:
    """What was asked of the database, and how long its answers took, the way to it included."""

    seconds: float = 0.0
    statements: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def queries(self) -> int:
        return len(self.statements)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.statements.append((sql, params))


@contextmanager
def asked() -> Iterator[Asked]:
    """Watch what is asked of the database."""
    watch = Asked()
    with connection.execute_wrapper(watch):
        yield watch


@dataclass(frozen=True)
class Cost:
    """What a statement costs the database, as it says itself, in milliseconds and in 8 kB blocks.

    `usual` is the median of many times; `least` the quickest, which tells best how two statements
    compare that were measured at different hours: whatever else the machine does only adds.
    """

    usual: float = 0.0
    least: float = 0.0
    blocks: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.usual + other.usual, self.least + other.least, self.blocks + other.blocks)


def cost_of(sql: str, params: Any, *, times: int) -> Cost:
    """Plan and run a statement so many times."""
    taken: list[float] = []
    blocks = 0
    with connection.cursor() as cursor:
        for _time in range(times):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
            [(plans,)] = cursor.fetchall()
            [told] = json.loads(plans) if isinstance(plans, str) else plans
            taken.append(told["Planning Time"] + told["Execution Time"])
            blocks = told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"]
    return Cost(usual=median(taken), least=min(taken), blocks=blocks)
