"""CSV and its relatives → lines. The alphabet and the delimiter are recognised.

Pure: no Django.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from entries.importing.cells import MAX_COLUMNS, Line, Unreadable

UTF8 = "utf-8-sig"
CYRILLIC = "windows-1251"
ARABIC = "windows-1256"
ENCODINGS = (UTF8, "utf-16", "utf-16-le", "utf-16-be", CYRILLIC, ARABIC)
GUESSED = frozenset({CYRILLIC, ARABIC})
"""Encodings that nothing in a file can prove: a person has to look."""

_DELIMITERS = ",;\t"
_CHUNK = 1024 * 1024
_SAMPLE = 256 * 1024
# No caption is as long; a quotation mark that is never closed would swallow the rest of the file.
csv.field_size_limit(100_000)


def recognise_encoding(file: BinaryIO) -> str:
    """The alphabet in which a file is written; Windows' own ones are only a guess."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if max(zeros_even, zeros_odd) > len(sample) // 10:
        return "utf-16-be" if zeros_even > zeros_odd else "utf-16-le"
    if _is_utf8(file):
        return UTF8
    cyrillic, arabic = _share(sample, CYRILLIC, "а", "я"), _share(sample, ARABIC, "ء", "ي")
    return ARABIC if arabic > cyrillic else CYRILLIC


def lines(file: BinaryIO, encoding: str) -> Iterator[Line]:
    """The records of a file, blank ones included. Raises Unreadable."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    number = 1
    try:
        reader = csv.reader(text, delimiter=_delimiter(text), strict=True)
        for record in reader:
            yield Line(number, tuple(record[:MAX_COLUMNS]))
            number = reader.line_num + 1
    except UnicodeError as error:
        raise Unreadable("wrong_encoding", number) from error
    except csv.Error as error:
        raise Unreadable("broken_quotes", number) from error
    finally:
        with suppress(ValueError):  # whoever opened the file closes it, and perhaps has
            text.detach()


def _delimiter(text: io.TextIOWrapper) -> str:
    """What parts the headings into the most pieces; the text is back at its beginning."""
    counts = {}
    for delimiter in _DELIMITERS:
        text.seek(0)
        records = csv.reader(text, delimiter=delimiter)
        counts[delimiter] = next((len(record) for record in records if any(record)), 0)
    text.seek(0)
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _share(sample: bytes, encoding: str, first: str, last: str) -> float:
    """How much of what is not ASCII would be letters of an alphabet (small ones, if it has two)."""
    foreign = bytes(byte for byte in sample if byte > 127)
    letters = foreign.decode(encoding, "replace")
    return sum(first <= letter <= last for letter in letters) / max(len(letters), 1)
