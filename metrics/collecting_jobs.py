"""Platforms are asked about views by jobs, slot by slot."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

import django

from accounts.clock import database_now
from entries import pending
from entries.looking_up import AWAY_IN_A_ROW, SECONDS_AT_A_TIME
from entries.pending import Turn
from entries.tasks import enqueue_once
from metrics.asking_tiktok import ask_tiktok
from metrics.asking_views import Clock, ask_youtube
from metrics.collecting import collecting_campaigns, want_readings
from metrics.models import PendingReading

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved


def take_readings(*, source: str, clock: Clock = database_now) -> Turn:
    """Ask a source about the views of what has been due longest, and settle it."""
    if source == PendingReading.Source.TIKTOK_DISPLAY:
        return ask_tiktok(clock=clock)
    return ask_youtube(clock=clock)


@task()
def take_readings_task(source: str) -> int:
    """Work off the readings that are due of a source; return how many were settled."""
    ends = monotonic() + SECONDS_AT_A_TIME
    settled = away = 0
    while away < AWAY_IN_A_ROW:
        turn = take_readings(source=source)
        if not turn.taken:
            break
        settled += turn.settled
        away = away + 1 if turn.is_away else 0
        if monotonic() > ends:
            enqueue_once(take_readings_task, source)
            break
    return settled


def enqueue_due_readings(*, at: datetime) -> int:
    """Have due videos read, and a job enqueued for each source; return how many. A periodic job."""
    for campaign in collecting_campaigns(at=at):
        want_readings(campaign_id=campaign.pk, at=at)
    due = pending.due(PendingReading.objects.all(), at=at)
    names = due.order_by().values_list("source", flat=True).distinct()
    return sum(enqueue_once(take_readings_task, name) for name in sorted(names))
