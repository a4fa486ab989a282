"""What is known of one's own video and what the rules make of it; the page fills in by itself."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entries.check_evidence import length
from entries.check_sentences import rule_name, sentence_of
from entries.eligibility import Rule
from entries.history import history_of
from entries.models import Check, Entry
from entries.questions import is_being_asked
from entries.states import state_of
from entries.views.own import own_entry

Outcome = Check.Outcome
COLOURS: dict[str, str] = {
    Outcome.PASS: "ok",
    Outcome.FAIL: "bad",
    Outcome.UNKNOWN: "plain",
    Outcome.OVERRIDDEN: "ok",
}
DOES_NOT_COUNT = _("The organisers have decided that this does not count against the video.")
# Answers mostly come within seconds; after that many looks the page asks less and less often.
OFTEN, SECONDS, GROWTH, MOST_SECONDS = 10, 2, 1.5, 60
PARTS = ("entries/_state.html", "entries/_video.html", "entries/_history.html")


@dataclass(frozen=True)
class ShownCheck:
    """One rule as the creator reads it: name, outcome with its colour, why."""

    rule: str
    outcome: str
    colour: str
    sentence: str | Promise


def shown_checks(entry: Entry) -> list[ShownCheck]:
    """What the rules found, in the order in which the rules stand in a campaign's terms."""
    order = {rule.value: place for place, rule in enumerate(Rule)}
    checks = sorted(entry.checks.all(), key=lambda check: order.get(check.rule, len(order)))
    return [_shown(check, entry) for check in checks]


def _shown(check: Check, entry: Entry) -> ShownCheck:
    set_aside = check.outcome == Outcome.OVERRIDDEN
    told = sentence_of(check.rule, check.code, check.evidence, entry.campaign.zone)
    return ShownCheck(
        rule=rule_name(check.rule),
        outcome=check.get_outcome_display(),
        colour=COLOURS[check.outcome],
        sentence=DOES_NOT_COUNT if set_aside and check.found != Outcome.PASS else told,
    )


def facts_context(entry: Entry, request: HttpRequest, *, look: int = 0) -> dict[str, Any]:
    """What the parts of the page need that fill in by themselves; look: the page's how manieth."""
    context = {
        "entry": entry,
        "campaign": entry.campaign,
        "state": state_of(entry),
        "length": None if entry.seconds is None else length(entry.seconds),
        "checks": shown_checks(entry),
        "history": history_of(entry),
        "is_being_asked": is_being_asked(platform=entry.platform, video_id=entry.video_id),
        "look": look,
        "seconds": seconds_until_look(look),
    }
    return context | {"digest": _digest(context, request)}


def _digest(context: dict[str, Any], request: HttpRequest) -> str:
    """What the parts look like now, in a few letters: equal while nothing has changed."""
    shown = "".join(render_to_string(part, context, request) for part in PARTS)
    return sha256(shown.encode()).hexdigest()[:16]


def seconds_until_look(number: int) -> int:
    """How long the page waits before its look of that number (0, 1 …)."""
    return min(round(SECONDS * GROWTH ** min(max(0, number - OFTEN), 20)), MOST_SECONDS)


@login_required
@never_cache
@require_safe
def lookup(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What has changed on the page since it looked last, and when it looks again, if it does."""
    entry = own_entry(request, entry_id)
    context = facts_context(entry, request, look=_whole(request.GET.get("look", "")) + 1)
    context |= {"parts": PARTS, "has_changed": context["digest"] != request.GET.get("seen")}
    return render(request, "entries/_looking.html", context)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
