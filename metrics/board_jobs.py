"""Which leaderboards are due to be built, and the jobs that build them."""

from __future__ import annotations

from datetime import datetime, timedelta

import django
from django.db.models import Q

from accounts.clock import database_now
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Decision
from entries.tasks import enqueue_once
from metrics.boards import boards_until, build_board, seen_now
from metrics.models import Board
from metrics.plans import plan_of

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

AT_LEAST = timedelta(seconds=45)
"""Between two boards of a category: about every minute, as the periodic jobs come round."""
SHARE = 20
"""A large board takes long: no more than a twentieth of the time is spent on building it."""
AT_MOST = timedelta(minutes=30)
"""So old a board may be: it is built anew even where nothing is known to have changed."""
COUNTING = frozenset({Phase.OPEN, Phase.REVIEW})


def build_due(*, at: datetime) -> int:
    """Enqueue the building of each board that is due; return how many. A periodic job."""
    return sum(
        enqueue_once(build_boards, category.pk)
        for category in _counting(at=at)
        if _due(category, at=at)
    )


@task()
def build_boards(category_id: int) -> None:
    """Build what is due of a category when the job's turn comes."""
    build_due_boards(category_id=category_id, at=database_now())


def build_due_boards(*, category_id: int, at: datetime) -> list[Board]:
    """Build the boards of a category that are due: the live one, and the one that stands still."""
    category = Category.objects.select_related("campaign").get(pk=category_id)
    return [
        build_board(category_id=category_id, as_of=as_of, at=at) for as_of in _due(category, at=at)
    ]


def _counting(*, at: datetime) -> list[Category]:
    """The categories that views decide, of campaigns in which views count now."""
    campaigns = Campaign.objects.public(at=at).filter(
        Q(announced_at__isnull=True) | Q(announced_at__gt=at), cancelled_at__isnull=True
    )
    found = Category.objects.filter(campaign__in=campaigns).exclude(method=Category.Method.JURY)
    return [
        category
        for category in found.select_related("campaign").order_by("pk")
        if category.campaign.phase(at=at) in COUNTING
    ]


def _due(category: Category, *, at: datetime) -> list[datetime | None]:
    """As of when boards of a category are to be built; None is a live one."""
    if category.campaign.phase(at=at) not in COUNTING:
        return []
    freezes_at = plan_of(category.campaign).board_freezes_at
    live = boards_until(category, None)
    due: list[datetime | None] = []
    if freezes_at is not None and freezes_at <= at:
        frozen = live.filter(as_of=freezes_at).first()
        live = live.filter(as_of__gt=freezes_at)
        # Its figures stand still, but not who takes part.
        if frozen is None or (_rested(frozen, live.first(), at=at) and _is_decided(frozen)):
            due.append(freezes_at)
    newest = live.first()
    if newest is None or (_rested(newest, newest, at=at) and _is_old(newest, category, at=at)):
        due.append(None)
    return due


def _rested(board: Board, measured: Board | None, *, at: datetime) -> bool:
    """Whether enough time has gone by since a board was built, for what building takes."""
    spent = measured.built_at - measured.as_of if measured else timedelta()
    return at - board.built_at >= min(AT_MOST, max(AT_LEAST, SHARE * spent))


def _is_old(board: Board, category: Category, *, at: datetime) -> bool:
    if at - board.as_of >= AT_MOST:
        return True
    return seen_now(category).changes > board.changes or _is_decided(board)


def _is_decided(board: Board) -> bool:
    """Whether something was decided about the campaign's entries since a board was built."""
    newer = Decision.objects.filter(pk__gt=board.decisions_to)
    return newer.filter(entry__campaign=board.category.campaign_id).exists()
