"""A series of reported figures as text: a headings row, then a line for each moment.

Headings are `date`, `source`, and any of the figures, in any order; separated by commas,
semicolons or tabs. A day without a time is its beginning. Empty is not said, never 0.
Pure: no Django.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

ROWS_AT_MOST = 1000
HIGHEST = 2**63 - 1
SOURCE_AT_MOST = 200
COUNTS = ("views", "videos", "creators", "institutions", "regions", "followers")

# Grouped by threes or not at all: "28,3" is no number of videos.
_NUMBER = re.compile(r"(?a:\d{1,3}(?:([ ,.'’\u00a0\u202f])\d{3}(?:\1\d{3})*)?|\d+)")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MOMENT = re.compile(r"(\S+?)(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """What a source reported at a moment."""

    line: int
    taken_at: datetime
    source: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a line, as a code; `value` is what stands there."""

    line: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class ReadRows:
    """The rows, and the mistakes; with a single mistake nothing is taken over."""

    rows: list[ReportedRow] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


class _Wrong(Exception):  # noqa: N818 - becomes a Mistake, never leaves this module
    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value


def read_rows(text: str, *, zone: ZoneInfo, at: datetime) -> ReadRows:
    """Read a pasted or uploaded series; moments are of the zone, none lies after `at`."""
    lines = csv.reader(StringIO(text.lstrip("\ufeff").strip()), delimiter=_delimiter(text))
    try:
        headings = [cell.strip().casefold() for cell in next(lines, [])]
        wrong = _wrong_headings(headings)
        if wrong is not None:
            return ReadRows(mistakes=[wrong])
        return _read(lines, headings, zone=zone, at=at)
    except csv.Error:
        return ReadRows(mistakes=[Mistake(lines.line_num, "not_csv")])


def _read(
    lines: Iterator[list[str]], headings: list[str], *, zone: ZoneInfo, at: datetime
) -> ReadRows:
    found = ReadRows()
    seen: dict[tuple[datetime, str], int] = {}
    for line, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(found.rows) + len(found.mistakes) == ROWS_AT_MOST:
            found.mistakes.append(Mistake(line, "too_many"))
            break
        try:
            row = _row(line, dict(zip(headings, cells, strict=False)), zone=zone, at=at)
            key = (row.taken_at, row.source)
            if key in seen:
                raise _Wrong("repeats", str(seen[key]))
        except _Wrong as wrong:
            found.mistakes.append(Mistake(line, wrong.code, wrong.value))
        else:
            seen[key] = line
            found.rows.append(row)
    if not found.rows and not found.mistakes:
        found.mistakes.append(Mistake(1, "empty"))
    return found


def _delimiter(text: str) -> str:
    first = text.strip().partition("\n")[0]
    return max("\t;,", key=first.count)


def _wrong_headings(headings: list[str]) -> Mistake | None:
    known = {"date", "source", *COUNTS}
    named = [heading for heading in headings if heading]
    if not named:
        return Mistake(1, "empty")
    for heading in named:
        if heading not in known:
            return Mistake(1, "heading_unknown", heading)
        if named.count(heading) > 1:
            return Mistake(1, "heading_twice", heading)
    for needed in ("date", "source"):
        if needed not in named:
            return Mistake(1, "heading_missing", needed)
    return None


def _row(line: int, cells: dict[str, str], *, zone: ZoneInfo, at: datetime) -> ReportedRow:
    taken_at = _moment(cells.get("date", "").strip(), zone)
    if taken_at > at:
        raise _Wrong("future", cells["date"].strip())
    source = " ".join(cells.get("source", "").split())
    if not source:
        raise _Wrong("source_missing")
    if len(source) > SOURCE_AT_MOST:
        raise _Wrong("source_long")
    given = {name: cells.get(name, "").strip() for name in COUNTS}
    counts = {name: _count(text) for name, text in given.items() if text}
    if not counts:
        raise _Wrong("nothing")
    return ReportedRow(line, taken_at, source, counts)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    parts = _MOMENT.fullmatch(text)
    day = _DAY.fullmatch(parts[1]) if parts else None
    if parts is None or day is None:
        raise _Wrong("date", text)
    numbers = (day[1], day[2], day[3]) if day[1] else (day[6], day[5], day[4])
    try:
        on = date(*map(int, numbers))
        local = datetime.combine(on, time(int(parts[2] or 0), int(parts[3] or 0)), zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Wrong("date", text) from None


def _count(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise _Wrong("number", text)
    digits = "".join(letter for letter in text if letter.isdecimal())
    if len(digits) > 19 or (value := int(digits)) > HIGHEST:
        raise _Wrong("number", text)
    return value
