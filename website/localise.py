"""Numbers, money and days in the page's language.

Babel knows the patterns; this module knows our choices: western digits in Arabic too, large
figures in words, money with the word that people use for it. Moments with their time and zone are
told by contests.wording.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal
from django.utils.translation import ngettext

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


def day(moment: datetime, zone: ZoneInfo) -> str:
    """The day of a moment in a zone, in words: "22 November 2026"."""
    return str(format_date(moment.astimezone(zone), format="long", locale=locale()))
