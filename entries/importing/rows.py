"""A row of a platform's export → a candidate for an entry, or why there is none.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from entries.handles import clean_handle
from entries.importing import values
from entries.importing.cells import Cell, Line, text_of
from entries.importing.columns import Field
from entries.links import LinkRefused, VideoLink, parse_video_link
from entries.platforms.facts import VideoFacts

Value = TypeVar("Value")

_LONGEST_URL = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row gives no entry: a code of `entries.importing.sentences`, and what stood there."""

    line: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A video that may become an entry, with what the platform's export says of it."""

    line: int
    url: str
    handle: str
    facts: VideoFacts
    language: str
    country: str

    @property
    def key(self) -> tuple[str, str]:
        return self.facts.platform, self.facts.video_id


@dataclass(frozen=True)
class Reader:
    """How the rows of one file are to be read.

    zone: of times that name none. before: when the file was uploaded; nothing in it was posted
    later. platforms: the campaign's.
    """

    places: Mapping[Field, int]
    zone: ZoneInfo
    before: datetime
    platforms: frozenset[str]

    def read(self, line: Line) -> Candidate | Refusal:
        """The candidate in a row. Never raises."""
        try:
            return self._candidate(line)
        except _Refused as refused:
            return Refusal(line.number, refused.code, refused.text[:300])

    def _candidate(self, line: Line) -> Candidate:
        link = self._link(line)
        if link.platform not in self.platforms:
            raise _Refused("platform_not_allowed", link.canonical_url)
        author_id = self._text(line, Field.AUTHOR_ID, 80)
        named = self._handle(line)
        # A link's handle is only a claim, but better than none.
        handle = named or link.claimed_handle or author_id
        if handle is None:
            raise _Refused("handle_missing", link.canonical_url)
        facts = VideoFacts(
            platform=link.platform,
            video_id=link.video_id,
            caption=self._text(line, Field.CAPTION, 20_000),
            author_handle=named and named.lower(),
            author_id=author_id,
            author_name=self._text(line, Field.AUTHOR_NAME, 150),
            posted_at=self._posted_at(line),
            seconds=self._strictly(line, Field.SECONDS, values.length, "malformed_duration"),
            public=self._public(line),
            views=self._perhaps(line, Field.VIEWS, values.number),
            likes=self._perhaps(line, Field.LIKES, values.number),
            comments=self._perhaps(line, Field.COMMENTS, values.number),
            shares=self._perhaps(line, Field.SHARES, values.number),
        )
        return Candidate(
            line=line.number,
            url=_readable_url(link, handle),
            handle=handle,
            facts=facts,
            language=self._perhaps(line, Field.LANGUAGE, values.language) or "",
            country=self._perhaps(line, Field.COUNTRY, values.country) or "",
        )

    def _link(self, line: Line) -> VideoLink:
        text = text_of(self._cell(line, Field.LINK))
        if not text:
            raise _Refused("link_missing", "")
        try:
            return parse_video_link(text)
        except LinkRefused as refused:
            raise _Refused(refused.code.value, text) from refused

    def _handle(self, line: Line) -> str | None:
        text = text_of(self._cell(line, Field.HANDLE))
        handle = clean_handle(text)
        if text and handle is None:
            raise _Refused("malformed_handle", text)
        return handle

    def _posted_at(self, line: Line) -> datetime | None:
        posted_at = self._strictly(
            line, Field.POSTED_AT, lambda cell: values.moment(cell, self.zone), "malformed_time"
        )
        # A day's tolerance, for files whose times are of another zone.
        if posted_at and posted_at > self.before + timedelta(days=1):
            raise _Refused("time_ahead", text_of(self._cell(line, Field.POSTED_AT)))
        return posted_at

    def _public(self, line: Line) -> bool | None:
        """An export lists what its platform shows, unless a column says otherwise."""
        said = text_of(self._cell(line, Field.PUBLIC))
        return self._perhaps(line, Field.PUBLIC, values.publicity) if said else True

    def _cell(self, line: Line, of: Field) -> Cell:
        place = self.places.get(of)
        return None if place is None or place >= len(line.cells) else line.cells[place]

    def _text(self, line: Line, of: Field, longest: int) -> str | None:
        return text_of(self._cell(line, of))[:longest] or None

    def _strictly(
        self, line: Line, of: Field, read: Callable[[Cell], Value | None], code: str
    ) -> Value | None:
        """What a cell says, None if it is empty; what cannot be read refuses the row."""
        cell = self._cell(line, of)
        try:
            return None if cell is None else read(cell)
        except ValueError as error:
            raise _Refused(code, text_of(cell)) from error

    def _perhaps(self, line: Line, of: Field, read: Callable[[Cell], Value | None]) -> Value | None:
        """What a cell says that no rule depends on; None where it cannot be read."""
        try:
            return read(self._cell(line, of))
        except ValueError:
            return None


def _readable_url(link: VideoLink, handle: str) -> str:
    """The canonical link, with the account in it where there is a place for it."""
    url = link.canonical_url.replace("/@_/", f"/@{quote(handle)}/")
    return url if len(url) <= _LONGEST_URL else link.canonical_url


class _Refused(Exception):  # noqa: N818 - an answer
    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text
