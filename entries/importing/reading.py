"""A file from a platform's export → a table: its headings, and its rows one after another.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from entries.importing import delimited, workbook
from entries.importing.cells import Cell, Line, Table, Unreadable, is_empty, text_of

WORKBOOK = "xlsx"
"""What stands in the place of an encoding for a file that has its own."""


def recognise_encoding(file: BinaryIO) -> str:
    """WORKBOOK, or the alphabet of a text file. Raises Unreadable."""
    file.seek(0)
    start = file.read(4)
    if not start:
        raise Unreadable("empty")
    if start == workbook.OLD_EXCEL:
        raise Unreadable("old_excel")
    return WORKBOOK if start == workbook.ZIP else delimited.recognise_encoding(file)


def open_table(file: BinaryIO, encoding: str, *, max_rows: int, max_bytes: int) -> Table:
    """The table in a file. Reading it, to the end or not, may raise Unreadable.

    Empty rows are left out and not counted; the headings are the first row that is not empty.
    """
    if encoding == WORKBOOK:
        lines = workbook.lines(file, max_bytes=max_bytes)
    else:
        lines = delimited.lines(file, encoding)
    filled = (line for line in lines if not is_empty(line.cells))
    first = next(filled, None)
    if first is None:
        raise Unreadable("empty")
    return Table(_headers(first.cells), _limited(filled, max_rows))


def first_rows(file: BinaryIO, encoding: str, count: int, *, max_bytes: int) -> list[list[str]]:
    """The first rows as text, for people to look at. Raises Unreadable."""
    table = open_table(file, encoding, max_rows=count + 1, max_bytes=max_bytes)
    width = len(table.headers)
    return [_as_text(line.cells, width) for line in islice(table.rows, count)]


def _limited(lines: Iterator[Line], most: int) -> Iterator[Line]:
    for count, line in enumerate(lines, start=1):
        if count > most:
            raise Unreadable("too_many_rows")
        yield line


def _headers(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Headings, each once and none empty: "Link", "Link (2)", "C" for the third column."""
    names: list[str] = []
    texts = [" ".join(text_of(cell).split())[:100] for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    for index, text in enumerate(texts):
        name, number = text or _letter(index), 2
        while name in names:
            name, number = f"{text or _letter(index)} ({number})", number + 1
        names.append(name)
    return tuple(names)


def _letter(index: int) -> str:
    """How spreadsheets call a column: A, B … Z, AA …"""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _as_text(cells: Sequence[Cell], width: int) -> list[str]:
    texts = [text_of(cell)[:200] for cell in cells[:width]]
    return texts + [""] * (width - len(texts))
