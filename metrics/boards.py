"""Leaderboards as they are shown: built whole now and then, read by position.

A board is written in one transaction: readers see all of it or nothing, and a builder that is
killed leaves nothing behind. When one is due, see metrics.board_jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from contests.models import Category
from entries.importing.writing import insert
from entries.models import Decision, Entry
from metrics.leaderboards import Place, board_of, without_collecting
from metrics.models import Board, BoardLine, ViewsProgress
from metrics.plans import plan_of

KEPT = 2
"""So many of the newest boards stay, so that whoever turns pages finds them of one board."""


class Seen(NamedTuple):
    """What a board is built from: how often figures changed, and the newest decision.

    Both only grow. A campaign's decisions get their ids under its lock, thus in order.
    """

    changes: int
    decisions_to: int


def boards_until(category: Category, moment: datetime | None) -> QuerySet[Board]:
    """A category's boards by readings up to a moment, or all of them; the newest first."""
    boards = Board.objects.filter(category=category).order_by("-as_of", "-pk")
    return boards if moment is None else boards.filter(as_of__lte=moment)


def lines_between(board: Board, first: int, last: int) -> list[BoardLine]:
    """The lines at these positions, counted from 1, with their entries and creators.

    Without the videos that have left the contest since the board was built. One query, which
    costs the same wherever on the board.
    """
    still_there = Q(entry__isnull=True) | Q(entry__status=Entry.Status.ACCEPTED)
    lines = BoardLine.objects.filter(still_there, board=board, position__range=(first, last))
    return list(lines.select_related("entry", "creator").order_by("position"))


def build_board(*, category_id: int, at: datetime, as_of: datetime | None = None) -> Board:
    """Build a category's board by the readings up to `as_of`, as a rule `at`, and forget old ones.

    Of two who build the same at once, one keeps it and the other finds it.
    """
    began = monotonic()
    category = Category.objects.select_related("campaign").get(pk=category_id)
    freezes_at = plan_of(category.campaign).board_freezes_at
    same_kind = _of_a_kind(category, as_of, freezes_at)
    newest_id = same_kind.aggregate(newest=Max("pk"))["newest"] or 0
    # Before the figures: what comes meanwhile counts as not seen, and the board is built again.
    seen = seen_now(category)
    with without_collecting():
        places = board_of(category, until=as_of or at)
        with transaction.atomic():
            _hold(category)
            # Somebody else may have built it meanwhile, from no less.
            theirs = same_kind.filter(
                pk__gt=newest_id, changes__gte=seen.changes, decisions_to__gte=seen.decisions_to
            ).last()
            if theirs is not None:
                return theirs
            board = _write(category, places, seen, as_of=as_of or at, at=at)
            _forget_old(category, freezes_at)
            board.built_at = at + timedelta(seconds=monotonic() - began)
            board.save(update_fields=["built_at"])
    return board


def _write(
    category: Category, places: Sequence[Place], seen: Seen, *, as_of: datetime, at: datetime
) -> Board:
    board = Board.objects.create(
        category=category,
        as_of=as_of,
        built_at=at,
        lines_count=len(places),
        changes=seen.changes,
        decisions_to=seen.decisions_to,
    )
    lines = [(*place, position) for position, place in enumerate(places, start=1)]
    insert(BoardLine, [*Place._fields, "position"], lines, board_id=board.pk)
    return board


def seen_now(category: Category) -> Seen:
    """What a board of the category would be built from now."""
    progress = ViewsProgress.objects.filter(campaign=category.campaign_id)
    changes = progress.values_list("changes", flat=True).first() or 0
    # From the last one known on, so that no more than the news is gone through.
    known = Board.objects.filter(category=category).aggregate(to=Max("decisions_to"))["to"] or 0
    newer = Decision.objects.filter(pk__gt=known, entry__campaign=category.campaign_id)
    return Seen(changes, newer.aggregate(to=Max("pk"))["to"] or known)


def _of_a_kind(
    category: Category, as_of: datetime | None, freezes_at: datetime | None
) -> QuerySet[Board]:
    """The boards of one moment, or, without one, the live boards; the oldest first."""
    boards = Board.objects.filter(category=category).order_by("pk")
    if as_of is not None:
        return boards.filter(as_of=as_of)
    return boards if freezes_at is None else boards.exclude(as_of=freezes_at)


def _hold(category: Category) -> None:
    """Let nobody else keep a board of the category before this transaction ends."""
    Category.objects.select_for_update(no_key=True).get(pk=category.pk)


def _forget_old(category: Category, freezes_at: datetime | None) -> None:
    """Keep the newest boards, live ones and those at which the public leaderboard stands still."""
    kept = list(_of_a_kind(category, None, freezes_at).order_by("-as_of", "-pk")[:KEPT])
    if freezes_at is not None:
        kept += _of_a_kind(category, freezes_at, freezes_at).order_by("-pk")[:KEPT]
    old = Board.objects.filter(category=category).exclude(pk__in=[board.pk for board in kept])
    BoardLine.objects.filter(board__in=old).delete()
    old.delete()
