"""A worker that reads views in a process of its own, to be killed at any moment.

Run as a program: for each line of its input, which says by how many seconds its clock is ahead, it
lets a child work off what is due of YouTube, and writes the child's number and how it ended.
"""

import os
import sys
from datetime import datetime, timedelta


def work_off(ahead: timedelta) -> None:
    from accounts.clock import database_now
    from metrics.asking_views import ask_youtube

    def clock() -> datetime:
        return database_now() + ahead

    while ask_youtube(clock=clock).taken:
        pass


def main() -> None:
    import django

    django.setup()
    from metrics import asking_views  # noqa: F401 - loaded once, before the children

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work_off(timedelta(seconds=float(line)))
            os._exit(0)
        print(child, flush=True)
        _child, status = os.waitpid(child, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
