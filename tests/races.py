"""Several at once: real threads, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Lock
from typing import Any, TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(count: int, act: Callable[[], Result]) -> list[Result | Exception]:
    """Do the same thing in `count` threads that start together; what each returned or raised."""
    start = Barrier(count)

    def run() -> Result | Exception:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return [done.result() for done in [threads.submit(run) for _ in range(count)]]


class Meeting:
    """A place in the code where threads wait for each other, so that a race is no accident.

    Those that are kept from coming by a lock are waited for `patience` seconds, once.
    """

    def __init__(self, count: int, *, patience: float = 1.0) -> None:
        self.patience = patience
        self._barrier = Barrier(count)
        self._lock = Lock()
        self.arrived = 0

    def wait(self) -> None:
        with self._lock:
            self.arrived += 1
        with suppress(BrokenBarrierError):
            self._barrier.wait(timeout=self.patience)


class Killed(BaseException):
    """A worker that is gone from one moment to the next."""


def killed_at(statement: int, act: Callable[[], Any]) -> bool:
    """Do something until its statement of that number (0 is the first); whether it came so far."""
    sent = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal sent
        if sent == statement:
            raise Killed
        sent += 1
        return execute(*args)

    try:
        with connection.execute_wrapper(count):
            act()
    except Killed:
        return True
    return False
