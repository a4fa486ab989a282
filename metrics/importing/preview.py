"""What an import of readings would do, counted before anything of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from contests.locking import lock_campaign
from entries.importing.cells import Line
from entries.importing.previewing import preview
from entries.importing.rows import Refusal
from metrics.importing import staging
from metrics.importing.kind import READINGS, reader_of
from metrics.importing.refusals import all_refused
from metrics.importing.taking_over import BATCH
from metrics.keeping import is_kept, keep_anew
from metrics.models import ReadingImport


def preview_import(*, import_id: int, at: datetime) -> None:
    """Read the whole file and keep what it would do. Bears being run twice."""
    preview(READINGS, import_id=import_id, at=at, counting_of=_Counting)


class _Counting:
    """Reads rows and adds up what would become of them."""

    def __init__(self, reading_import: ReadingImport, at: datetime) -> None:
        self._campaign = reading_import.campaign
        self._reader = reader_of(reading_import)
        self.refused: list[Refusal] = []
        self.rows = self._readings = self._falling = self._videos = 0
        self._first: datetime | None = None
        self._last: datetime | None = None

    def read(self, lines: Iterator[Line]) -> None:
        self._keep_anew()
        with staging.staging():
            while batch := list(islice(lines, BATCH)):
                self.rows += len(batch)
                # One transaction for the temporary tables; short, as SQLite has one writer.
                with transaction.atomic():
                    self._add(batch)
            self._videos = staging.count_foreseen()

    def _keep_anew(self) -> None:
        """The order of readings is judged by the kept ones, which follow from the others."""
        with transaction.atomic():
            campaign = lock_campaign(self._campaign.pk)
            if not is_kept(campaign):
                keep_anew(campaign=campaign)

    def _add(self, batch: list[Line]) -> None:
        rows = self._reader.read(batch)
        staging.judge(self._campaign, rows.candidates)
        self.refused += all_refused(self._reader, batch, rows)
        count, first, last, falling = staging.accepted()
        staging.foresee()
        self._readings += count
        self._falling += falling
        self._first = min(filter(None, (self._first, first)), default=None)
        self._last = max(filter(None, (self._last, last)), default=None)

    def summary(self) -> dict[str, Any]:
        """What the page shows, in plain JSON."""
        return {
            "readings": self._readings,
            "videos": self._videos,
            "falling": self._falling,
            "refused": len(self.refused),
            "first": self._first and self._first.isoformat(),
            "last": self._last and self._last.isoformat(),
        }
