"""Connections that cannot be held open: one deadline over connecting, headers and body.

Time-outs of a HTTP library count from one byte to the next, so that a server which sends a byte now
and then can keep a worker for days. Here every step gets what is left of the whole.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import httpcore
import httpx

Addresses = Callable[[str, int], Sequence[tuple[str, int]]]
"""Host and port of a link → the addresses to try, in this order."""


def as_named(host: str, port: int) -> Sequence[tuple[str, int]]:
    """Leave the looking up to the system: for hosts that the settings name."""
    return [(host, port)]


class Deadline:
    """The moment by which everything has to be over, in seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        return self._ends - time.monotonic()

    def shorten(self, timeout: float | None) -> float:
        """What a step may take at most. Raises `httpcore.ReadTimeout` when the time is up."""
        left = self.left()
        if left <= 0:
            raise httpcore.ReadTimeout("The time is up")
        return left if timeout is None else min(timeout, left)


class TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write obeys the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.shorten(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.shorten(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.shorten(timeout)
        return TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class TimedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that it is told; the certificate still has to name the host."""

    def __init__(self, deadline: Deadline, addresses: Addresses) -> None:
        self._deadline = deadline
        self._addresses = addresses
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address, its_port in self._addresses(host, port):
            left = self._deadline.shorten(timeout)
            try:
                stream = self._system.connect_tcp(
                    address, its_port, left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self._deadline)
        raise failure


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class TimedTransport(httpx.BaseTransport):
    """One exchange over connections of a `TimedBackend`; errors are httpcore's."""

    def __init__(self, backend: TimedBackend, certificates: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=certificates or _public_certificates(),
            max_connections=1,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


@lru_cache(maxsize=1)
def _public_certificates() -> ssl.SSLContext:
    """Reading all authorities takes longer than many a call: once for each process."""
    return httpx.create_ssl_context()
