"""`make bench-public` in the database of the environment; leaves its goals in a folder as JSON.

`python -m scripts.bench.public_run 20000 /tmp/folder`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from scripts.bench.goals import Goal


def run(entries: int, folder: Path) -> list[Goal]:
    from django.conf import settings
    from django.utils import timezone

    from scripts.bench.public_pages import measure
    from scripts.bench.public_scene import make_site
    from scripts.run import collect_static_files

    collect_static_files(Path(settings.VAR_DIR), environment={**os.environ, "DEBUG": "0"})
    site = make_site(entries=entries, now=timezone.now(), folder=folder)
    print(f"{site.accepted:,} accepted entries", flush=True)
    return measure(site, folder=folder)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Asked to end, it takes its web servers with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    django.setup()
    from auditlog.context import disable_auditlog

    entries, folder = int(sys.argv[1]), Path(sys.argv[2])
    with disable_auditlog():
        goals = run(entries, folder)
    (folder / "goals.json").write_text(json.dumps([astuple(goal) for goal in goals]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
