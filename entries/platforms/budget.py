"""How many calls a source may still have this minute and this day, over all workers together.

A call is counted before it is made, and on disk, so that a worker killed in between has spent it:
rather one call too few than one too many.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from entries.models import CallBudget
from entries.platforms.days import midnight_after, midnight_before
from entries.platforms.source import BudgetSpent

_MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=7)
# As large as the column takes: no call fits in beside it.
_ALL = 2**31 - 1


class Window(NamedTuple):
    """A minute or a day in which `limit` calls are allowed."""

    name: str
    began_at: datetime
    ends_at: datetime
    limit: int


def spend(
    name: str,
    *,
    at: datetime,
    per_minute: int | None = None,
    per_day: int | None = None,
    cost: int = 1,
) -> None:
    """Count a call of `cost`, or raise `BudgetSpent` and count nothing.

    Not inside of a transaction: others would wait for it, and its end could uncount the call.
    """
    with transaction.atomic(durable=True):
        for window in _windows(name, at, per_minute, per_day):
            if not _counted(window, cost):
                raise BudgetSpent(window.ends_at)


def close_day(name: str, *, at: datetime) -> datetime:
    """Allow no more calls this day: the platform says that its quota is used up. Until when."""
    window = _day(name, at, limit=0)
    _begin(window)
    _rows(window).update(used=_ALL)
    return window.ends_at


def prune(*, at: datetime) -> None:
    """Delete the windows that were over a week ago."""
    CallBudget.objects.filter(began_at__lt=at - KEPT).delete()


def _windows(name: str, at: datetime, per_minute: int | None, per_day: int | None) -> list[Window]:
    """The windows that count, always in the same order, so that no two callers lock crosswise."""
    windows = []
    if per_minute is not None:
        began_at = at.replace(second=0, microsecond=0)
        windows.append(Window(f"{name}/minute", began_at, began_at + _MINUTE, per_minute))
    if per_day is not None:
        windows.append(_day(name, at, limit=per_day))
    return windows


def _day(name: str, at: datetime, *, limit: int) -> Window:
    return Window(f"{name}/day", midnight_before(at), midnight_after(at), limit)


def _counted(window: Window, cost: int) -> bool:
    """Whether the call fits in: one conditional write, which only one of two at once can win."""
    if _add(window, cost):
        return True
    _begin(window)
    return _add(window, cost)


def _add(window: Window, cost: int) -> bool:
    free = _rows(window).filter(used__lte=window.limit - cost)
    return free.update(used=F("used") + cost) == 1


def _begin(window: Window) -> None:
    """Make the window's row unless somebody did."""
    CallBudget.objects.bulk_create(
        [CallBudget(name=window.name, began_at=window.began_at)], ignore_conflicts=True
    )


def _rows(window: Window) -> QuerySet[CallBudget]:
    return CallBudget.objects.filter(name=window.name, began_at=window.began_at)
