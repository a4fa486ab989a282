"""How long something takes, and what of it the database takes."""

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


def database_milliseconds(sql: str, params: Any, *, times: int) -> float:
    """What the database itself says that it takes to plan and run a statement: the median."""
    taken: list[float] = []
    with connection.cursor() as cursor:
        for _time in range(times):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
            [(plans,)] = cursor.fetchall()
            [plan] = json.loads(plans) if isinstance(plans, str) else plans
            taken.append(plan["Planning Time"] + plan["Execution Time"])
    return median(taken)
