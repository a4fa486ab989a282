"""Asking platforms about views, some videos by one call: outside any transaction, then settled."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.clock import database_now
from entries.pending import (
    LONGEST_DELAY,
    Turn,
    leave_alone,
    put_off,
    release,
    still_mine,
    take,
)
from entries.platforms import sources
from entries.platforms.days import midnight_after
from entries.platforms.source import (
    BudgetSpent,
    NotAnswered,
    PlatformAway,
    Source,
    TokenRefused,
)
from metrics.collecting import still_wanted
from metrics.final_reserve import must_wait
from metrics.heard import Heard, Outcome
from metrics.models import PendingReading, Reading
from metrics.settling import settle

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
YOUTUBE = PendingReading.Source.YOUTUBE
# Until somebody has looked at our key.
WITHOUT_KEY = timedelta(hours=1)


def ask_youtube(*, clock: Clock = database_now) -> Turn:
    """Ask YouTube, by one call or two, about the views of the videos that have been due longest."""
    at = clock()
    source = sources.source(YOUTUBE, clock=clock)
    of_source = PendingReading.objects.filter(source=YOUTUBE)
    taken = take(of_source, at=at, most=source.batch_size if source else 1)
    if source is None:
        leave_alone(of_source, taken, until=at + WITHOUT_KEY)
        return Turn(len(taken))
    rows = keep_wanted(taken, at=at)
    waiting = must_wait(rows, at=at)
    # The final slot calls them back: see metrics.collecting.
    release(waiting, at=midnight_after(at))
    rows = [row for row in rows if row not in waiting]
    if not rows:
        return Turn(len(taken))
    try:
        with put_off_by_mistakes(rows, clock):
            first = ask(source, ids_of(rows), clock)
    except NotAnswered as trouble:
        return bear(trouble, of_source, rows, taken=len(taken), clock=clock)
    doubtful = [row for row in rows if _is_newly_missing(row, first)]
    sure = [row for row in rows if row not in doubtful]
    settled = settle(sure, _outcome(source, [first]), at=clock())
    if not doubtful:
        return Turn(len(taken), settled)
    # Once more, by themselves, before it is said of them that they are not there.
    try:
        with put_off_by_mistakes(doubtful, clock):
            second = ask(source, ids_of(doubtful), clock)
    except NotAnswered as trouble:
        return bear(trouble, of_source, doubtful, taken=len(taken), clock=clock, settled=settled)
    settled += settle(doubtful, _outcome(source, [second]), at=clock())
    return Turn(len(taken), settled)


def ask(source: Source, video_ids: Sequence[str], clock: Clock) -> Heard:
    """One call, with the time just before it. Raises NotAnswered."""
    taken_at = clock()
    return Heard(taken_at, source.ask(video_ids))


def ids_of(rows: Sequence[PendingReading]) -> list[str]:
    """Each video once, although several campaigns may have it."""
    return list(dict.fromkeys(row.entry.video_id for row in rows))


def keep_wanted(taken: Sequence[PendingReading], *, at: datetime) -> list[PendingReading]:
    """The taken rows that are still to be asked about; the others are dropped."""
    rows = still_wanted(taken, at=at)
    wanted = {row.pk for row in rows}
    drop([row for row in taken if row.pk not in wanted], at=at)
    return rows


@transaction.atomic
def drop(rows: Collection[PendingReading], *, at: datetime) -> None:
    """Ask no more about these, unless somebody else has them by now."""
    mine = still_mine(rows)
    PendingReading.objects.filter(pk__in=[row.pk for row in mine]).delete()
    release([row for row in rows if row not in mine], at=at)


@contextmanager
def put_off_by_mistakes(rows: Sequence[PendingReading], clock: Clock) -> Iterator[None]:
    """Let a mistake of ours delay the rows before it is told, so that it stops nobody else."""
    try:
        yield
    except NotAnswered:
        raise
    except Exception as error:
        put_off(rows, at=clock(), error=type(error).__name__)
        raise


def bear(
    trouble: NotAnswered,
    of_source: QuerySet[PendingReading],
    rows: Sequence[PendingReading],
    *,
    taken: int,
    clock: Clock,
    settled: int = 0,
) -> Turn:
    """Wait as long as whoever did not answer needs; no question is lost."""
    at = clock()
    if isinstance(trouble, BudgetSpent):
        leave_alone(of_source, rows, until=trouble.until)
        return Turn(taken, settled)
    if isinstance(trouble, TokenRefused):
        leave_alone(of_source, rows, until=at + WITHOUT_KEY)
        logger.error("Our key is refused when views are asked for: %s", trouble)
        return Turn(taken, settled, is_away=True)
    wait = trouble.retry_after if isinstance(trouble, PlatformAway) else None
    put_off(rows, at=at, error=str(trouble), retry_after=wait)
    if wait:
        leave_alone(of_source, (), until=at + min(wait, LONGEST_DELAY))
    return Turn(taken, settled, is_away=True)


def _is_newly_missing(row: PendingReading, heard: Heard) -> bool:
    if heard.answers.get(row.entry.video_id) is not None:
        return False
    kept = getattr(row.entry, "kept_views", None)
    return kept is None or kept.absent_since is None


def _outcome(source: Source, calls: Sequence[Heard]) -> Outcome:
    gone = {video_id for call in calls for video_id, fact in call.answers.items() if fact is None}
    return Outcome(
        platform=source.platform,
        source=source.name,
        reading_source=Reading.Source.PLATFORM_API,
        calls=calls,
        gone=gone,
    )
