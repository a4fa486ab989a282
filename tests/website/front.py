"""The site behind a real nginx: gunicorn on the test's database, which can be killed or cut off."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

from scripts import nginx
from scripts.run import ROOT

PATIENCE = 60
# In seconds: how long nginx takes a page for new, which counts whole seconds, and a little more.
FRESH = 2.2


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Relay:
    """A way to the database that can be cut, as when a server restarts."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._pairs: list[socket.socket] = []
        self.port = free_port()
        self.mend()

    def mend(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Nobody comes in any more, and who is in is thrown out."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in self._pairs:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._pairs.clear()

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                inside, _address = door.accept()
            except OSError:
                return
            outside = socket.create_connection(self._to)
            self._pairs += [inside, outside]
            for pair in ((inside, outside), (outside, inside)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


class Front:
    """The site as visitors meet it. `with` starts it and takes it down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.site_port = free_port(), free_port()
        self._stack = ExitStack()
        self.relay: Relay | None = None

    def __enter__(self) -> Front:
        var = Path(settings.VAR_DIR)
        self._stack.enter_context(
            nginx.running(
                upstream=f"127.0.0.1:{self.site_port}",
                port=self.port,
                folder=self.folder / "nginx",
                var=var,
            )
        )
        self._stack.callback(self.kill)
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()
        if self.relay:
            self.relay.cut()

    def start(self) -> None:
        """Start the site in a group of its own, so that nothing of it is left when it is killed."""
        self.site = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "config.wsgi",
                "--bind", f"127.0.0.1:{self.site_port}",
                "--workers", "1", "--threads", "4", "--log-level", "critical",
            ],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **self._database()},
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{self.site_port}/healthz", timeout=5)
                return
            time.sleep(0.1)
        raise TimeoutError("The site did not start.")

    def kill(self) -> None:
        """Kill it outright, as a machine that is switched off."""
        with suppress(ProcessLookupError):
            os.killpg(self.site.pid, signal.SIGKILL)
        self.site.wait()

    def get(self, path: str, **options: object) -> httpx.Response:
        """What a visitor gets through nginx."""
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE, **options)

    def _database(self) -> dict[str, str]:
        """The test's database; PostgreSQL by a way that can be cut."""
        known = connection.settings_dict
        if connection.vendor == "sqlite":
            return {"DATABASE_URL": f"sqlite:///{known['NAME']}"}
        self.relay = self.relay or Relay(known["HOST"] or "127.0.0.1", int(known["PORT"] or 5432))
        person = known["USER"] + (f":{known['PASSWORD']}" if known["PASSWORD"] else "")
        return {"DATABASE_URL": f"postgres://{person}@127.0.0.1:{self.relay.port}/{known['NAME']}"}
