"""Prizes in words, for staff and for mails."""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language

from accounts.bidi import isolated
from contests.models import Prize


def prize_in_words(prize: Prize) -> str:
    """What the prize is, its value and who gives it, in the active language."""
    facts = [str(prize.title), value_in_words(prize), str(prize.sponsor or "")]
    return " · ".join(isolated(fact) for fact in facts if fact)


def value_in_words(prize: Prize) -> str:
    """The value with its currency, e.g. "70,000 KZT"; empty where the prize has none."""
    if prize.value is None:
        return ""
    locale = Locale.parse(get_language() or "en", sep="-")
    return f"{format_decimal(prize.value, locale=locale)} {prize.currency}"
