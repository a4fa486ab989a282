"""Rows of a platform's export → candidates for readings, or why there are none.

This runs for every row of files of half a million: what a cell says is worked out once for equal
texts, and the usual form of a link is known by its pattern.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from entries.importing import values
from entries.importing.cells import Cell, Line, text_of
from entries.importing.rows import Refusal
from entries.links import LinkRefused, parse_video_link
from entries.video_ids import TIKTOK
from metrics.importing.columns import Field

Said = TypeVar("Said")

KEPT = 100_000
"""Texts of which it is remembered what they say: more than a batch has, and some ten megabytes."""
_NOWHERE = -1  # where a padded row has an empty cell

_TIKTOK = re.compile(r"https://www\.tiktok\.com/@[A-Za-z0-9._]{1,40}/video/([1-9][0-9]{18})")
_BELOW_ZERO = re.compile(r"[-−–]\s*\d")


class Candidate(NamedTuple):
    """A reading that may be taken over, as a database takes it.

    taken_at: in the form that `Reader.form` gives it. Figures are digits; None is not known.
    """

    line: int
    platform: str
    video_id: str
    taken_at: str
    views: str
    likes: str | None
    comments: str | None
    shares: str | None


@dataclass
class Rows:
    """What some rows of a file say, each in one of two heaps, in the order of the file."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


class Reader:
    """How the rows of one file are to be read.

    zone: of times that name none. before: when the file was uploaded; nothing in it was read
    later. taken_at: when all of it was read, for a file without such a column. form: how the
    database writes a moment.
    """

    def __init__(
        self,
        *,
        places: Mapping[Field, int],
        zone: ZoneInfo,
        before: datetime,
        taken_at: datetime | None,
        form: Callable[[datetime], str],
    ) -> None:
        self._places = [places.get(field, _NOWHERE) for field in Field]
        self._width = max(self._places) + 1
        self._zone, self._before, self._form = zone, before, form
        self._taken_at = None if Field.TAKEN_AT in places else taken_at
        self._links = _Remembered(_video)
        self._moments = _Remembered(self._moment)
        self._figures = _Remembered(_figure)

    def read(self, lines: Iterable[Line]) -> Rows:
        """The candidates in these rows. Never raises."""
        rows = Rows()
        add, made, is_usual = rows.candidates.append, tuple.__new__, _TIKTOK.fullmatch
        links, moments, figures = self._links, self._moments, self._figures
        link, taken_at, views, likes, comments, shares = self._places
        nothing = (None,)
        for number, cells in lines:
            if len(cells) < self._width:
                cells += nothing * (self._width - len(cells))  # noqa: PLW2901 - the padded row
            cells += nothing  # noqa: PLW2901 - what stands nowhere
            try:
                told = cells[link]
                usual = is_usual(told) if type(told) is str else None
                platform, video_id = (TIKTOK, usual[1]) if usual else links[told]
                # Hardly two videos have as many views: nothing to be remembered.
                seen = _digits(cells[views]) or figures[cells[views]]
                if seen is None:
                    raise _Refused("views_missing", "")
                add(
                    made(
                        Candidate,
                        (
                            number,
                            platform,
                            video_id,
                            moments[cells[taken_at]],
                            seen,
                            figures[cells[likes]],
                            figures[cells[comments]],
                            figures[cells[shares]],
                        ),
                    )
                )
            except _Refused as refused:
                rows.refused.append(Refusal(number, refused.code, refused.text[:300]))
        return rows

    def told(self, line: Line) -> str:
        """Which video and moment a row names, as it was written."""
        cells = (*line.cells, *[None] * (self._width - len(line.cells)), None)
        named = [text_of(cells[place]) for place in self._places[:2]]
        return " · ".join(filter(None, named))[:300]

    def _moment(self, cell: Cell) -> str:
        try:
            taken_at = values.moment(cell, self._zone) or self._taken_at
        except ValueError as error:
            raise _Refused("malformed_time", text_of(cell)) from error
        if taken_at is None:
            raise _Refused("moment_missing", "")
        if taken_at > self._before:
            raise _Refused("future", text_of(cell))
        return self._form(taken_at)


class _Remembered(dict[Cell, Said], Generic[Said]):
    """What cells say, worked out when it is asked for and remembered for texts.

    Numbers are not remembered: 1 and True are one key.
    """

    def __init__(self, say: Callable[[Cell], Said]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, cell: Cell) -> Said:
        said = self._say(cell)
        if cell is None or type(cell) is str:
            if len(self) >= KEPT:
                self.clear()
            self[cell] = said
        return said


def _video(cell: Cell) -> tuple[str, str]:
    """Platform and video id."""
    text = text_of(cell)
    if not text:
        raise _Refused("link_missing", "")
    try:
        link = parse_video_link(text)
    except LinkRefused as refused:
        raise _Refused(refused.code.value, text) from refused
    return link.platform, link.video_id


def _digits(cell: Cell) -> str | None:
    """A count that is written in digits and nothing else."""
    if type(cell) is str and cell.isdigit() and cell.isascii() and len(cell) <= 15:
        return cell
    return None


def _figure(cell: Cell) -> str | None:
    """A count in digits; None for an empty cell."""
    text = text_of(cell)
    if digits := _digits(text):
        return digits
    try:
        number = values.number(cell)
    except ValueError as error:
        code = "negative" if _BELOW_ZERO.match(text) else "malformed_count"
        raise _Refused(code, text) from error
    return None if number is None else str(number)


class _Refused(Exception):  # noqa: N818 - an answer
    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text
