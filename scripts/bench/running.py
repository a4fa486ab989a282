"""How a bench of a contest with so many entries runs: in a database of its own, then its goals."""

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


def run_bench(name: str) -> int:
    """Run `scripts.bench.<name>_run` and print its goals; return the status of the program."""
    # Asked to end, it still takes its database and its server with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    began = time.monotonic()
    try:
        entries = chosen("BENCH_ENTRIES", usual=ENTRIES, least=400)
        server = databases.postgres_server()
        if server is None:
            raise Refusal("No PostgreSQL server answers here. Name one: DATABASE_URL=postgres://…")
        with tempfile.TemporaryDirectory(prefix="sahna-bench-") as folder:
            goals = _measure(name, entries, Path(folder), server=server)
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


def _measure(name: str, entries: int, folder: Path, *, server: str) -> list[Goal]:
    with databases.postgres(folder / name, server=server) as environment:
        module = f"scripts.bench.{name}_run"
        done = subprocess.run(
            [sys.executable, "-u", "-m", module, str(entries), str(folder)],
            cwd=ROOT,
            env=dict(environment),
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"The bench failed (status {done.returncode}).")
        return [Goal(*values) for values in json.loads((folder / "goals.json").read_text())]
