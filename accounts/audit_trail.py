"""The audit log for rows that are written many at a time.

auditlog listens to each row's saving; `bulk_create` saves none singly. Verbs that use it call this
right after, within their transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from auditlog.context import auditlog_disabled, auditlog_value
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import User

Changes = dict[str, tuple[Any, Any]]

_AT_ONCE = 1000


def log_written(rows: Iterable[tuple[Model, Changes]], *, by: User | None) -> None:
    """Log rows with what changed in each: field to (before, after); before None for a new row.

    The address comes from the request, if there is one.
    """
    if auditlog_disabled.get():
        return
    address = _address()
    kinds: dict[type[Model], int] = {}
    waiting = (_entry_of(row, changes, kinds, address, by=by) for row, changes in rows)
    # Not all at once: tens of thousands of entries need not be in memory together.
    while batch := list(islice(waiting, _AT_ONCE)):
        LogEntry.objects.bulk_create(batch)


def log_looked_at(rows: Iterable[Model], *, by: User) -> None:
    """Log that somebody was shown what is kept apart about these rows, and nothing of what it says.

    For the request in which it is shown; the address comes from it.
    """
    entries = [_entry_of(row, {}, {}, _address(), by=by) for row in rows]
    for entry in entries:
        entry.action = LogEntry.Action.ACCESS
    LogEntry.objects.bulk_create(entries, batch_size=_AT_ONCE)


def _address() -> str | None:
    address: str | None = auditlog_value.get({}).get("remote_addr")
    return address


def _entry_of(
    row: Model,
    changes: Changes,
    kinds: dict[type[Model], int],
    address: str | None,
    *,
    by: User | None,
) -> LogEntry:
    """One row’s entry, by the ids of its kind and its author."""
    kind = type(row)
    if kind not in kinds:
        kinds[kind] = ContentType.objects.get_for_model(row).pk
    is_new = all(before is None for before, _after in changes.values())
    return LogEntry(
        content_type_id=kinds[kind],
        object_pk=str(row.pk),
        object_id=row.pk,
        object_repr=str(row),
        action=LogEntry.Action.CREATE if is_new else LogEntry.Action.UPDATE,
        changes={
            name: ["None" if value is None else str(value) for value in change]
            for name, change in changes.items()
        },
        actor_id=by.pk if by else None,
        actor_email=by.email if by else None,
        remote_addr=address,
    )
