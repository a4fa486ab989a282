"""Public holidays of a campaign's country, so that no promise falls on one unnoticed.

The country is that of the campaign's time zone (CLDR, through Babel); the days come from the
`holidays` library, where some of the moon's calendar are estimates until they are proclaimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global
from django.utils.translation import get_language


@dataclass(frozen=True)
class Holiday:
    """A holiday's name and the language that it is told in."""

    name: str
    language: str


def country_of(zone: ZoneInfo) -> str | None:
    """The two-letter code of the country in which a zone lies; None for zones such as UTC."""
    code = get_global("zone_territories").get(zone.key)
    return code if code and code.isalpha() and code != "ZZ" else None


def holiday_on(moment: datetime, *, zone: ZoneInfo) -> Holiday | None:
    """The public holiday on a moment's day in the zone, or None.

    Named in the active language where the library knows it, otherwise in the country's own.
    None, too, where the library knows no holidays of the country.
    """
    country = country_of(zone)
    if country is None:
        return None
    day = moment.astimezone(zone).date()
    names, language = _year(country, day.year, get_language() or "en")
    name = names.get(day)
    return Holiday(name, language) if name else None


@lru_cache(maxsize=256)
def _year(country: str, year: int, wanted: str) -> tuple[dict[date, str], str]:
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return {}, wanted
    supported = known.supported_languages or ()
    spoken = next((code for code in supported if code.partition("_")[0] == wanted), None)
    language = spoken or known.default_language
    days = holidays.country_holidays(country, years=year, language=language)
    return dict(days.items()), (language or "en").partition("_")[0]
