"""Closed rounds and what became of each entry, to be read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from contests.wording import day_and_time
from judging.admin.records import HiddenFromJudgesAdmin
from judging.models import RoundClosing, RoundOutcome

STATES = {"stands": "success", "taken_back": "warning"}


@admin.register(RoundClosing)
class RoundClosingAdmin(HiddenFromJudgesAdmin):
    """Who closed which round, and whether that was taken back."""

    campaign_path = "round__category__campaign"
    list_display = ("round", "campaign", "closed", "closed_by", "state")
    list_select_related = ("round__category__campaign", "closed_by", "reopened_by")
    list_filter = ("round__category__campaign",)
    fields = (
        "round",
        "state",
        "closed",
        "closed_by",
        "note",
        "reopened",
        "reopened_by",
        "reopening_reason",
        "digest",
    )
    readonly_fields = fields

    @display(description=_("campaign"), ordering="round__category__campaign__slug")
    def campaign(self, closing: RoundClosing) -> str:
        return str(closing.round.category.campaign)

    @display(description=_("state"), label=STATES)
    def state(self, closing: RoundClosing) -> tuple[str, Any]:
        if closing.reopened_at:
            return "taken_back", _("opened again")
        return "stands", _("stands")

    @display(description=_("closed"), ordering="closed_at")
    def closed(self, closing: RoundClosing) -> str:
        return day_and_time(closing.closed_at, closing.round.category.campaign.zone)

    @display(description=_("opened again"), ordering="reopened_at")
    def reopened(self, closing: RoundClosing) -> str | None:
        moment = closing.reopened_at
        return day_and_time(moment, closing.round.category.campaign.zone) if moment else None


@admin.register(RoundOutcome)
class RoundOutcomeAdmin(HiddenFromJudgesAdmin):
    """Which entries went on from a closed round, and what a person decided."""

    campaign_path = "closing__round__category__campaign"
    list_display = ("entry", "round", "rank", "outcome", "by_hand", "reason")
    list_select_related = ("entry__creator", "closing__round__category__campaign")
    list_filter = ("closing__round__category__campaign", "advances", "by_hand")
    search_fields = ("entry__creator__handle",)
    fields = ("entry", "round", "closing", "rank", "outcome", "by_hand", "reason")
    readonly_fields = fields

    @display(description=_("round"), ordering="closing__round")
    def round(self, outcome: RoundOutcome) -> str:
        return str(outcome.closing.round)

    @display(description=_("outcome"), label={"advances": "success", "stays": "danger"})
    def outcome(self, outcome: RoundOutcome) -> tuple[str, Any]:
        return ("advances", _("goes on")) if outcome.advances else ("stays", _("stays behind"))
