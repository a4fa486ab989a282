"""Files as platforms export them: CSV in every alphabet, XLSX, and what only looks like one."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook

from entries.video_ids import tiktok_id_for

HEADERS = ("Video URL", "Username", "Caption", "Posted at", "Duration", "Views")
POSTED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


def csv_file(
    rows: Iterable[Sequence[Any]],
    *,
    headers: Sequence[str] = HEADERS,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([headers, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def xlsx_file(rows: Iterable[Sequence[Any]], *, headers: Sequence[str] = HEADERS) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in [headers, *rows]:
        book.active.append(list(row))
    book.save(file)
    file.seek(0)
    return file


def replace_part(file: io.BytesIO, name: str, content: bytes) -> io.BytesIO:
    """The same workbook with another content of one of its parts."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    changed.seek(0)
    return changed


def exported(
    number: int,
    *,
    posted_at: datetime = POSTED,
    caption: str | None = None,
    handle: str | None = None,
    seconds: Any = 42,
) -> list[Any]:
    """One row as TikTok exports it; different numbers are different videos."""
    handle = handle or f"reader{number}"
    return [
        f"https://www.tiktok.com/@{handle}/video/{tiktok_id_for(posted_at, salt=number)}",
        handle,
        f"Кітап {number} #кітапток" if caption is None else caption,
        posted_at.isoformat(),
        seconds,
        f"{number} 000",
    ]
