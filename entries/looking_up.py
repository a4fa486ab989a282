"""Platforms are asked about videos by jobs, never by a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import monotonic

import django
from django.db import transaction

from accounts.clock import database_now
from entries import pending
from entries.cover_lookup import COVER, look_up_covers
from entries.models import Lookup
from entries.own_video_lookup import DISPLAY, look_up_own_videos
from entries.pending import Turn
from entries.questions import put_questions, sources_for
from entries.tasks import enqueue_once
from entries.video_lookup import look_up_videos

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

# A job ends after that many seconds, so that others have their turn, and another goes on.
SECONDS_AT_A_TIME = 60
# After that many calls without an answer a source is left alone until the next tick.
AWAY_IN_A_ROW = 3


def ask_about(*, platform: str, video_id: str, at: datetime) -> None:
    """Have every source that can tell something of the video asked, soon and by a job.

    May be called as often as one likes. Where no source can be asked, nothing is pending and what
    is not known stays unknown.
    """
    names = sources_for(platform=platform, video_id=video_id)
    put_questions(names=names, platform=platform, video_id=video_id, at=at)
    for name in names:
        transaction.on_commit(partial(enqueue_once, look_up_task, name.value))


def look_up(*, source: str, at: datetime) -> Turn:
    """Ask a source by one call about what has been due longest, and settle it."""
    if source == COVER:
        return look_up_covers(at=at)
    if source == DISPLAY:
        return look_up_own_videos(at=at)
    return look_up_videos(name=source, at=at)


@task()
def look_up_task(source: str) -> int:
    """Work off what is due of a source; return how many questions were settled."""
    ends = monotonic() + SECONDS_AT_A_TIME
    settled = away = 0
    while away < AWAY_IN_A_ROW:
        turn = look_up(source=source, at=database_now())
        if not turn.taken:
            break
        settled += turn.settled
        away = away + 1 if turn.is_away else 0
        if turn.settled:
            enqueue_due_lookups(at=database_now(), sources=[COVER])
        if monotonic() > ends:
            enqueue_once(look_up_task, source)
            break
    return settled


def enqueue_due_lookups(*, at: datetime, sources: Iterable[str] = Lookup.Source.values) -> int:
    """Enqueue a job for each source that has something due; return how many. A periodic job."""
    due = pending.due(Lookup.objects.filter(source__in=sources), at=at)
    names = due.order_by().values_list("source", flat=True).distinct()
    return sum(enqueue_once(look_up_task, name) for name in sorted(names))
