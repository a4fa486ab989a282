"""Promises in words, in the active language: for pages, for the first page and for mails."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.bidi import isolated
from contests.models import Campaign
from contests.wording import day_and_time
from results.promise_clock import Kind, Promise, State

NAMES: dict[Kind, Lazy] = {
    Kind.SHORTLIST: _("Shortlist"),
    Kind.WINNERS: _("Winners"),
}

# A whole sentence for each, because in our languages the verb follows what it is about.
_AHEAD: dict[Kind, Any] = {
    Kind.SHORTLIST: ngettext_lazy(
        "%(campaign)s: the shortlist is promised in %(days)s day.",
        "%(campaign)s: the shortlist is promised in %(days)s days.",
        "days",
    ),
    Kind.WINNERS: ngettext_lazy(
        "%(campaign)s: the winners are promised in %(days)s day.",
        "%(campaign)s: the winners are promised in %(days)s days.",
        "days",
    ),
}
_TODAY: dict[Kind, Lazy] = {
    Kind.SHORTLIST: _("%(campaign)s: the shortlist is promised for today."),
    Kind.WINNERS: _("%(campaign)s: the winners are promised for today."),
}
_MISSED_TODAY: dict[Kind, Lazy] = {
    Kind.SHORTLIST: _(
        "%(campaign)s: the shortlist was promised for earlier today and is not published."
    ),
    Kind.WINNERS: _(
        "%(campaign)s: the winners were promised for earlier today and are not announced."
    ),
}
_MISSED: dict[Kind, Any] = {
    Kind.SHORTLIST: ngettext_lazy(
        "%(campaign)s: the shortlist was promised %(days)s day ago and is not published.",
        "%(campaign)s: the shortlist was promised %(days)s days ago and is not published.",
        "days",
    ),
    Kind.WINNERS: ngettext_lazy(
        "%(campaign)s: the winners were promised %(days)s day ago and are not announced.",
        "%(campaign)s: the winners were promised %(days)s days ago and are not announced.",
        "days",
    ),
}

_STATE: dict[State, Any] = {
    State.AHEAD: ngettext_lazy("%(days)s day left", "%(days)s days left", "days"),
    State.KEPT_LATE: ngettext_lazy("kept %(days)s day late", "kept %(days)s days late", "days"),
    State.MISSED: ngettext_lazy("missed, %(days)s day late", "missed, %(days)s days late", "days"),
}
_STATE_SAME_DAY: dict[State, Lazy] = {
    State.TODAY: _("today"),
    State.KEPT: _("kept"),
    State.KEPT_LATE: _("kept late, on the same day"),
    State.MISSED: _("missed today"),
}


def headline(campaign: Campaign, promise: Promise) -> str:
    """A promise that is still to be kept, as one sentence that names the campaign."""
    values = {"campaign": isolated(campaign), "days": promise.days}
    if promise.state is State.TODAY:
        return str(_TODAY[promise.kind]) % values
    if promise.state is State.AHEAD:
        return str(_AHEAD[promise.kind] % values)
    if promise.days == 0:
        return str(_MISSED_TODAY[promise.kind]) % values
    return str(_MISSED[promise.kind] % values)


def state_in_words(promise: Promise) -> str:
    """How it stands, in few words: "5 days left", "today", "kept 3 days late"."""
    if promise.state in _STATE_SAME_DAY and not promise.days:
        return str(_STATE_SAME_DAY[promise.state])
    return str(_STATE[promise.state] % {"days": promise.days})


def due_in_words(campaign: Campaign, promise: Promise) -> str:
    """The promised moment in the campaign's zone."""
    return day_and_time(promise.due, campaign.zone)
