"""Finding the kept page for a request, before Django has so much as looked at it.

Most visitors of a festival ask for a handful of pages. Asking past Django makes such an answer
cheaper than a view that does nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import responses
from typing import Any

from django.conf import settings

from website.kept_pages import KEPT, Answer, Key, Meta
from website.public_page import canonical_query, is_anonymous
from website.stamps import DatabaseAway, present
from website.updating import flag

# With these a request wants something else than the page.
UNUSUAL = ("HTTP_HX_REQUEST", "HTTP_RANGE")
LATENESS = 0.2
"""Seconds until it is noticed that the site is being updated: a look at the disk costs as much as
finding the page."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def kept_pages_first(application: Application) -> Application:
    """The application with the kept pages in front of it, but while the site is being updated."""
    switch = Switch()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        kept = None
        if KEPT.pages and may_be_kept(environ) and not switch.is_on():
            kept = look_up(environ)
        if kept is None:
            return application(environ, start_response)
        start_response(f"{kept.status} {responses[kept.status]}", kept.headers)
        return [kept.content]

    return answer


class Switch:
    """Whether the site is being updated, looked up a few times a second."""

    def __init__(self) -> None:
        self._flag = flag()
        self._until = 0.0
        self._is_on = False

    def is_on(self) -> bool:
        now = time.monotonic()
        if now >= self._until:
            self._is_on = self._flag.exists()
            self._until = now + LATENESS
        return self._is_on


def may_be_kept(meta: Meta) -> bool:
    """Whether the answer to a request could be the same for others."""
    return (
        meta["REQUEST_METHOD"] in ("GET", "HEAD")
        and is_anonymous(meta)
        and not any(one in meta for one in UNUSUAL)
    )


def look_up(meta: Meta) -> Answer | None:
    """The kept page: as long as nothing moved, and as it was while nobody can tell."""
    params = KEPT.params.get(_path(meta))
    if params is None:
        return None
    page = KEPT.get(key_of(meta, params))
    if page is None:
        return None
    try:
        stamp = present(page.question)
    except DatabaseAway:
        return page.answer(meta, "stale")
    if stamp == page.stamp and time.monotonic() < page.until:
        return page.answer(meta, "hit")
    return None


def key_of(meta: Meta, params: frozenset[str]) -> Key:
    """What the page for a request is known by, if it reads these parameters."""
    query = meta.get("QUERY_STRING", "")
    told: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    secure = meta.get(told[0], "") if told else ""
    origin = (meta.get("wsgi.url_scheme", ""), secure, meta.get("HTTP_HOST", ""))
    return Key(origin, _path(meta), canonical_query(query, params) if query else "")


def _path(meta: Meta) -> str:
    return f"{meta.get('SCRIPT_NAME', '')}{meta['PATH_INFO']}"
