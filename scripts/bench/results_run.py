"""`make bench-results` in the database of the environment; leaves its goals in a folder as JSON.

`python -m scripts.bench.results_run 20000 /tmp/folder`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from scripts.bench.goals import Goal

JUDGES = 40


def run(entries: int, folder: Path) -> Iterator[Goal]:
    """All stages, from a contest that judges have scored to what its winners get."""
    from django.conf import settings
    from django.utils import timezone

    from scripts.bench.judging_scene import make_jury
    from scripts.bench.results_pictures import set_cards, set_certificates
    from scripts.bench.results_stages import announce, compute, judge_all, verify

    # Otherwise every statement is kept for the developer to read.
    settings.DEBUG = False
    settings.MEDIA_ROOT = folder / "media"
    jury = make_jury("results", entries=entries, judges=JUDGES, now=timezone.now())
    campaign = judge_all(jury)
    yield from compute(campaign)
    file = folder / "evidence.json"
    yield from announce(campaign, by=jury.staff, file=file)
    yield from verify(file, entries=entries)
    yield from set_certificates(campaign)
    yield from set_cards(campaign)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    entries, folder = int(sys.argv[1]), Path(sys.argv[2])
    goals = list(run(entries, folder))
    (folder / "goals.json").write_text(json.dumps([astuple(goal) for goal in goals]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
