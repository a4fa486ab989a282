"""Being asked to stop by a signal, also in the very moment in which waiting begins.

Python runs a handler between two steps of the main thread. An Event that it sets may be locked by
that same thread, just beginning to wait: then both wait for ever. And a signal that comes right
before a wait is told only after it. So the interpreter itself writes each signal to a pipe
(signal.set_wakeup_fd), and waiting is waiting for the pipe.
"""

from __future__ import annotations

import os
import select
import signal
from types import FrameType


class StopSignals:
    """Takes over these signals for the whole process; made once, in the main thread.

    count: how often the process was asked to stop.
    """

    def __init__(self, *numbers: signal.Signals) -> None:
        self.count = 0
        self._told, written = os.pipe()
        os.set_blocking(written, False)
        signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1  # and nothing that takes a lock

    def wait(self, seconds: float) -> bool:
        """Sleep for so long, or until a stop is asked for; return whether it has been."""
        if not self.count:
            select.select([self._told], [], [], seconds)
        return bool(self.count)
