"""The jobs that read a file of readings and take it over."""

from __future__ import annotations

from datetime import datetime

import django

from accounts.clock import database_now
from entries.importing import tasks as of_imports
from metrics.importing.kind import READINGS
from metrics.importing.preview import preview_import
from metrics.importing.taking_over import take_over

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved


@task()
def read_import(import_id: int) -> None:
    """Count what an import would do."""
    preview_import(import_id=import_id, at=database_now())


@task()
def take_over_import(import_id: int) -> None:
    """Take an import over, from where it stands to its end or until it is stopped."""
    take_over(import_id=import_id, clock=database_now)


def resume_imports(*, at: datetime) -> int:
    """Go on with imports whose worker vanished or was never told. A periodic job."""
    return of_imports.resume_imports(at=at, kind=READINGS)
