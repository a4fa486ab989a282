"""XLSX → lines. Values as they were saved: no formula is evaluated, no link followed.

Pure: no Django.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import load_workbook

from entries.importing.cells import MAX_COLUMNS, Line, Unreadable

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

_MAX_PARTS = 2000
_LAST_ROW = 1_048_576  # of any sheet


def refuse_bomb(file: BinaryIO, *, max_bytes: int) -> None:
    """Raise Unreadable when unpacking would take far more room than the file.

    max_bytes: of a packed file. All parts may have four times as much; texts, which are held in
    memory, twice as much.
    """
    file.seek(0)
    try:
        parts = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("broken_workbook") from error
    texts = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    whole = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or texts > 2 * max_bytes or whole > 4 * max_bytes:
        raise Unreadable("too_big_inside")


def lines(file: BinaryIO, *, max_bytes: int) -> Iterator[Line]:
    """The rows of the first sheet, empty ones included. Raises Unreadable."""
    refuse_bomb(file, max_bytes=max_bytes)
    number = 0
    try:
        with _quietly():
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size need not be true
            rows = iter(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True))
            while some := _next(rows):
                for number, row in enumerate(some, start=number + 1):  # noqa: B020 - counts on
                    if number > _LAST_ROW:
                        raise Unreadable("broken_workbook", number)
                    yield Line(number, row)
    except (Unreadable, GeneratorExit):
        raise
    except Exception as error:  # anything at all can be wrong inside a made-up file
        raise Unreadable("broken_workbook", number + 1) from error


def _next(rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with _quietly():
        return list(islice(rows, 500))


def _quietly() -> Any:
    """Without openpyxl's warnings about styles and dates that it cannot read."""
    return warnings.catch_warnings(action="ignore")
