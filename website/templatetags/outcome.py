"""Figures of a result in the digits of the reader's language, as the rest of the page has them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal
from django import template
from django.db.models.fields.files import FieldFile

from contests.wording import locale
from website import pictures

register = template.Library()

NOTHING = "–"


@register.filter
def score(value: Decimal | None, places: int) -> str:
    """A score from 0 to 1 as people read it, from 0 to 100; a dash where there is none."""
    if value is None:
        return NOTHING
    rounded = (value * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(format_decimal(rounded, f"0.{'0' * places}", locale=locale()))


@register.filter
def address(file: FieldFile | None) -> str:
    """Where a cover can be had in the width of a player; empty where there is none."""
    return pictures.address(file.name or "", 540) if file else ""
