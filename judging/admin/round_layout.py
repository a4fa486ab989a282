"""How a round's page is laid out for its kind, and in which state a list shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.wording import zone_name
from judging.admin.round_form import FIELDS_OF_KIND
from judging.models import Round

STAGES = {"coming": "info", "open": "success", "over": "warning", "closed": None}

_NAMES: dict[str, Promise] = {
    "coming": _("not open yet"),
    "open": _("open now"),
    "over": _("over, to be closed"),
    "closed": _("closed"),
}
_HOW = ("reviews_per_entry", "aggregation", "quorum", "comparisons_per_judge")
_WHO_ADVANCES = ("advance_count", "advance_cutoff")


def stage_of(round_: Round, *, at: datetime) -> tuple[str, Promise]:
    """The round's state at a moment: a code and its name."""
    if round_.closed_at is not None:
        code = "closed"
    elif at < round_.opens_at:
        code = "coming"
    else:
        code = "open" if round_.is_open(at=at) else "over"
    return code, _NAMES[code]


def fieldsets_of(round_: Round | None, *, is_locked: bool) -> list[tuple[Any, dict[str, Any]]]:
    """The fields of a round's page; once the kind is fixed, only what that kind is asked about."""
    asked: set[str] = set(_HOW) | set(_WHO_ADVANCES)
    times = str(_("Times are in the campaign’s time zone."))
    note = str(_("A screening asks judges for yes, no or unsure, a scoring for points."))
    if round_ is not None:
        times = zone_name(round_.category.campaign.zone, round_.opens_at)
        if is_locked:
            asked = set(FIELDS_OF_KIND[round_.kind])
            note = str(_("Scores are in. Only the close may still move, to a later moment."))
        if round_.closed_at is not None:
            note = str(_("This round is closed. It can be opened again until the next one begins."))
    how = tuple(name for name in _HOW if name in asked)
    who = tuple(name for name in _WHO_ADVANCES if name in asked)
    return [
        (
            None,
            {"fields": ("category", ("order", "kind"), *_pairs(how)), "description": note},
        ),
        *([(_("Who goes on"), {"fields": _pairs(who)})] if who else []),
        (_("Dates"), {"fields": ("opens_at", "closes_at", "reminders"), "description": times}),
        (_("Who sees what"), {"fields": (("is_blind", "shares_comments"),)}),
    ]


def _pairs(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Two fields beside each other."""
    return tuple(names[start : start + 2] for start in range(0, len(names), 2))
