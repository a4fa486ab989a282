"""Takes an import of readings over in processes that are killed: `… <import> <kills> <batch>`.

One process that has loaded everything forks the others, so that a kill costs no second start.
"""

import os
import random
import signal
import sys
import time

import django


def take_over_once(import_id: int) -> None:
    """What a worker does, in a process of its own."""
    from accounts.clock import database_now
    from metrics.importing.taking_over import take_over

    take_over(import_id=import_id, clock=database_now)
    os._exit(0)


def rows_done(import_id: int) -> int:
    from django.db import connection

    from metrics.models import ReadingImport

    done = ReadingImport.objects.values_list("rows_done", flat=True).get(pk=import_id)
    connection.close()  # a connection is not for two processes
    return int(done)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from metrics.importing import taking_over

    import_id, kills, taking_over.BATCH = map(int, sys.argv[1:])
    chance, patience, done = random.Random(20_000), 0.05, rows_done(import_id)
    for _kill in range(kills):
        child = os.fork()
        if child == 0:
            take_over_once(import_id)
        time.sleep(chance.uniform(0, patience))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        before, done = done, rows_done(import_id)
        # On a slow machine wait longer, on a quick one shorter: some batches between two kills.
        patience *= 2 if done == before else 0.5 if done - before > 3 * taking_over.BATCH else 1
        print(done, os.WTERMSIG(status) if os.WIFSIGNALED(status) else "ended")


if __name__ == "__main__":
    main()
