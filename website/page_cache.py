"""Pages of anonymous visitors from this process's memory, valid exactly as long as their content.

It stands before every other middleware: what is kept is the whole answer. A hit costs one tiny
question to the database, whether what the page shows has moved (website.stamps); what has moved is
made anew, once, while others wait for it. Without the database, what is kept is answered as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from website.kept_pages import KEPT, Answer, KeptPage, Turns
from website.looking_up import key_of, look_up, may_be_kept
from website.public_page import Shown, shown_by
from website.stamps import DatabaseAway, Moves, Scope, all_moves, query_of
from website.turning_points import next_turning_point

LONGEST = timedelta(minutes=5)
"""A page tells of times (“3 days left”): it is made anew after this at the latest."""
PATIENCE = 15
"""Seconds that a visitor waits for the page that another is having made."""
# Caches in front of us cannot ask: they may be ten seconds late, and more only while we are away.
PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=9, stale-if-error=86400"
PRIVATE = "private, no-cache"
VARY = "Accept-Encoding, Cookie"
TAKEN_BACK = (404, 410)
"""Not kept here but in caches in front: else they would show what stood there, once we are away."""
TURNS = Turns()


class PageCacheMiddleware:
    """Answers from memory what it may; keeps what public pages let it keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        KEPT.limit = settings.PAGE_CACHE_BYTES

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_kept(request.META):
            response = self.get_response(request)
            if shown_by(request) is not None and not response.has_header("Cache-Control"):
                response["Cache-Control"] = PRIVATE
            return response
        kept = look_up(request.META)
        if kept is not None:
            return _response(kept)
        with ExitStack() as turn:
            making = Making(turn)
            request.page_cache = making  # type: ignore[attr-defined]  # found there by public_page
            return making.finish(request, self.get_response(request))


class Making:
    """One page being made for an anonymous visitor, from before its first question to the end."""

    def __init__(self, turn: ExitStack) -> None:
        self.turn = turn
        self.moves: Moves | None = None
        self.is_kept = False

    def begin(self, request: HttpRequest, shown: Shown) -> HttpResponse | None:
        """Wait for whoever makes the same page; else note the stamps before anything is read."""
        self.at, self.began = timezone.now(), time.monotonic()
        if not KEPT.limit:
            return None
        key = key_of(request.META, shown.params)
        self.turn.enter_context(TURNS.turn(key, patience=PATIENCE))
        kept = look_up(request.META)
        if kept is not None:
            self.is_kept = True
            return _response(kept)
        try:
            self.moves = all_moves()
        except DatabaseAway:
            self.moves = None
        self.at, self.began = timezone.now(), time.monotonic()
        return None

    def finish(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say to caches what may be kept, and keep it here."""
        shown = shown_by(request)
        if shown is None or self.is_kept or not isinstance(response, HttpResponse):
            return response
        if response.cookies or "Cache-Control" in response:
            return response
        if response.status_code in TAKEN_BACK:
            response["Cache-Control"], response["Vary"] = PUBLIC, VARY
            return response
        if response.status_code != 200:
            return response
        if not shown.is_told:
            response["Cache-Control"] = PRIVATE
            return response
        response["Cache-Control"] = PUBLIC
        response["Vary"] = VARY
        page = self._page(shown, response) if self.moves and request.method == "GET" else None
        if page is None:
            return response
        KEPT.put(key_of(request.META, shown.params), page, shown.params)
        return _response(page.answer(request.META, "made"))

    def _page(self, shown: Shown, response: HttpResponse) -> KeptPage | None:
        campaigns = None if shown.everything else frozenset(shown.campaigns)
        scope = Scope(campaigns, shown.views)
        try:
            turns = [next_turning_point(campaigns, at=self.at), shown.until]
        except DatabaseError:
            return None
        until = min([self.at + LONGEST, *(moment for moment in turns if moment is not None)])
        assert self.moves is not None  # noqa: S101 - asked by the caller
        return KeptPage(
            response,
            question=query_of(scope),
            stamp=self.moves.of(scope),
            until=self.began + (until - self.at).total_seconds(),
        )


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.content, status=answer.status, headers=dict(answer.headers))
