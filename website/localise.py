"""Numbers, money and moments in the page's language.

Babel knows the patterns; this module knows our choices: western digits in Arabic too, a 24-hour
clock everywhere, the time in the campaign's own zone with the zone named, money with the word
that people use for it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_compact_decimal, format_currency, format_decimal
from django.utils.translation import get_language, gettext, ngettext

# From here on a figure is read faster as "35 million" than digit by digit.
COMPACT_FROM = 1_000_000


def locale() -> Locale:
    """Babel's data for the active language; English where none is active."""
    return Locale.parse(get_language() or "en", sep="-")


def number(value: int | Decimal) -> str:
    """Digits grouped as the language groups them."""
    return str(format_decimal(value, locale=locale()))


def large_number(value: int) -> str:
    """A figure for a headline: whole below a million, then in words ("28.3 million")."""
    if value < COMPACT_FROM:
        return number(value)
    return str(
        format_compact_decimal(value, format_type="long", locale=locale(), fraction_digits=1)
    )


def money(value: Decimal, currency: str) -> str:
    """An amount with its currency's everyday word, where we have one, else with its sign.

    Cents are shown only where there are any.
    """
    whole = value == value.to_integral_value()
    amount = str(format_decimal(value, "#,##0" if whole else "#,##0.00", locale=locale()))
    # Plural forms follow the whole number; languages that inflect read the digits before the point.
    count = int(value)
    match currency:
        case "KZT":
            return ngettext("%(amount)s tenge", "%(amount)s tenge", count) % {"amount": amount}
        case "AZN":
            return ngettext("%(amount)s manat", "%(amount)s manats", count) % {"amount": amount}
        case "USD":
            return ngettext("%(amount)s US dollar", "%(amount)s US dollars", count) % {
                "amount": amount
            }
        case "EUR":
            return ngettext("%(amount)s euro", "%(amount)s euros", count) % {"amount": amount}
        case "AED":
            return ngettext("%(amount)s UAE dirham", "%(amount)s UAE dirhams", count) % {
                "amount": amount
            }
        case "SAR":
            return ngettext("%(amount)s Saudi riyal", "%(amount)s Saudi riyals", count) % {
                "amount": amount
            }
    pattern = "#,##0 ¤" if whole else "#,##0.00 ¤"
    return str(format_currency(value, currency, pattern, locale=locale(), currency_digits=False))


def day(moment: datetime | date, zone: ZoneInfo | None = None) -> str:
    """A day in words, in the zone where one is given: "22 November 2026"."""
    if isinstance(moment, datetime) and zone is not None:
        moment = moment.astimezone(zone)
    return str(format_date(moment, format="long", locale=locale()))


def day_and_time(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in a zone: the day in words and the 24-hour time."""
    local = moment.astimezone(zone)
    return gettext("%(day)s, %(time)s") % {"day": day(local), "time": f"{local:%H:%M}"}


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """The zone by its city and its distance from UTC at a moment: "Baku time, UTC+4"."""
    city = str(get_timezone_location(zone, locale=locale(), return_city=True))
    return gettext("%(city)s time, %(offset)s") % {"city": city, "offset": utc_offset(zone, at)}


def utc_offset(zone: ZoneInfo, at: datetime) -> str:
    """The distance from UTC, isolated so that its sign stays in front in Arabic."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    sign = "−" if offset < timedelta() else "+"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    text = f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"\u2066{text}\u2069"
