"""`make bench-views`: readings in and standings out, side by side with the best and the plainest.

Builds 200,000 entries with 60 readings each in a PostgreSQL database of its own and measures, in
one run: readings by the import of files beside plain COPY and beside row-by-row saves; the first
and the hundredth page of both leaderboards at a tenth of the readings and at all of them, and both
standings in full, beside hand-written SQL over the raw readings and the plainest ORM. Ends with a
line for each goal. BENCH_ENTRIES and BENCH_MOMENTS make it smaller: its goals are of the full size.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench import databases
from scripts.bench.goals import Goal
from scripts.refusal import Refusal
from scripts.run import ROOT

ENTRIES = 200_000
PASSES = 60
BYTES_PER_READING = 450
"""In the table, its indexes, the log of changes and the files: as measured, and some more."""


def chosen(name: str, *, usual: int, least: int) -> int:
    """A number from the environment, or refuse what is none."""
    text = os.environ.get(name) or str(usual)
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise Refusal(f"{name}={text} does not do: a number of at least {least} is needed.")
    return int(text)


def refuse_full_disk(folder: Path, *, readings: int) -> None:
    """Refuse to begin what would fill the disk; a server elsewhere has to be trusted."""
    needed, free = readings * BYTES_PER_READING, shutil.disk_usage(folder).free
    if free < needed:
        raise Refusal(
            f"{readings:,} readings need about {needed / 1e9:.1f} GB; {folder} has "
            f"{free / 1e9:.1f} GB free. Fewer entries need less: "
            "BENCH_ENTRIES=20000 make bench-views"
        )


def measure(entries: int, passes: int, folder: Path, *, server: str) -> list[Goal]:
    """Run everything in a database of its own, and return what came of the goals."""
    said = (entries, passes, folder)
    with databases.postgres(folder / "views", server=server) as environment:
        done = subprocess.run(
            [sys.executable, "-u", "-m", "scripts.bench.views_run", *map(str, said)],
            cwd=ROOT,
            env=dict(environment),
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"The bench failed (status {done.returncode}).")
        return [Goal(*values) for values in json.loads((folder / "goals.json").read_text())]


def main() -> int:
    # Asked to end, it still takes its database with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    began = time.monotonic()
    try:
        entries = chosen("BENCH_ENTRIES", usual=ENTRIES, least=60)
        passes = chosen("BENCH_MOMENTS", usual=PASSES, least=12)
        server = databases.postgres_server()
        if server is None:
            raise Refusal("No PostgreSQL server answers here. Name one: DATABASE_URL=postgres://…")
        with tempfile.TemporaryDirectory(prefix="sahna-bench-") as name:
            refuse_full_disk(Path(name), readings=entries * passes)
            goals = measure(entries, passes, Path(name), server=server)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"\n{time.monotonic() - began:,.0f} s in all\n", flush=True)
    if (entries, passes) != (ENTRIES, PASSES):
        print(
            f"A trial of {entries:,} entries × {passes}: the goals are of {ENTRIES:,} × {PASSES}."
        )
    print(*goals, sep="\n")
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
