"""A table as a file for spreadsheet programs: CSV or XLSX, written while it is read.

Texts that a spreadsheet program would take for a formula are made harmless.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook

from entries.importing.report import BOM, harmless

Value = str | int | Decimal | datetime | None
"""What a cell may hold. Moments have no zone any more: their heading names it."""

ROWS_OF_A_SHEET = 1_000_000
"""Spreadsheet programs stop a little later."""

# XML knows no way to write these; a comment that was pasted in may hold one.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Where the decimal sign is a comma, spreadsheet programs part a CSV at semicolons: a cell may then
# begin in the middle of a text, and a row at each of its lines. Some skip what cannot be seen, and
# read the wide signs of East Asian keyboards.
_CELL_BEGINS = re.compile(r"((?:^|[;\t\r\n])[\s\ufeff\u200b]*)([=+@＝＋－＠-])")


@dataclass(frozen=True)
class Table:
    """Headings, and rows that are read from the database while they are taken."""

    title: str
    headings: Sequence[str]
    rows: Iterator[Sequence[Value]]


def as_csv(table: Table) -> Iterator[str]:
    """The table as lines of a UTF-8 file, which begins with the mark that spreadsheets want."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_text(text) for text in table.headings])
    for row in table.rows:
        yield writer.writerow([_text(value) for value in row])


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """Write the table as a workbook; numbers and moments stay numbers and moments.

    What does not fit on one sheet goes on on the next.
    """
    book = Workbook(write_only=True)
    sheet = _sheet(book, table)
    for number, row in enumerate(table.rows):
        if number and number % ROWS_OF_A_SHEET == 0:
            sheet = _sheet(book, table)
        sheet.append([_cell(value) for value in row])
    book.save(file)


def _sheet(book: Workbook, table: Table) -> Any:
    sheet: Any = book.create_sheet(table.title[:28])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(text) for text in table.headings])
    return sheet


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, str):
        return harmless(_CELL_BEGINS.sub(r"\1'\2", _UNWRITABLE.sub("", value)))
    return "" if value is None else str(value)


def _cell(value: Value) -> Any:
    return harmless(_UNWRITABLE.sub("", value)) if isinstance(value, str) else value


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> Any:
        return text
