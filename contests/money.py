"""Amounts of money in the active language, with the word that people use for the currency."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, format_decimal
from django.utils.translation import ngettext

from contests.wording import locale


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
