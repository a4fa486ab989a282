"""The pages in this process's memory, each as it goes out over the wire."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import brotli
from django.http import HttpResponse

STATE = "X-Page-Cache"
OVERHEAD = 2_000
"""Bytes that a page takes beside its content: headers, keys and Python's own."""
PACKED = 0.5
"""What the packed forms of a page take at most beside it, as a part of it."""
LARGEST_PART = 8
"""A page that would take more than this part of the memory is not kept."""
# What a 304 repeats of the page's headers.
OF_NOT_MODIFIED = ("Cache-Control", "Vary")
OURS = ("ETag", "Content-Length", STATE)

Meta = Mapping[str, Any]
"""A request as WSGI describes it; Django's `request.META` is the same."""


class Key(NamedTuple):
    """What one page is known by. The language is part of the path."""

    origin: tuple[str, str, str]
    path: str
    query: str


class Answer(NamedTuple):
    """What goes out: a status, headers in their order, and the content."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


class Body(NamedTuple):
    """A page in one encoding: whole, and as the word that the visitor has it already."""

    etag: str
    whole: Answer
    known: Answer


class KeptPage:
    """A page with the stamp under which it was made.

    question: the statement that asks for the stamp now; until: seconds of the monotonic clock
    after which it is made anew. It is packed when somebody first wants it so.
    """

    def __init__(self, response: HttpResponse, *, question: str, stamp: int, until: float) -> None:
        self.question = question
        self.stamp = stamp
        self.until = until
        self.size = OVERHEAD + int(len(response.content) * (1 + PACKED))
        self._content = response.content
        self._headers = [(name, value) for name, value in response.items() if name not in OURS]
        self._digest = hashlib.sha256(response.content).hexdigest()[:20]
        self._bodies = {"": self._body("", response.content)}

    def answer(self, meta: Meta, state: str) -> Answer:
        """The page, or that the visitor has it already. `state` tells where it comes from."""
        encoding = _encoding(meta.get("HTTP_ACCEPT_ENCODING", ""))
        body = self._bodies.get(encoding) or self._packed(encoding)
        asked = meta.get("HTTP_IF_NONE_MATCH", "")
        found = body.known if asked and (body.etag in asked or asked == "*") else body.whole
        content = b"" if meta["REQUEST_METHOD"] == "HEAD" else found.content
        return Answer(found.status, [*found.headers, (STATE, state)], content)

    def _packed(self, encoding: str) -> Body:
        if encoding == "br":
            content = brotli.compress(self._content, quality=5)
        else:
            content = gzip.compress(self._content, compresslevel=6, mtime=0)
        self._bodies[encoding] = body = self._body(encoding, content)
        return body

    def _body(self, encoding: str, content: bytes) -> Body:
        etag = f'"{self._digest}-{encoding}"' if encoding else f'"{self._digest}"'
        own = [("ETag", etag), ("Content-Length", str(len(content)))]
        if encoding:
            own.append(("Content-Encoding", encoding))
        again = [header for header in self._headers if header[0] in OF_NOT_MODIFIED]
        return Body(
            etag,
            whole=Answer(200, [*self._headers, *own], content),
            known=Answer(304, [*again, own[0]], b""),
        )


def _encoding(accepted: str) -> str:
    """The best encoding that the visitor takes; whoever weighs them gets the plain page."""
    if ";" in accepted:
        return ""
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


@dataclass
class KeptPages:
    """The pages, the last used last; the least used make room."""

    limit: int = 0
    size: int = 0
    pages: OrderedDict[Key, KeptPage] = field(default_factory=OrderedDict)
    # Which GET parameters the page under a path reads, as it has said.
    params: dict[str, frozenset[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> KeptPage | None:
        with self._lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: KeptPage, params: frozenset[str]) -> None:
        """Keep a page; a page that is too large for the memory is not kept."""
        if page.size * LARGEST_PART > self.limit:
            return
        with self._lock:
            self._forget(key)
            self.pages[key] = page
            self.size += page.size
            self.params[key.path] = params
            while self.size > self.limit:
                self._forget(next(iter(self.pages)))
            if len(self.params) > 2 * len(self.pages) + 1000:
                paths = {kept.path for kept in self.pages}
                self.params = {path: self.params[path] for path in paths}

    def clear(self) -> None:
        with self._lock:
            self.pages.clear()
            self.params.clear()
            self.size = 0

    def _forget(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size


class Turns:
    """One at a time makes the page of a key; the others wait for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queues: dict[Key, tuple[threading.Lock, int]] = {}

    @contextmanager
    def turn(self, key: Key, *, patience: float) -> Iterator[None]:
        """Hold the key's turn; after `patience` seconds without it, too."""
        with self._guard:
            lock, waiting = self._queues.get(key, (threading.Lock(), 0))
            self._queues[key] = (lock, waiting + 1)
        is_mine = lock.acquire(timeout=patience)
        try:
            yield
        finally:
            if is_mine:
                lock.release()
            with self._guard:
                lock, waiting = self._queues.pop(key)
                if waiting > 1:
                    self._queues[key] = (lock, waiting - 1)


KEPT = KeptPages()
