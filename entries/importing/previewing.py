"""A file is read to its end, and what it would do is kept: nothing else is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from entries.importing.cells import Line, Unreadable
from entries.importing.files import opened, table_of
from entries.importing.kinds import Kind
from entries.importing.report import forget_refused, keep_refused
from entries.importing.rows import Refusal
from entries.importing.states import State, state_of
from entries.models import FileImport


class Counting(Protocol):
    """Adds up what would become of the rows of one file."""

    rows: int
    refused: list[Refusal]

    def read(self, lines: Iterator[Line]) -> None:
        """Read all rows."""

    def summary(self) -> dict[str, Any]:
        """What the page shows, in plain JSON."""


def preview(
    kind: Kind, *, import_id: int, at: datetime, counting_of: Callable[[Any, datetime], Counting]
) -> None:
    """Read the whole file and keep what it would do. Bears being run twice."""
    file_import = kind.get(import_id)
    if state_of(file_import) is not State.READING:
        return
    try:
        with opened(file_import) as file:
            counting = counting_of(file_import, at)
            counting.read(table_of(file_import, file, kind).rows)
            if not counting.rows:
                raise Unreadable("no_rows")
    except Unreadable as unreadable:
        _keep(kind, file_import, at, failure=unreadable.reason)
        return
    _keep(kind, file_import, at, counting=counting)


@transaction.atomic
def _keep(
    kind: Kind,
    read: FileImport,
    at: datetime,
    *,
    counting: Counting | None = None,
    failure: str = "",
) -> None:
    """Keep the result, unless other columns were chosen while the file was read."""
    file_import = kind.all.select_for_update(no_key=True).get(pk=read.pk)
    if state_of(file_import) is not State.READING or file_import.mapped_at != read.mapped_at:
        return
    file_import.failure = failure
    forget_refused(file_import)
    if counting is not None:
        file_import.previewed_at, file_import.rows_total = at, counting.rows
        file_import.preview = counting.summary()
        keep_refused(file_import, counting.refused)
    file_import.save()
