"""Takes an import over in processes that are killed: `… <module> <import> <kills> <batch>`.

The module is the one that takes this kind of import over. One process that has loaded everything
forks the others, so that a kill costs no second start.
"""

import os
import random
import signal
import sys
import time
from importlib import import_module
from typing import Any

import django


def take_over_once(taking_over: Any, import_id: int) -> None:
    """What a worker does, in a process of its own."""
    from accounts.clock import database_now

    taking_over.take_over(import_id=import_id, clock=database_now)
    os._exit(0)


def rows(model: Any, import_id: int) -> tuple[int, int]:
    """Rows that are done, and all rows."""
    from django.db import connection

    done, total = model.objects.values_list("rows_done", "rows_total").get(pk=import_id)
    connection.close()  # a connection is not for two processes
    return done, total


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from entries.models import VideoImport
    from metrics.models import ReadingImport

    taking_over = import_module(sys.argv[1])
    model = ReadingImport if sys.argv[1].startswith("metrics.") else VideoImport
    import_id, kills, taking_over.BATCH = map(int, sys.argv[2:])
    chance, patience = random.Random(20_000), 0.05
    done, total = rows(model, import_id)
    for kills_left in range(kills, 0, -1):
        child = os.fork()
        if child == 0:
            take_over_once(taking_over, import_id)
        before, until = done, time.monotonic() + chance.uniform(0, patience)
        # However quick the machine, something is left for those who come after this one.
        share = (total - before) / (kills_left + 1)
        while time.monotonic() < until and done - before < share:
            time.sleep(min(0.01, max(0.0, until - time.monotonic())))
            done, _total = rows(model, import_id)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        done, _total = rows(model, import_id)
        # On a slow machine wait longer, on a quick one shorter: some batches between two kills.
        patience *= 2 if done == before else 0.5 if done - before > 3 * taking_over.BATCH else 1
        print(done, os.WTERMSIG(status) if os.WIFSIGNALED(status) else "ended")


if __name__ == "__main__":
    main()
