"""Phases, moments and zones in words, as staff read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_timedelta, get_timezone_location
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from contests.phases import Phase
from contests.validators import COUNTRIES

PHASE_NAMES: dict[Phase, Promise] = {
    Phase.DRAFT: _("draft"),
    Phase.COMING: _("coming soon"),
    Phase.OPEN: _("open now"),
    Phase.REVIEW: _("under review"),
    Phase.ANNOUNCED: _("winners announced"),
    Phase.ARCHIVED: _("past edition"),
    Phase.CANCELLED: _("cancelled"),
}

# A showcase is measured, not judged: nothing is reviewed and nobody wins.
SHOWCASE_PHASE_NAMES: dict[Phase, Promise] = {
    Phase.OPEN: _("running now"),
    Phase.REVIEW: _("concluded"),
    Phase.ANNOUNCED: _("concluded"),
}

# The unit, its length, and from how many on it is used.
_UNITS: tuple[tuple[Literal["month", "day", "hour", "minute"], timedelta, int], ...] = (
    ("month", timedelta(days=30), 2),
    ("day", timedelta(days=1), 2),
    ("hour", timedelta(hours=1), 2),
    ("minute", timedelta(minutes=1), 0),
)


def locale() -> Locale:
    """Babel's data for the active language; English where none is active."""
    return Locale.parse(get_language() or "en", sep="-")


def phase_name(campaign: Campaign, phase: Phase) -> Promise:
    """The phase as people call it; nobody wins in a showcase. Asks for the categories."""
    if campaign.is_showcase:
        return SHOWCASE_PHASE_NAMES.get(phase, PHASE_NAMES[phase])
    return PHASE_NAMES[phase]


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in a zone: the day in words and the 24-hour time."""
    local = moment.astimezone(zone)
    day = format_date(local, format="long", locale=locale())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": f"{local:%H:%M}"}


def weekday_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """As day_and_time, with the day of the week before it: for dates that staff plan by."""
    local = moment.astimezone(zone)
    day = format_date(local, format="full", locale=locale())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": f"{local:%H:%M}"}


def distance(moment: datetime, *, at: datetime) -> str:
    """How far a moment is from another, in whole units: "in 13 days", "5 hours ago".

    Days are counted up to two months, because people who keep a promise count days.
    """
    return _in_whole_units(moment - at, add_direction=True)


def length(span: timedelta) -> str:
    """How long something lasts, in whole units: "13 days", "5 hours". Units as in `distance`."""
    return _in_whole_units(abs(span), add_direction=False)


def _in_whole_units(span: timedelta, *, add_direction: bool) -> str:
    unit, one = next((unit, one) for unit, one, least in _UNITS if abs(span) >= least * one)
    whole = abs(span) // one * one * (-1 if span < timedelta() else 1)
    # The threshold keeps Babel from turning 13 days into 2 weeks.
    return str(
        format_timedelta(
            whole, granularity=unit, threshold=10_000, add_direction=add_direction, locale=locale()
        )
    )


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """The zone by its city and its distance from UTC at a moment: "Almaty time, UTC+5"."""
    city = str(get_timezone_location(zone, locale=locale(), return_city=True))
    return gettext("%(city)s time, %(offset)s") % {"city": city, "offset": utc_offset(zone, at)}


def utc_offset(zone: ZoneInfo, at: datetime) -> str:
    """The distance from UTC, isolated so that its sign stays in front in Arabic."""
    offset = f"{at.astimezone(zone):%z}"
    sign, hours, minutes = offset[0].replace("-", "−"), int(offset[1:3]), offset[3:5]
    return f"\u2066UTC{sign}{hours}{'' if minutes == '00' else f':{minutes}'}\u2069"


def country_name(code: str) -> str:
    """The country of a two-letter code in the active language; the code where it has no name."""
    return str(locale().territories.get(code, code))


def countries_by_name() -> list[tuple[str, str]]:
    """Every country with its name, as a list to choose from."""
    named = [(code, country_name(code)) for code in COUNTRIES]
    return sorted(named, key=lambda country: country[1].casefold())
