"""`make bench-judging` in the database of the environment; leaves its goals in a folder as JSON.

`python -m scripts.bench.judging_run 20000 /tmp/folder`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from scripts.bench.goals import Goal

JUDGES = 40
FEW = 200  # entries of the small contest that the large one is compared with


def run(entries: int) -> Iterator[Goal]:
    """All stages: the small contest first, then the large one."""
    from django.conf import settings
    from django.utils import timezone

    from scripts.bench.judging_desk import look, same_queries
    from scripts.bench.judging_load import judge_at_once
    from scripts.bench.judging_plans import compare_plans, write_plan
    from scripts.bench.judging_scene import make_jury
    from scripts.bench.judging_sums import put_together

    # Otherwise every statement is kept for the developer to read.
    settings.DEBUG = False
    # Pages ask where the static files are, and complain of an absent folder.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    yield from compare_plans(entries=entries, judges=JUDGES)
    few = make_jury("few", entries=FEW, judges=JUDGES, now=now)
    write_plan(few, at=now)
    at_few = look(few)
    jury = make_jury("many", entries=entries, judges=JUDGES, now=now)
    yield from write_plan(jury, at=now)
    yield from same_queries(at_few, look(jury), few=FEW, many=entries)
    yield from judge_at_once(jury)
    yield from put_together(jury)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Asked to end, it takes its web server with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    django.setup()
    from auditlog.context import disable_auditlog

    entries, folder = int(sys.argv[1]), Path(sys.argv[2])
    with disable_auditlog():
        goals = list(run(entries))
    (folder / "goals.json").write_text(json.dumps([astuple(goal) for goal in goals]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
