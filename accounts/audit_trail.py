"""The audit log for rows that are written many at a time.

auditlog listens to each row's saving; `bulk_create` saves none singly. Verbs that use it call this
right after, within their transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from auditlog.context import auditlog_disabled, auditlog_value
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import User

Changes = dict[str, tuple[Any, Any]]


def log_written(rows: Iterable[tuple[Model, Changes]], *, by: User | None) -> None:
    """Log rows with what changed in each: field to (before, after); before None for a new row.

    The address comes from the request, if there is one.
    """
    if auditlog_disabled.get():
        return
    address = auditlog_value.get({}).get("remote_addr")
    LogEntry.objects.bulk_create(
        LogEntry(
            content_type=ContentType.objects.get_for_model(row),
            object_pk=str(row.pk),
            object_id=row.pk,
            object_repr=str(row),
            action=LogEntry.Action.CREATE
            if all(before is None for before, _after in changes.values())
            else LogEntry.Action.UPDATE,
            changes={
                name: ["None" if value is None else str(value) for value in change]
                for name, change in changes.items()
            },
            actor=by,
            actor_email=by.email if by else None,
            remote_addr=address,
        )
        for row, changes in rows
    )
