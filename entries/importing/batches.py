"""The rows of an import are taken over a batch at a time, each wholly or not at all.

Each batch is one transaction that holds the campaign and the import, writes everything that
belongs to its rows and moves the cursor. Whoever is killed leaves nothing of a batch; whoever goes
on begins at the cursor; and of two that work at once, the one that comes late finds the cursor
moved and skips what the other has done.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.db import transaction

from entries.importing.cells import Line, Unreadable
from entries.importing.files import opened, table_of
from entries.importing.kinds import PHASES, Kind, campaign_of
from entries.importing.states import State, state_of
from entries.models import FileImport


class Taking(Protocol):
    """Takes rows of one import over."""

    def read(self, lines: Sequence[Line]) -> Any:
        """What the rows say, found outside of any transaction."""

    def write(self, file_import: Any, rows: Any, at: datetime) -> None:
        """Write what was read, within the batch's transaction, and add to the import's counts."""


def take_over_by_batches(
    kind: Kind,
    *,
    import_id: int,
    clock: Callable[[], datetime],
    size: int,
    taking_of: Callable[[Any], Taking],
) -> None:
    """Go on with an import until it is finished or stopped. Bears being run twice, also at once.

    clock: tells the moment of each batch. size: rows in one batch.
    """
    file_import = kind.get(import_id)
    if state_of(file_import) is not State.RUNNING:
        return
    try:
        with opened(file_import) as file:
            batches = _Batches(kind, file_import, taking_of(file_import), clock)
            batches.take(table_of(file_import, file, kind).rows, size)
    except Unreadable as unreadable:
        _rest(kind, import_id, failure=unreadable.reason, at=clock())


class _Batches:
    def __init__(
        self, kind: Kind, file_import: FileImport, taking: Taking, clock: Callable[[], datetime]
    ) -> None:
        self._kind, self._import_id, self._taking = kind, file_import.pk, taking
        self._rows_done, self._clock = file_import.rows_done, clock

    def take(self, lines: Iterator[Line], size: int) -> None:
        position = _skip(lines, self._rows_done)
        done: int | None = position
        while done is not None and done >= position:
            position += _skip(lines, done - position)
            with _no_garbage_collected():
                batch = list(islice(lines, size))
                if not batch:
                    return
                rows = self._taking.read(batch)
                done = self._take_one(position, len(batch), rows, self._clock())
            position += len(batch)

    @transaction.atomic
    def _take_one(self, position: int, count: int, rows: Any, at: datetime) -> int | None:
        """Take over the rows that follow the first `position` ones.

        Return how many rows of the file are done then, which may be more than these if somebody
        else is at work; None when there is no more to do: the import is finished or stopped.
        """
        file_import = self._kind.lock(self._import_id)
        if state_of(file_import) is not State.RUNNING:
            return None
        if file_import.rows_done != position:
            return file_import.rows_done
        if campaign_of(file_import).phase_under_lock(at=at) not in PHASES:
            _rest(self._kind, self._import_id, failure="not_in_this_phase", at=at)
            return None
        self._taking.write(file_import, rows, at)
        file_import.rows_done += count
        file_import.progressed_at = at
        if file_import.rows_done == file_import.rows_total:
            file_import.finished_at = at
        file_import.save()
        return None if file_import.finished_at else file_import.rows_done


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Looking for cycles among a batch's objects, where none are, took a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _skip(lines: Iterator[Line], count: int) -> int:
    return sum(1 for _line in islice(lines, count))


def _rest(kind: Kind, import_id: int, *, failure: str, at: datetime) -> None:
    """Let an import rest because it cannot go on; a person reads why and may resume it."""
    running = kind.all.filter(pk=import_id, finished_at__isnull=True, stop_asked_at__isnull=True)
    running.update(failure=failure, stop_asked_at=at)
