"""A process that is asked to stop in the moment in which it begins to wait."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Signals that come within microseconds of the wait, again and again; each has to be noticed.
ROUNDS = """
import faulthandler, os, random, select, signal, threading, time
from config.stop_signals import StopSignals
faulthandler.dump_traceback_later({patience}, exit=True)
{stop}
for _ in range({rounds}):
    signal.setitimer(signal.ITIMER_REAL, random.uniform(2e-6, 5e-5))
    began = time.monotonic()
    assert wait(5), "a signal was not told"
    assert time.monotonic() - began < 3, "a signal was told late"
    forget()
print("noticed each")
"""
OURS = """
stop = StopSignals(signal.SIGALRM)
wait = stop.wait
def forget():
    stop.count = 0
    while select.select([stop._told], [], [], 0)[0]:
        os.read(stop._told, 100)
"""
AN_EVENT = """
stop = threading.Event()
signal.signal(signal.SIGALRM, lambda _number, _frame: stop.set())
wait, forget = stop.wait, stop.clear
"""


def run(stop: str, *, rounds: int, patience: int) -> str:
    program = ROUNDS.format(stop=stop, rounds=rounds, patience=patience)
    command = (sys.executable, "-c", program)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_signal_is_noticed_whenever_it_comes():
    assert run(OURS, rounds=20_000, patience=100) == "noticed each\n"


def test_event_would_wait_for_itself():
    told = run(AN_EVENT, rounds=2_000_000, patience=20)
    # For ever, or until the wait itself ends.
    assert "Timeout" in told or "a signal was" in told


@pytest.mark.parametrize("seconds", [0, 0.01])
def test_wait_without_a_signal_ends_in_time(seconds):
    quiet = f"stop = StopSignals(signal.SIGALRM); print(stop.wait({seconds}), stop.count)"
    program = f"import signal; from config.stop_signals import StopSignals; {quiet}"
    done = subprocess.run(
        (sys.executable, "-c", program), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False 0\n"
