"""Times, lengths, numbers, languages and countries as exports write them.

Each reader returns None for an empty cell and raises ValueError for one that it cannot read.

Pure: no Django.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from entries.importing.cells import Cell, text_of

LANGUAGES = ("kk", "ru", "az", "en", "ar")
"""In these the names of languages and countries are known."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_NUMBER = re.compile(r"\d+([.,]0*)?")
_NUMBERED = re.compile(r"\d{5}[.,]\d{1,20}|[\d\s]{1,30}")
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ]+(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?))?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?:[.,]\d+)?")
_PERIOD = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+)(?:[.,]\d+)?\s*(?:s|sec|seconds|с|сек|сек\.)?", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - read in the file's zone
# Numbers of days and of seconds that can be the time of a post; nothing else is between them.
_EXCEL_DAYS = range(36_500, 73_000)  # 1999 to 2099
_UNIX_SECONDS = range(1_000_000_000, 4_102_444_800)  # 2001 to 2099
_LONGEST = 7 * 24 * 3600


def moment(cell: Cell, zone: ZoneInfo) -> datetime | None:
    """A time of posting, in UTC; one without a zone of its own is read in `zone`."""
    if isinstance(cell, datetime):
        return _in_utc(cell, zone)
    if isinstance(cell, date):
        return _in_utc(datetime(cell.year, cell.month, cell.day), zone)  # noqa: DTZ001 - as above
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, float) or _NUMBERED.fullmatch(text):
        return _numbered(float(_SPACES.sub("", text).replace(",", ".")), zone)
    if match := _ISO.fullmatch(text):
        clock = (match["time"] or "00:00").replace(",", ".")
        clock = f"0{clock}" if clock[1] == ":" else clock
        offset = (match["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        return _in_utc(datetime.fromisoformat(f"{match['day']}T{clock}{offset}"), zone)
    if match := _DOTTED.fullmatch(text):
        day, month, year, *clock_parts = (int(part or 0) for part in match.groups())
        return _in_utc(datetime(year, month, day, *clock_parts), zone)  # type: ignore[arg-type]  # noqa: DTZ001
    raise ValueError(text)


def _numbered(number: float, zone: ZoneInfo) -> datetime:
    """Days of a spreadsheet, or Unix time in seconds or thousandths of them."""
    whole = int(max(0.0, min(number, 1e15)))
    if whole in _EXCEL_DAYS:
        return _in_utc(_EXCEL_EPOCH + timedelta(seconds=round(number * 86_400)), zone)
    if whole // 1000 in _UNIX_SECONDS:
        whole //= 1000
    if whole in _UNIX_SECONDS:
        return _EPOCH + timedelta(seconds=whole)
    raise ValueError(number)


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:  # in the year 1 or 9999
        raise ValueError(moment) from error


def length(cell: Cell) -> int | None:
    """A duration in whole seconds: 42, "42.6", "0:42", "PT42S", "42 s", or a spreadsheet's time."""
    if isinstance(cell, timedelta):
        return _possible(int(cell.total_seconds()))
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = text_of(cell)
    if not text:
        return None
    if match := _SECONDS.fullmatch(_SPACES.sub("", text)):
        return _possible(int(match[1]))
    if (match := _CLOCK.fullmatch(text)) or (len(text) > 2 and (match := _PERIOD.fullmatch(text))):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return _possible(hours * 3600 + minutes * 60 + seconds)
    raise ValueError(text)


def _possible(seconds: int) -> int:
    if not 0 <= seconds <= _LONGEST:
        raise ValueError(seconds)
    return seconds


def number(cell: Cell) -> int | None:
    """A count: 1532, "1 532", "1532.0"."""
    text = _SPACES.sub("", text_of(cell))
    if not text:
        return None
    if len(text) > 15 or not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(re.split("[.,]", text)[0])


def language(cell: Cell) -> str | None:
    """A language by its code ("kk", "kk-KZ") or its name in one of ours."""
    text = text_of(cell)
    if not text:
        return None
    code = re.split("[-_]", text.casefold())[0]
    found = code if re.fullmatch("[a-z]{2,3}", code) else _language_names().get(text.casefold())
    if found is None:
        raise ValueError(text)
    return found


def country(cell: Cell) -> str | None:
    """A country by its two letters or its name in one of our languages."""
    text = text_of(cell)
    if not text:
        return None
    code = _country_names().get(text.casefold())
    if code is None:
        raise ValueError(text)
    return code


def publicity(cell: Cell) -> bool | None:
    """Whether everybody can see it, in the words of exports."""
    word = re.sub("[^a-z0-9]", "", text_of(cell).casefold())
    if not word:
        return None
    if word in {"public", "publictoeveryone", "everyone", "true", "yes", "1"}:
        return True
    if word in {"private", "selfonly", "friends", "mutualfollowfriends", "false", "no", "0"}:
        return False
    raise ValueError(word)


@cache
def _country_names() -> dict[str, str]:
    return {
        text.casefold(): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
        for text in (name, code)
    }


@cache
def _language_names() -> dict[str, str]:
    return {
        name.casefold(): code
        for language in LANGUAGES
        for code, name in Locale(language).languages.items()
        if re.fullmatch("[a-z]{2,3}", code)
    }
