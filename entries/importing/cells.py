"""What stands in one cell of a table, and why a file cannot be read.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

Cell = str | int | float | bool | datetime | date | time | timedelta | None

MAX_COLUMNS = 100


class Line(NamedTuple):
    """One record of a table, with the number of the line (or row) on which it begins."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The headings of a file and the rows below them. Rows are read while they are asked for."""

    headers: tuple[str, ...]
    rows: Iterator[Line]


class Unreadable(Exception):  # noqa: N818 - an answer about a file, not an error of ours
    """The file is no table that can be read, from a line on or at all.

    `code` is one of `entries.importing.sentences`; `reason` holds the line, too.
    """

    def __init__(self, code: str, line: int | None = None) -> None:
        self.code = code
        self.reason = code if line is None else f"{code}:{line}"
        super().__init__(self.reason)


def text_of(cell: Cell) -> str:
    """A cell as text: without spaces around it, and without what no database keeps."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").strip()


def is_empty(cells: tuple[Cell, ...]) -> bool:
    for cell in cells:  # noqa: SIM110 - any() takes twice the time, and this is for every row
        if cell is not None and text_of(cell):
            return False
    return True
