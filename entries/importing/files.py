"""The uploaded file of an import, opened as its table and its reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from django.conf import settings

from entries.importing.cells import Table, Unreadable
from entries.importing.columns import positions
from entries.importing.reading import first_rows, open_table
from entries.importing.rows import Reader
from entries.models import VideoImport


@contextmanager
def opened(video_import: VideoImport) -> Iterator[BinaryIO]:
    """The file, while it is read. Raises Unreadable when it is gone."""
    try:
        stored = video_import.file.storage.open(str(video_import.file.name), "rb")
    except FileNotFoundError as error:
        raise Unreadable("file_gone") from error
    with stored:
        yield cast(BinaryIO, stored.file)


def table_of(video_import: VideoImport, file: BinaryIO) -> Table:
    """The headings and rows, in the encoding that was chosen. Raises Unreadable."""
    return open_table(
        file,
        video_import.encoding,
        max_rows=settings.IMPORT_MAX_ROWS,
        max_bytes=settings.IMPORT_MAX_BYTES,
    )


def sample(file: BinaryIO, encoding: str, count: int) -> tuple[list[str], list[list[str]]]:
    """The headings and the first rows, as text. Raises Unreadable."""
    limits = {"max_bytes": settings.IMPORT_MAX_BYTES}
    headers = open_table(file, encoding, max_rows=1, **limits).headers
    return list(headers), first_rows(file, encoding, count, **limits)


def reader_of(video_import: VideoImport) -> Reader:
    """How the rows are read; asks for the campaign."""
    campaign = video_import.campaign
    return Reader(
        places=positions(video_import.columns, video_import.headers),
        zone=ZoneInfo(video_import.time_zone or campaign.time_zone),
        before=video_import.uploaded_at,
        platforms=frozenset(campaign.platforms),
    )
