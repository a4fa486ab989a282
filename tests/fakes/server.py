"""A small HTTP server in a thread, whose answers can be made to fail in the ways networks do."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

FAULTS = (
    "429",
    "500",
    "timeout",
    "half_body",
    "wrong_json",
    "private_redirect",
    "huge_body",
    "drip",
    "drop",
)
HUGE = 2 * 1024**3


@dataclass
class Call:
    """One request that reached the server."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    source: str = ""

    def json(self) -> Any:
        return json.loads(self.body or b"null")


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong, how often (None: until healed), and its particulars."""

    kind: str
    times: int | None = None
    retry_after: str | None = None
    to: str = "http://169.254.169.254/latest/meta-data/"

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            raise ValueError(f"No such fault: {self.kind}. There are {', '.join(FAULTS)}.")


class Answering(Protocol):
    """Whoever decides what the server says."""

    def take(self, call: Call) -> tuple[Reply, Fault | None]: ...


class FakeServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, answering: Answering, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answering = answering
        self.stopping = threading.Event()
        self.bytes_sent = 0

    def start(self) -> None:
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers who hang up: that is what the faults make them do."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer
    server_version = "FakePlatforms"

    def answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        call = Call(
            self.command,
            self.headers.get("Host", "").split(":")[0],
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            dict(self.headers.items()),
            self.rfile.read(length),
        )
        reply, fault = self.server.answering.take(call)
        with suppress(ConnectionError):
            if fault is None:
                self._send(reply)
            else:
                self._fail(fault, reply)

    do_GET = do_HEAD = do_POST = answer  # noqa: N815 - called by these names

    def log_message(self, *args: Any) -> None:
        """Keep the terminal for what people type there."""

    def _send(self, reply: Reply, *, length: int | None = None) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body) if length is None else length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _fail(self, fault: Fault, reply: Reply) -> None:
        match fault.kind:
            case "429":
                wait = {"Retry-After": fault.retry_after} if fault.retry_after else {}
                error = {"error": {"code": "rate_limit_exceeded", "message": "Slow down"}}
                self._send(Reply(429, json.dumps(error).encode(), headers=wait))
            case "500":
                self._send(Reply(500, b"<html>Internal error</html>", "text/html"))
            case "timeout":
                self.server.stopping.wait(120)
            case "half_body":
                half = replace(reply, body=reply.body[: len(reply.body) // 2])
                self._send(half, length=max(len(reply.body), 2))
            case "wrong_json":
                self._send(Reply(200, json.dumps(NONSENSE).encode()))
            case "private_redirect":
                self._send(Reply(302, headers={"Location": fault.to}))
            case "huge_body":
                self._stream(reply, chunk=b" " * 65_536, pause=0, size=HUGE)
            case "drip":
                self._stream(reply, chunk=b" ", pause=0.1, size=HUGE)
            case "drop":
                pass  # hang up without a word

    def _stream(self, reply: Reply, *, chunk: bytes, pause: float, size: int) -> None:
        """Send `size` bytes, never more than one chunk of them in memory."""
        self.send_response(200)
        self.send_header("Content-Type", reply.content_type)
        self.end_headers()
        for _ in range(size // len(chunk)):
            self.wfile.write(chunk)
            self.server.bytes_sent += len(chunk)
            if self.server.stopping.wait(pause) if pause else self.server.stopping.is_set():
                return


NONSENSE = {
    "embed_product_id": ["not", "an", "id"],
    "title": 7,
    "data": "soon",
    "error": 5,
    "items": {"id": "BGQWPY4IigY"},
}
