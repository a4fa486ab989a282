"""Questions to the network: each taken by one worker, and settled or put off by that one only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet

from entries.models import Pending

Row = TypeVar("Row", bound=Pending)

# Longer than any call may take with all its attempts; the worker is taken for dead then.
ABANDONED_AFTER = timedelta(minutes=3)
# How long to wait after the first, second … failure.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
LONGEST_DELAY = timedelta(hours=6)


class Turn(NamedTuple):
    """One call and what came of it: rows taken and settled, and whether nobody answered."""

    taken: int
    settled: int = 0
    is_away: bool = False


def due(rows: QuerySet[Row], *, at: datetime) -> QuerySet[Row]:
    """The rows whose time has come and that no living worker has."""
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=at - ABANDONED_AFTER)
    return rows.filter(free, due_at__lte=at)


@transaction.atomic(durable=True)
def take(rows: QuerySet[Row], *, at: datetime, most: int) -> list[Row]:
    """Take the rows that have been due longest for this worker. On disk before anything is asked.

    `taken_at` is the worker's own: whoever takes an abandoned row writes another.
    """
    taken = _choose(rows, at, most)
    for row in taken:
        row.taken_at = at
    rows.model._default_manager.filter(pk__in=[row.pk for row in taken]).update(taken_at=at)
    return taken


def _choose(rows: QuerySet[Row], at: datetime, most: int) -> list[Row]:
    return list(_locked(due(rows, at=at).order_by("due_at", "pk"))[:most])


def _locked(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Without those that somebody else is taking or asking for anew at this moment."""
    return rows.select_for_update(skip_locked=True)


def still_mine(rows: Collection[Row]) -> list[Row]:
    """Lock those of the taken rows that nobody took or asked for anew meanwhile."""
    if not rows:
        return []
    model = type(next(iter(rows)))
    stored = _locked(model._default_manager.filter(pk__in=[row.pk for row in rows]))
    present = {row.pk: (row.taken_at, row.asked_at) for row in stored}
    return [row for row in rows if present.get(row.pk) == (row.taken_at, row.asked_at)]


def release(rows: Collection[Row], *, at: datetime, error: str | None = None) -> None:
    """Let taken rows be taken anew from then on; no attempt is counted."""
    for row in rows:
        last_error = row.error if error is None else error[:300]
        _mine(row).update(taken_at=None, due_at=at, error=last_error)


def put_off(
    rows: Collection[Row], *, at: datetime, error: str, retry_after: timedelta | None = None
) -> None:
    """Ask again later: after a delay that grows, and not before the platform wishes."""
    for row in rows:
        grown = DELAYS[min(row.attempts, len(DELAYS) - 1)]
        wait = min(max(grown, retry_after or timedelta()), LONGEST_DELAY)
        _mine(row).update(
            taken_at=None, due_at=at + wait, attempts=F("attempts") + 1, error=error[:300]
        )


def leave_alone(source: QuerySet[Row], taken: Collection[Row], *, until: datetime) -> None:
    """Ask a source nothing more until then; no attempt of its rows is counted.

    Rows that another worker has are left to it.
    """
    release(taken, at=until)
    source.filter(taken_at__isnull=True, due_at__lt=until).update(due_at=until)


def _mine(row: Row) -> QuerySet[Row]:
    return type(row)._default_manager.filter(pk=row.pk, taken_at=row.taken_at)
