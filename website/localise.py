"""Numbers and days in the page's language.

Babel knows the patterns; this module knows our choices: western digits in Arabic too, large
figures in words. Moments with their time and zone are told by contests.wording, money by
contests.money.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from contests.wording import locale

# From here on a figure is read faster as "35 million" than digit by digit.
COMPACT_FROM = 1_000_000


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


def day(moment: datetime, zone: ZoneInfo) -> str:
    """The day of a moment in a zone, in words: "22 November 2026"."""
    return calendar_day(moment.astimezone(zone).date())


def calendar_day(value: date) -> str:
    """A day in words: "22 November 2026"."""
    return str(format_date(value, format="long", locale=locale()))
