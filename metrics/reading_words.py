"""Figures of readings, and what a window total rests on, in words for staff."""

from __future__ import annotations

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.wording import locale
from metrics.window import WindowReason

UNKNOWN = "–"

WINDOW_REASONS: dict[WindowReason, Promise] = {
    WindowReason.POSTED_INSIDE: _("posted inside the period: the last reading counts"),
    WindowReason.POST_TIME_UNKNOWN: _("post time unknown: counted as if posted inside"),
    WindowReason.POSTED_BEFORE: _("posted before: views since the opening"),
    WindowReason.POSTED_BEFORE_NOT_ALLOWED: _("posted before the opening: does not count"),
    WindowReason.POSTED_AFTER: _("posted after the close: does not count"),
    WindowReason.NO_READING: _("no reading at or before the close"),
    WindowReason.NO_READING_AT_OPENING: _("no reading at the opening to subtract"),
    WindowReason.NO_READING_INSIDE: _("no reading inside the period"),
}


def count_in_words(value: int | None) -> str:
    """A count with its digits grouped; a dash for what is not known."""
    return UNKNOWN if value is None else _grouped(value)


def growth_in_words(value: int | None) -> str:
    """A difference with its sign, which stays in front in Arabic; empty if there is none."""
    if value is None:
        return ""
    sign = "−" if value < 0 else "+"
    return f"\u2066{sign}{_grouped(abs(value))}\u2069"


def _grouped(value: int) -> str:
    """Digits grouped as the language groups them; western ones in Arabic, as on all pages."""
    return str(format_decimal(value, locale=locale()))
