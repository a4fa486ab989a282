"""The uploaded file of an import, opened as its table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from entries.importing.cells import Table, Unreadable
from entries.importing.kinds import Kind, campaign_of
from entries.importing.reading import first_rows, open_table
from entries.models import FileImport


@contextmanager
def opened(file_import: FileImport) -> Iterator[BinaryIO]:
    """The file, while it is read. Raises Unreadable when it is gone."""
    try:
        stored = file_import.file.storage.open(str(file_import.file.name), "rb")
    except FileNotFoundError as error:
        raise Unreadable("file_gone") from error
    with stored:
        yield cast(BinaryIO, stored.file)


def table_of(file_import: FileImport, file: BinaryIO, kind: Kind) -> Table:
    """The headings and rows, in the encoding that was chosen. Raises Unreadable."""
    return open_table(file, file_import.encoding, max_rows=kind.max_rows, max_bytes=kind.max_bytes)


def sample(
    file: BinaryIO, encoding: str, count: int, kind: Kind
) -> tuple[list[str], list[list[str]]]:
    """The headings and the first rows, as text. Raises Unreadable."""
    limits = {"max_bytes": kind.max_bytes}
    headers = open_table(file, encoding, max_rows=1, **limits).headers
    return list(headers), first_rows(file, encoding, count, **limits)


def zone_of(file_import: FileImport) -> ZoneInfo:
    """The zone in which times are read that name none."""
    return ZoneInfo(file_import.time_zone or campaign_of(file_import).time_zone)
