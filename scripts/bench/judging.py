"""`make bench-judging`: a jury of 40 and 20,000 entries, from the assignment to the figures.

Works in a PostgreSQL database of its own and measures, in one run: the assignment of three reviews
to each entry, beside dealing judges out at random and in turns; the pages of the judge's desk at
200 entries and at all of them; 40 judges who open, save and finish reviews at once through the
running server, every save counted afterwards; and 240,000 scores put together by each method,
beside the plain mean in hand-written SQL. Ends with a line for each goal. BENCH_ENTRIES makes it
smaller: its goals are of the full size.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench import databases
from scripts.bench.goals import Goal
from scripts.bench.views import chosen
from scripts.refusal import Refusal
from scripts.run import ROOT

ENTRIES = 20_000


def measure(entries: int, folder: Path, *, server: str) -> list[Goal]:
    """Run everything in a database of its own, and return what came of the goals."""
    with databases.postgres(folder / "judging", server=server) as environment:
        done = subprocess.run(
            [sys.executable, "-u", "-m", "scripts.bench.judging_run", str(entries), str(folder)],
            cwd=ROOT,
            env=dict(environment),
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"The bench failed (status {done.returncode}).")
        return [Goal(*values) for values in json.loads((folder / "goals.json").read_text())]


def main() -> int:
    # Asked to end, it still takes its database and its server with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    began = time.monotonic()
    try:
        entries = chosen("BENCH_ENTRIES", usual=ENTRIES, least=400)
        server = databases.postgres_server()
        if server is None:
            raise Refusal("No PostgreSQL server answers here. Name one: DATABASE_URL=postgres://…")
        with tempfile.TemporaryDirectory(prefix="sahna-bench-") as name:
            goals = measure(entries, Path(name), server=server)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"\n{time.monotonic() - began:,.0f} s in all\n", flush=True)
    if entries != ENTRIES:
        print(f"A trial of {entries:,} entries: the goals are of {ENTRIES:,}.")
    print(*goals, sep="\n")
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
