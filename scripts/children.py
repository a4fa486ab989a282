"""Processes that live and die together: one signal ends all, one death ends the rest."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from config.stop_signals import StopSignals

GRACE_SECONDS = 10.0  # for a request or a job to finish after SIGTERM


class Children:
    """Starts named programs, each in a process group of its own, and speaks for them.

    A terminal's Ctrl-C therefore reaches only this process, which passes it on once. What the
    programs print appears with their name in front.
    """

    def __init__(self, *, cwd: Path, environment: Mapping[str, str]) -> None:
        self._cwd = cwd
        self._environment = environment
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._pumps: list[threading.Thread] = []
        self._stop: StopSignals | None = None

    def obey_signals(self) -> None:
        """Let SIGINT, SIGTERM and SIGHUP end everything; a second one does not wait."""
        self._stop = StopSignals(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    @property
    def _signals(self) -> int:
        return self._stop.count if self._stop else 0

    @property
    def stop_asked(self) -> bool:
        return self._signals > 0

    def start(self, name: str, *command: str) -> None:
        process = subprocess.Popen(
            command,
            cwd=self._cwd,
            env=dict(self._environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._running[name] = process
        pump = threading.Thread(target=self._pump, args=(name, process), daemon=True)
        pump.start()
        self._pumps.append(pump)

    @staticmethod
    def _pump(name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 - Popen was told to make a pipe
        with process.stdout:
            for line in process.stdout:
                sys.stdout.write(f"{name:>6} | {line}")
                sys.stdout.flush()

    def died(self) -> tuple[str, int] | None:
        """Return the name and exit status of a program that ended by itself, if any has."""
        for name, process in self._running.items():
            status = process.poll()
            if status is not None:
                return name, status
        return None

    def wait(self, seconds: float) -> None:
        """Sleep, but wake at once when a signal asks to stop."""
        if self._stop:
            self._stop.wait(seconds)
        else:
            time.sleep(seconds)

    def end(self) -> None:
        """End every program and all it started: SIGTERM, a grace, then SIGKILL."""
        self._signal_groups(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in self._running.values()):
            if time.monotonic() > deadline or self._signals > 1:
                break
            time.sleep(0.05)
        # Also where the program itself is gone: its group may hold a worker that is not.
        self._signal_groups(signal.SIGKILL)
        for process in self._running.values():
            process.wait()
        for pump in self._pumps:
            pump.join(timeout=1)

    def _signal_groups(self, number: signal.Signals) -> None:
        for process in self._running.values():
            try:
                os.killpg(process.pid, number)
            except (ProcessLookupError, PermissionError):
                continue  # the whole group has ended
