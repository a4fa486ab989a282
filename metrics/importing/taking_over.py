"""The rows of an import become readings: a batch at a time, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from entries.importing.batches import take_over_by_batches
from entries.importing.cells import Line
from entries.importing.report import keep_refused
from entries.importing.writing import insert_selected
from metrics.importing import staging
from metrics.importing.kind import READINGS, reader_of
from metrics.importing.refusals import all_refused
from metrics.importing.rows import Rows
from metrics.keeping import is_kept, keep_anew, keep_new
from metrics.models import Reading, ReadingBatch, ReadingImport

BATCH = 20_000
"""Rows in one transaction: the campaign is held for some tenths of a second."""


def take_over(*, import_id: int, clock: Callable[[], datetime]) -> None:
    """Go on with an import until it is finished or stopped. Bears being run twice, also at once.

    clock: tells the moment of each batch.
    """
    with staging.staging():
        take_over_by_batches(
            READINGS, import_id=import_id, clock=clock, size=BATCH, taking_of=_TakingReadings
        )


class _Batch(NamedTuple):
    lines: Sequence[Line]
    rows: Rows


class _TakingReadings:
    def __init__(self, reading_import: ReadingImport) -> None:
        self._reader = reader_of(reading_import)

    def read(self, lines: Sequence[Line]) -> _Batch:
        return _Batch(lines, self._reader.read(lines))

    def write(self, reading_import: ReadingImport, batch: _Batch, at: datetime) -> None:
        campaign = reading_import.campaign
        if not is_kept(campaign):
            keep_anew(campaign=campaign)
        staging.judge(campaign, batch.rows.candidates)
        refused = all_refused(self._reader, batch.lines, batch.rows)
        count, _first, _last, falling = staging.accepted()
        _write_readings(reading_import, at)
        keep_new(campaign=campaign, rows_sql=staging.ACCEPTED)
        keep_refused(reading_import, refused)
        reading_import.count_taken += count
        reading_import.count_falling += falling
        reading_import.count_refused += len(refused)


def _write_readings(reading_import: ReadingImport, at: datetime) -> None:
    batch, _made = ReadingBatch.objects.get_or_create(
        reading_import=reading_import, defaults={"came_at": at}
    )
    insert_selected(
        Reading,
        ("entry_id", "taken_at", "views", "likes", "comments", "shares"),
        staging.ACCEPTED,
        source=Reading.Source.IMPORT,
        recorded_at=at,
        recorded_by_id=reading_import.started_by_id,
        batch_id=batch.pk,
    )
