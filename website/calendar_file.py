"""Writes iCalendar files (RFC 5545). Pure text: knows no campaigns and no clock.

Moments are written in UTC, which every calendar shows in its reader's own zone. A zone written out
would be the reader's calendar's idea of it, and zones change (Kazakhstan's did in 2024).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_LONGEST_LINE = 75
"""Bytes, without the line's end."""

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


@dataclass(frozen=True)
class CalendarEvent:
    """A moment. uid: the same for ever, whatever else changes; url: where to read more."""

    uid: str
    at: datetime
    summary: str
    description: str
    url: str
    is_cancelled: bool = False


def calendar_text(
    events: Iterable[CalendarEvent], *, name: str, language: str, made_at: datetime
) -> str:
    """The file with these events. name: of the calendar; language: code of the texts."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sahna//Campaigns//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # The first is the standard's, the second what most programs read.
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, language, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(event: CalendarEvent, language: str, made_at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(event.at)}",
        f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}",
        f"DESCRIPTION;LANGUAGE={language}:{_text(event.description)}",
        f"URL:{event.url}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        # It takes nobody's time: it is a date to know.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes; none ends within a letter's bytes."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LONGEST_LINE:
            yield piece
            # The space that marks a line as going on counts.
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
