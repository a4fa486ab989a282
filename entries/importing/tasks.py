"""The jobs that read a file and take it over, and the look after those that were interrupted."""

from __future__ import annotations

from datetime import datetime, timedelta

import django
from django.db.models import Q

from accounts.clock import database_now
from entries.importing.kinds import Kind
from entries.importing.preview import preview_import
from entries.importing.taking_over import take_over
from entries.importing.videos import VIDEOS

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

STALE_AFTER = timedelta(minutes=2)
"""Longer than any batch takes, and than most files take to be read."""


@task()
def read_import(import_id: int) -> None:
    """Count what an import would do."""
    preview_import(import_id=import_id, at=database_now())


@task()
def take_over_import(import_id: int) -> None:
    """Take an import over, from where it stands to its end or until it is stopped."""
    take_over(import_id=import_id, clock=database_now)


def resume_imports(*, at: datetime, kind: Kind = VIDEOS) -> int:
    """Enqueue imports whose worker vanished or was never told; return how many. A periodic job."""
    stale = at - STALE_AFTER
    waiting = kind.all.filter(finished_at__isnull=True, stop_asked_at__isnull=True)
    running = waiting.filter(started_at__lt=stale).filter(
        Q(progressed_at__isnull=True) | Q(progressed_at__lt=stale)
    )
    unread = waiting.filter(
        started_at__isnull=True, previewed_at__isnull=True, mapped_at__lt=stale, failure=""
    )
    for import_id in running.values_list("pk", flat=True):
        kind.take_over_soon(import_id)
    for import_id in unread.values_list("pk", flat=True):
        kind.read_soon(import_id)
    return running.count() + unread.count()
