"""Reading the stamps: a number that is another one as soon as anything shown has moved.

It is read at every hit, past Django (see website.stamp_lines). Where nobody watches (triggers are
missing, a migration is under way) there is no number, and nothing is kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

from website.models import WATCHED, WHOLE_SITE
from website.stamp_lines import PATIENCE, Line, Trouble, line_to

logger = logging.getLogger(__name__)
Found = TypeVar("Found")

PAUSE = 1.0
"""Seconds after a failure in which the database is not asked again."""
MANY = 20
"""So many moves more than there need be are added up: each question reads them all."""


class DatabaseAway(Exception):  # noqa: N818 - says what it is
    """The stamps cannot be read now."""


class Scope(NamedTuple):
    """What a page shows: campaigns by id, None for all; and whether figures are part of it."""

    campaigns: frozenset[int] | None
    views: bool


class Moves(NamedTuple):
    """The stamps at one moment, added up by campaign and by whether figures moved."""

    sums: dict[tuple[int, bool], int]

    def of(self, scope: Scope) -> int:
        """The number that `present` would have given at that moment."""
        return sum(
            number
            for (campaign, views), number in self.sums.items()
            if (scope.campaigns is None or campaign <= WHOLE_SITE or campaign in scope.campaigns)
            and (scope.views or not views)
        )


def query_of(scope: Scope) -> str:
    """The statement that asks for the number of a scope; made once a page."""
    return line_to(connections[DEFAULT_DB_ALIAS].vendor).query(
        None if scope.campaigns is None else sorted(scope.campaigns), scope.views
    )


def present(query: str) -> int | None:
    """The number that a scope has now; None where nobody watches. Raises DatabaseAway.

    Of several threads that want to know the same, one asks for all who came before it began: what
    they are told is at least as new as their own question would have been.
    """
    came = time.monotonic_ns()
    shared = _shared.get(query) or _shared.setdefault(query, _Shared())
    with shared.lock:
        if shared.began < came:
            shared.began, began = 0, time.monotonic_ns()
            shared.number = _ask(lambda line: line.number(query))
            shared.began = began
        return shared.number


def all_moves() -> Moves | None:
    """All stamps, read before a page is made; None where nobody watches. Raises DatabaseAway."""
    rows = _ask(lambda line: line.rows())
    sums: dict[tuple[int, bool], int] = {}
    for campaign, views, number in rows:
        key = (campaign, bool(views))
        sums[key] = sums.get(key, 0) + number
    if len(rows) > len(sums) + MANY:
        with suppress(DatabaseAway):
            _ask(lambda line: line.add_up())
    return Moves(sums) if (WATCHED, False) in sums else None


def forget_connection() -> None:
    """Close this thread's connection; the next question opens another."""
    line: Line | None = getattr(_own, "line", None)
    if line is not None:
        line.close()
        _own.line = None


def be_quick_again() -> None:
    """Ask the database at once, even if it was away a moment ago."""
    _Pause.until = 0.0


class _Own(threading.local):
    """One connection a thread."""

    line: Line | None = None


class _Pause:
    """After a failure nobody asks for a while."""

    until = 0.0


class _Shared:
    """The last answer to a question, and when it was begun to be asked (monotonic nanoseconds)."""

    __slots__ = ("began", "lock", "number")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.began = 0
        self.number: int | None = None


_own = _Own()
# As many as there are scopes: one a campaign and a few for all.
_shared: dict[str, _Shared] = {}


def _ask(question: Callable[[Line], Found]) -> Found:
    """The answer; a connection that broke meanwhile is opened anew once.

    Not one on which the question took too long: who waits has waited long enough.
    """
    began = time.monotonic()
    if began < _Pause.until:
        raise DatabaseAway
    for attempt in (1, 2):
        try:
            line = _own.line
            if line is None or not line.is_same():
                forget_connection()
                connection = connections[DEFAULT_DB_ALIAS]
                line = _own.line = line_to(connection.vendor)(connection)
            return question(line)
        except Trouble as trouble:
            forget_connection()
            if attempt == 2 or time.monotonic() - began >= PATIENCE:
                _Pause.until = time.monotonic() + PAUSE
                logger.warning("The stamps of the page cache cannot be read: %s", trouble)
                raise DatabaseAway from trouble
    raise AssertionError  # not reached
