"""Servers under load: gunicorn and nginx started, and asked by wrk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import nginx
from scripts.bench.submissions import free_port, wait_for
from scripts.run import ROOT

CONNECTIONS = 8
"""As many as gunicorn has threads (2 × 4), so that nobody waits before the server's door."""
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_PERCENTILE = re.compile(r"^\s*(50|99)(?:\.\d+)?%\s+([\d.]+)(us|ms|s|m)\s*$", re.MULTILINE)
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_WRONG = re.compile(r"^\s*(Non-2xx or 3xx responses: \d+|Socket errors: .*)$", re.MULTILINE)


@dataclass(frozen=True)
class Pace:
    """Requests a second, and milliseconds by percentile."""

    rate: float
    p50: float
    p99: float


def ask(address: str, *, seconds: int) -> Pace:
    """Ask for one page as fast as it comes, as a browser that takes packed pages."""
    told = subprocess.run(
        [
            "wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--latency",
            "--timeout", "20s", "--duration", f"{seconds}s",
            "--header", "Accept-Encoding: gzip, br", address,
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    if wrong := _WRONG.search(told):
        raise SystemExit(f"{address}: {wrong[1]}")
    rate = _RATE.search(told)
    taken = {share: float(value) * _UNITS[unit] for share, value, unit in _PERCENTILE.findall(told)}
    if rate is None or set(taken) != {"50", "99"}:
        raise SystemExit(f"wrk said something unlooked for:\n{told}")
    return Pace(rate=float(rate[1]), p50=taken["50"], p99=taken["99"])


@contextmanager
def gunicorn(application: str, *, environment: Mapping[str, str]) -> Iterator[str]:
    """The application as `make run` starts the site: two processes with four threads each."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--threads", "4", "--log-level", "error",
        ],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def through_nginx(upstream: str, *, folder: Path) -> Iterator[str]:
    """nginx with the shipped configuration in front of a server."""
    port = free_port()
    var = Path(os.environ["VAR_DIR"])
    with nginx.running(
        upstream=upstream.removeprefix("http://"), port=port, folder=folder, var=var
    ):
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address
