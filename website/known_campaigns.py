"""Campaigns as anonymous visitors may see them, kept between pages while nothing of them moves.

Every page about a campaign begins with the same few facts: its texts, dates, spellings, categories,
whether it has rules or a shortlist. They are asked for again as soon as a stamp moves (see
website.stamps) or a date comes. What a page finds out besides may be noted on the campaign
(`noted`): it is forgotten together with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.db import connection

from contests.models import Campaign
from website.stamps import DatabaseAway, Scope, all_moves, present, query_of
from website.turning_points import next_turning_point

LONGEST = timedelta(minutes=5)
MOST = 500
SHARED = ("_notes", "_shelves")
"""What copies of a campaign have in common: `noted`, and the share cards that tags look up."""
Found = TypeVar("Found")


class Key(NamedTuple):
    """What was asked for."""

    slug: str
    with_editions: bool


class Known(NamedTuple):
    """What was found, and as of which stamp; until: seconds of the monotonic clock."""

    found: list[Campaign]
    question: str
    stamp: int
    until: float


_known: dict[Key, Known] = {}


def known(key: Key, find: Callable[[], list[Campaign]], *, at: datetime) -> list[Campaign]:
    """What `find` finds for an anonymous visitor, or found before if nothing has moved since.

    Everybody gets campaigns of their own (a preview, say, announces its one in memory), which share
    what was prefetched and noted.
    """
    if connection.in_atomic_block:
        # What is changed in there is seen in there only.
        return find()
    try:
        kept = _known.get(key)
        if kept and time.monotonic() < kept.until and present(kept.question) == kept.stamp:
            return [copy(one) for one in kept.found]
        moves = all_moves()
    except DatabaseAway:
        return find()
    began = time.monotonic()
    found = find()
    if moves is None or not found:
        return found
    campaigns = frozenset(one.pk for one in found)
    scope = Scope(campaigns, views=False)
    turn = next_turning_point(campaigns, at=at)
    lasts = min(LONGEST, turn - at) if turn else LONGEST
    for one in found:
        for shared in SHARED:
            vars(one).setdefault(shared, {})
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = Known(found, query_of(scope), moves.of(scope), began + lasts.total_seconds())
    return [copy(one) for one in found]


def forget() -> None:
    """Know nothing any more."""
    _known.clear()


def noted(campaign: Campaign, name: str, find: Callable[[], Found]) -> Found:
    """A fact about a campaign that moves with its stamps, found once as long as it is known."""
    notes: dict[str, Found] = vars(campaign).setdefault("_notes", {})
    if name not in notes:
        notes[name] = find()
    return notes[name]
