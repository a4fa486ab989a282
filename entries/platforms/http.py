"""Asking over HTTP: short, bounded in time and size, and patient for a moment only.

A call is tried a few times when the platform is overloaded or does not answer, all within one total
time; whoever asked tries again later, with a longer delay, when that was not enough. No cookies, no
redirects followed, no compressed bodies (a small one may unpack to gigabytes), and nothing of the
process's environment: proxies do not apply.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore
import httpx
from django.conf import settings

from entries.platforms.connection import (
    Addresses,
    Deadline,
    TimedBackend,
    TimedTransport,
    as_named,
)
from entries.platforms.source import PlatformAway

JSON_LIMIT = 1_000_000
ATTEMPTS = 3
LONGEST_RETRY_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The content. Raises `PlatformAway` when it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise PlatformAway("wrong_json") from error


@contextmanager
def exchange(
    method: str,
    url: str,
    *,
    deadline: Deadline,
    addresses: Addresses = as_named,
    **content: Any,
) -> Iterator[httpx.Response]:
    """One request whose answer's body is still to be read. Raises `PlatformAway`."""
    transport = TimedTransport(TimedBackend(deadline, addresses))
    headers = {
        "User-Agent": f"Sahna (+{settings.SITE_URL})",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **content.pop("headers", {}),
    }
    try:
        with (
            httpx.Client(
                transport=transport,
                headers=headers,
                timeout=settings.PLATFORM_TIMEOUT_SECONDS,
                follow_redirects=False,
                trust_env=False,
            ) as client,
            client.stream(method, url, **content) as response,
        ):
            yield response
    except httpcore.TimeoutException as error:
        raise PlatformAway("timeout") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise PlatformAway("connection") from error


def read_body(response: httpx.Response, *, limit: int) -> bytes:
    """The body, of at most `limit` bytes. Raises `PlatformAway`."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise PlatformAway("compressed")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise PlatformAway("too_large")
    body = bytearray()
    for part in response.iter_raw():
        body += part
        if len(body) > limit:
            raise PlatformAway("too_large")
    return bytes(body)


def refuse_overload(response: httpx.Response) -> None:
    """Raise `PlatformAway` for answers that mean "later": 429, 5xx and what is no answer at all."""
    if response.status_code == 429:
        raise PlatformAway("429", retry_after(response.headers.get("Retry-After", "")))
    if response.status_code >= 500:
        wait = retry_after(response.headers.get("Retry-After", ""))
        raise PlatformAway(str(response.status_code), wait)


def retry_after(header: str) -> timedelta | None:
    """The wait that a `Retry-After` asks for, in seconds or as a date; None when it says nothing.

    At most a day: a slip in a header must not silence a platform for good.
    """
    header = header.strip()
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=int(header[:9])), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    wait = until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)
    return min(max(wait, timedelta()), LONGEST_RETRY_AFTER)


_WORTH_ANOTHER_TRY = frozenset({"timeout", "connection", "429"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Makes the calls of an adapter; tests hand in how it waits."""

    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    def call(self, method: str, url: str, *, limit: int = JSON_LIMIT, **content: Any) -> Reply:
        """Ask, and again when that may help. Raises `PlatformAway`; 2xx and 4xx are returned.

        All attempts and the waits between them take at most twice `PLATFORM_TIMEOUT_SECONDS`.
        """
        patience = settings.PLATFORM_TIMEOUT_SECONDS
        total = Deadline(2 * patience)
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._once(
                    method, url, Deadline(min(patience, total.left())), limit, content
                )
            except PlatformAway as away:
                if attempt == ATTEMPTS or not _may_pass(away):
                    raise
                # An eighth of the time-out, then a quarter, so that waits fit into the total.
                wait = patience * 2 ** (attempt - 4) * (0.5 + self.jitter())
                if away.retry_after is not None:
                    wait = max(wait, away.retry_after.total_seconds())
                if wait >= total.left():
                    raise
            self.sleep(wait)

    @staticmethod
    def _once(
        method: str, url: str, deadline: Deadline, limit: int, content: Mapping[str, Any]
    ) -> Reply:
        with exchange(method, url, deadline=deadline, **content) as response:
            refuse_overload(response)
            if response.is_redirect:
                raise PlatformAway("redirect")
            body = read_body(response, limit=limit)
            return Reply(response.status_code, response.headers, body)


def _may_pass(away: PlatformAway) -> bool:
    return away.reason in _WORTH_ANOTHER_TRY or away.reason.startswith("5")
