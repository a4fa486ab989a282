"""Imports of videos, as a kind."""

from __future__ import annotations

from entries.importing.columns import HEADINGS, Field
from entries.importing.files import zone_of
from entries.importing.kinds import Kind
from entries.importing.rows import Reader
from entries.importing.sentences import FIELD_NAMES, ROW_MESSAGES, ImportRefused
from entries.models import VideoImport

VIDEOS = Kind(
    model=VideoImport,
    headings=HEADINGS,
    field_names=FIELD_NAMES,
    asked={Field.LINK: "link_column_missing"},
    enough=frozenset({Field.LINK}),
    time=Field.POSTED_AT,
    refusal=ImportRefused,
    row_messages=ROW_MESSAGES,
    rows_setting="IMPORT_MAX_ROWS",
    bytes_setting="IMPORT_MAX_BYTES",
    reads="entries.importing.tasks.read_import",
    takes_over="entries.importing.tasks.take_over_import",
)


def reader_of(video_import: VideoImport) -> Reader:
    """How the rows of a file are read; asks for the campaign."""
    return Reader(
        places=HEADINGS.positions(video_import.columns, video_import.headers),
        zone=zone_of(video_import),
        before=video_import.uploaded_at,
        platforms=frozenset(video_import.campaign.platforms),
    )
