"""Imports of readings, as a kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.audit_trail import Changes
from entries.importing.files import zone_of
from entries.importing.kinds import Kind
from metrics.importing.columns import HEADINGS, Field
from metrics.importing.rows import Reader
from metrics.importing.sentences import FIELD_NAMES, ROW_MESSAGES, ReadingImportRefused
from metrics.models import ReadingImport


def settle_moment(reading_import: ReadingImport, own: Mapping[str, Any]) -> Changes:
    """Take down when all figures were read (`taken_at`), where no column says it of each.

    Raises ReadingImportRefused: moment_missing, future.
    """
    before = reading_import.taken_at
    taken_at = None if Field.TAKEN_AT in reading_import.columns else own.get("taken_at")
    if taken_at is None and Field.TAKEN_AT not in reading_import.columns:
        raise ReadingImportRefused("moment_missing")
    if taken_at is not None and taken_at > reading_import.uploaded_at:
        raise ReadingImportRefused("future")
    reading_import.taken_at = taken_at
    return {} if taken_at == before else {"taken_at": (before, taken_at)}


READINGS = Kind(
    model=ReadingImport,
    headings=HEADINGS,
    field_names=FIELD_NAMES,
    asked={Field.LINK: "link_column_missing", Field.VIEWS: "views_column_missing"},
    enough=frozenset({Field.LINK, Field.TAKEN_AT, Field.VIEWS}),
    time=Field.TAKEN_AT,
    refusal=ReadingImportRefused,
    row_messages=ROW_MESSAGES,
    rows_setting="READINGS_IMPORT_MAX_ROWS",
    bytes_setting="READINGS_IMPORT_MAX_BYTES",
    reads="metrics.importing.tasks.read_import",
    takes_over="metrics.importing.tasks.take_over_import",
    complete=settle_moment,
)


def reader_of(reading_import: ReadingImport) -> Reader:
    """How the rows of a file are read; asks for the campaign."""
    return Reader(
        places=HEADINGS.positions(reading_import.columns, reading_import.headers),
        zone=zone_of(reading_import),
        before=reading_import.uploaded_at,
        taken_at=reading_import.taken_at,
        form=_as_kept,
    )


def _as_kept(moment: datetime) -> str:
    """A moment as this database writes it."""
    return str(connection.ops.adapt_datetimefield_value(moment))
