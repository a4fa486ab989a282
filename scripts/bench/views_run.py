"""`make bench-views` in the database of the environment; leaves its goals in a folder as JSON.

`python -m scripts.bench.views_run 200000 60 /tmp/folder`.
"""

import json
import os
import sys
from dataclasses import astuple
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from auditlog.context import disable_auditlog

    from scripts.bench.views_stages import Size, run

    entries, passes, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    with disable_auditlog():
        goals = list(run(Size(entries=entries, passes=passes), folder))
    (folder / "goals.json").write_text(json.dumps([astuple(goal) for goal in goals]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
