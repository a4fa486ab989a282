"""The evidence of a check in words of the active language: moments, lengths, hashtags, places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.lists import format_list
from babel.units import format_unit

from accounts.bidi import isolated
from contests.wording import country_name, day_and_time, locale
from partners.models import Platform

NOT_KNOWN = "…"
"""Stands where evidence from an earlier version of a rule lacks something."""


class Words(dict[str, str]):
    """What fills a sentence's placeholders; none is ever missing."""

    def __missing__(self, key: str) -> str:
        return NOT_KNOWN


def in_words(evidence: Mapping[str, Any], zone: ZoneInfo) -> Words:
    """Each piece of evidence as people read it, moments in the campaign's zone."""
    words = Words()
    for key, value in evidence.items():
        if value is not None:
            is_moment = key.endswith(("_at", "_time"))
            words[key] = _moment(value, zone) if is_moment else _FORMS.get(key, str)(value)
    return words


def length(seconds: int) -> str:
    """How long a video is: "45 seconds", "3 minutes and 20 seconds"."""
    minutes, rest = divmod(seconds, 60)
    parts = []
    if minutes:
        parts.append(format_unit(minutes, "duration-minute", locale=locale()))
    if rest or not minutes:
        parts.append(format_unit(rest, "duration-second", locale=locale()))
    # In the style that is meant for units, Babel says the second part twice in Arabic.
    return format_list(parts, style="standard", locale=locale())


def _moment(value: str, zone: ZoneInfo) -> str:
    return day_and_time(datetime.fromisoformat(value), zone)


def _tag(text: str) -> str:
    return isolated(f"#{text}")


def _platform(name: str) -> str:
    return str(Platform(name).label) if name in Platform.values else isolated(name)


def _listed(
    each: Callable[[str], str], style: Literal["or", "standard"]
) -> Callable[[Iterable[str]], str]:
    return lambda values: format_list([each(value) for value in values], style, locale())


_FORMS: dict[str, Callable[[Any], str]] = {
    "seconds": length,
    "min_seconds": length,
    "max_seconds": length,
    "found": _tag,
    "meant": _tag,
    "wanted": _listed(_tag, "or"),
    "in_caption": _listed(_tag, "standard"),
    "platform": _platform,
    "platforms": _listed(_platform, "or"),
    "country": country_name,
    "countries": _listed(country_name, "or"),
}
