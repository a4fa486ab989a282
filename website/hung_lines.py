"""Giving up on a database that has taken a question and says nothing more.

The server's own time-out does not help where the server itself stands still (a frozen machine, a
disk that hangs), and the network's only where nobody takes what is sent. So one thread a process
looks now and then whether a question is overdue, and closes its way to the database.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Protocol
from weakref import WeakSet

EVERY = 0.5
"""Seconds between two looks."""


class Asking(Protocol):
    """A connection on which a question may be under way.

    asked_at: since when, in seconds of the monotonic clock; 0 while none is. guard: held by who
    closes the connection, so that nobody closes another one that came in its place.
    """

    asked_at: float
    guard: threading.RLock

    def descriptor(self) -> int | None: ...


class Watch:
    """Looks after the connections of this process."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._lines: WeakSet[Asking] = WeakSet()
        self._lock = threading.Lock()
        self._process = 0

    def over(self, line: Asking) -> None:
        """Look after this one from now on."""
        with self._lock:
            if self._process != os.getpid():
                # Threads do not come along when a server divides.
                self._process, self._lines = os.getpid(), WeakSet()
                threading.Thread(target=self._look, name="hung lines", daemon=True).start()
            self._lines.add(line)

    def _look(self) -> None:
        while True:
            time.sleep(EVERY)
            self._look_once()

    def _look_once(self) -> None:
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            if _is_overdue(line, self._patience):
                with line.guard:
                    if _is_overdue(line, self._patience):
                        _cut(line.descriptor())


def _is_overdue(line: Asking, patience: float) -> bool:
    asked_at = line.asked_at
    return bool(asked_at) and time.monotonic() - asked_at > patience


def _cut(descriptor: int | None) -> None:
    """Let whoever reads there read the end, without taking the descriptor away."""
    if descriptor is None:
        return
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as way:
        way.shutdown(socket.SHUT_RDWR)
