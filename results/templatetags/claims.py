"""Claims in templates: their state as a badge, and the way to them from one's entries."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.clock import database_now
from accounts.models import User
from results.claim_moves import is_overdue
from results.models import Claim
from results.winning import claims_of

register = template.Library()

COLOURS: dict[str, str] = {
    Claim.Status.OFFERED: "winner",
    Claim.Status.ACCEPTED: "ok",
    Claim.Status.HANDED_OVER: "ok",
    Claim.Status.FULFILLED: "ok",
    Claim.Status.DECLINED: "withdrawn",
    Claim.Status.REVOKED: "bad",
}


@register.simple_tag
def claim_badge(claim: Claim, is_late: bool) -> SafeString:
    """The state of a claim as its winner reads it."""
    words = {
        Claim.Status.OFFERED: _("Waits for your answer"),
        Claim.Status.ACCEPTED: _("Prize accepted"),
        Claim.Status.HANDED_OVER: _("Prize on its way"),
        Claim.Status.FULFILLED: _("Prize received"),
        Claim.Status.DECLINED: _("Prize declined"),
        Claim.Status.REVOKED: _("Prize taken back"),
    }
    colour, word = COLOURS[claim.status], words[Claim.Status(claim.status)]
    if is_late:
        colour, word = "warn", _("The deadline has passed")
    return format_html('<span class="badge badge--{}">{}</span>', colour, word)


@register.inclusion_tag("results/_mine.html", takes_context=True)
def won_prizes(context: Context) -> dict[str, Any]:
    """The prizes that the reader may still accept or has accepted; nothing for everybody else."""
    user = context["user"]
    claims = claims_of(user) if isinstance(user, User) else []
    offered = [claim for claim in claims if claim.status == Claim.Status.OFFERED]
    at = database_now() if offered else None
    waiting = [claim for claim in offered if at and not is_overdue(claim, at=at)]
    return {"waiting": waiting, "has_won": bool(claims)}
