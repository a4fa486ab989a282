"""The job that keeps figures anew: seconds of work where a large campaign's dates have changed."""

from __future__ import annotations

from datetime import datetime

import django

from entries.tasks import enqueue_once
from metrics.keeping import due_campaigns, keep_due

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved


@task()
def keep_views() -> int:
    """Keep the figures of the campaigns that are due; how many."""
    return keep_due()


def enqueue_due(*, at: datetime) -> bool:
    """Enqueue the job if a campaign's period is new. A periodic job."""
    return due_campaigns().exists() and enqueue_once(keep_views)
