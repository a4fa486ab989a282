"""Figures of rounds in the words and digits of the reader's language."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()

NOTHING = "–"


@register.filter
def points(value: Decimal | None, places: int = 2) -> str:
    """A score from 0 to 1 as people read it, from 0 to 100; a dash where there is none."""
    if value is None:
        return NOTHING
    return plain(value * 100, places)


@register.filter
def plain(value: Decimal | None, places: int = 2) -> str:
    """A figure with so many decimals; a dash where there is none."""
    if value is None:
        return NOTHING
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    # A minus that stays before its number in Arabic, too.
    shown = str(number_format(abs(rounded), places))
    return f"\u2066−{shown}\u2069" if rounded < 0 else shown


@register.filter
def whole(value: int) -> str:
    """A count with its digits grouped as the language groups them."""
    return str(number_format(value, force_grouping=True))


@register.filter
def place(value: Decimal) -> str:
    """A place in a drawing: a number as SVG reads it, whatever the language."""
    return f"{value}"
