"""`make bench-intake`: how fast and how surely videos come in.

Links parsed a second; an import of 20,000 rows on SQLite and on PostgreSQL beside the same rows
saved one by one in the same run; a worker killed twenty times in the middle of it; five hundred
people who enter one video at once through the running server. Ends with a line for each goal.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from scripts.bench import databases
from scripts.bench.goals import Goal
from scripts.bench.submissions import rush
from scripts.run import ROOT

ROWS = 20_000
ONE_BY_ONE = 400
KILLS = 20
PEOPLE = 500

Database = Callable[[Path], AbstractContextManager[Mapping[str, str]]]


def links() -> Iterator[Goal]:
    """Parse what people paste, and junk."""
    from entries.links import LinkRefused, parse_video_link

    texts = [
        "https://www.tiktok.com/@aysel.math/video/7340215487445339434?is_from_webapp=1",
        "see https://youtube.com/shorts/BGQWPY4IigY?feature=share !",
        "https://www.instagram.com/reel/C4abcDEFghi/?igsh=x",
        "https://tiktok.com.evil.com/@a/video/7340215487445339434",
    ]

    def parse(text: str) -> None:
        try:
            parse_video_link(text)
        except LinkRefused:
            return

    count = 50_000
    began = time.perf_counter()
    for number in range(count):
        parse(texts[number % len(texts)])
    speed = count / (time.perf_counter() - began)
    print(f"links: {speed:,.0f} a second")
    worst = 0.0
    for junk in ("a", "https://", "/@", "\u200b", " x", "“", "?v=1&", "tiktok.com/@a/video/7"):
        text = (junk * 100_000)[:100_000]
        began = time.perf_counter()
        parse(text)
        worst = max(worst, (time.perf_counter() - began) * 1000)
    print(f"links: 100 kB of junk at worst {worst:.2f} ms")
    yield Goal("links-per-second", speed, 20_000)
    yield Goal("junk-100kB-ms", worst, 10, at_least=False)


def imports(name: str, database: Database, folder: Path) -> Iterator[Goal]:
    """Import the rows in one go, and a sample of them one by one."""
    with database(folder / f"import_{name}") as environment:
        _step(environment, "upload", ROWS)
        preview = _step(environment, "preview")
        _step(environment, "start")
        taken = _step(environment, "take_over")
        single = _step(environment, "one_by_one", ONE_BY_ONE)
    speed = taken["rows"] / taken["seconds"]
    baseline = single["rows"] / single["seconds"]
    print(
        f"import on {name}: {taken['rows']:,} rows, {taken['entries']:,} new entries with checks, "
        f"{speed:,.0f} rows/s (preview {preview['rows'] / preview['seconds']:,.0f} rows/s); "
        f"one by one through the ORM {baseline:,.0f} rows/s; ratio {speed / baseline:.1f}"
    )
    if name == "postgres":
        yield Goal("import-postgres-rows-per-second", speed, 2_000)
    yield Goal(f"import-{name}-over-row-by-row", speed / baseline, 10)


def killed(name: str, database: Database, folder: Path) -> Iterator[Goal]:
    """Import the rows with a worker that is killed again and again, and compare what is there."""
    outcomes, done = [], 0
    for kills in (0, KILLS):
        with database(folder / f"killed_{name}_{kills}") as environment:
            _step(environment, "upload", ROWS)
            _step(environment, "preview")
            _step(environment, "start")
            began = time.perf_counter()
            done = _take_over_with_kills(environment, kills)
            outcomes.append(_step(environment, "outcome"))
            seconds = time.perf_counter() - began
            print(f"import on {name}, worker killed {done} times: {seconds:.0f} s")
    undisturbed, disturbed = outcomes
    same = undisturbed == disturbed and disturbed["finished"]
    print(f"import on {name}: the same entries, checks and decisions: {'yes' if same else 'NO'}")
    yield Goal(f"killed-{name}-times", done, KILLS)
    yield Goal(f"killed-{name}-same-outcome", int(same), 1)


def _take_over_with_kills(environment: Mapping[str, str], kills: int) -> int:
    """Start taking over, kill it in the middle of its work, `kills` times, then let it end."""
    chance = random.Random(20)  # noqa: S311 - moments to kill at, not secrets
    share = ROWS // (kills + 2)
    done = 0
    for number in range(1, kills + 1):
        worker = _start(environment, "take_over")
        # In the middle: once some of this kill's share of rows is in, and a random moment later.
        _wait_for_rows(environment, worker, number * share)
        time.sleep(chance.uniform(0, 0.15))
        if worker.poll() is None:
            worker.kill()
            done += 1
        worker.wait()
    _step(environment, "take_over")
    return done


def _wait_for_rows(
    environment: Mapping[str, str], worker: "subprocess.Popen[str]", rows: int
) -> None:
    watcher = _start(environment, "wait_for_rows", rows)
    while worker.poll() is None and watcher.poll() is None:
        time.sleep(0.02)
    watcher.kill()
    watcher.wait()


def submissions(name: str, database: Database, folder: Path) -> Iterator[Goal]:
    """Five hundred people enter one video at the same moment."""
    with database(folder / f"rush_{name}") as environment:
        result = rush(people=PEOPLE, environment=environment)
    kindly = result.answers["refused kindly"]
    print(
        f"{PEOPLE} people enter one video at once on {name}: entries {result.entries}, "
        f"answers {dict(result.answers)}, {result.seconds:.1f} s"
    )
    yield Goal(f"rush-{name}-entries-over", result.entries - 1, 0, at_least=False)
    yield Goal(f"rush-{name}-refused-kindly", kindly, PEOPLE - 1)


def _start(environment: Mapping[str, str], *words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.bench.import_steps", *map(str, words)],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
    )


def _step(environment: Mapping[str, str], *words: object) -> dict[str, Any]:
    process = _start(environment, *words)
    output, _nothing = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words))} failed (status {process.returncode})")
    answer: dict[str, Any] = json.loads(output)
    return answer


def main() -> int:
    # Asked to end, it still takes its databases and programs with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    # The same rows in every database of this run.
    os.environ["BENCH_NOW"] = datetime.now(UTC).replace(microsecond=0).isoformat()
    goals = list(links())
    with tempfile.TemporaryDirectory(prefix="sahna-bench-") as name:
        folder = Path(name)
        on: dict[str, Database] = {"sqlite": databases.sqlite}
        server = databases.postgres_server()
        if server:
            on["postgres"] = partial(databases.postgres, server=server)
        else:
            print("PostgreSQL: no server answers here. Name one: DATABASE_URL=postgres://…")
        for database_name, database in on.items():
            for part in (imports, killed, submissions):
                goals += part(database_name, database, folder)
    print()
    print(*goals, sep="\n")
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
