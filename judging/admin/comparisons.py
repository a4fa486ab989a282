"""Which of two finalists each judge preferred: to be read, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from contests.wording import day_and_time
from judging.admin.records import HiddenFromJudgesAdmin
from judging.models import Comparison

STATES = {"counts": "success", "undone": "warning"}


@admin.register(Comparison)
class ComparisonAdmin(HiddenFromJudgesAdmin):
    """Every comparison, those that were taken back among them."""

    campaign_path = "round__category__campaign"
    list_display = ("preferred_entry", "other_entry", "judge", "round", "made", "state")
    list_select_related = (
        "first__creator",
        "second__creator",
        "preferred__creator",
        "judge__user",
        "round__category__campaign",
    )
    list_filter = ("round__category__campaign", ("undone_at", admin.EmptyFieldListFilter))
    search_fields = (
        "judge__user__email",
        "judge__user__name",
        "first__creator__handle",
        "second__creator__handle",
    )
    fields = ("preferred_entry", "other_entry", "judge", "round", "made", "undone")
    readonly_fields = fields

    @display(description=_("preferred entry"))
    def preferred_entry(self, comparison: Comparison) -> str:
        return str(comparison.preferred)

    @display(description=_("the other entry"))
    def other_entry(self, comparison: Comparison) -> str:
        first, second = comparison.first, comparison.second
        return str(second if comparison.preferred_id == first.pk else first)

    @display(description=_("state"), label=STATES)
    def state(self, comparison: Comparison) -> tuple[str, Any]:
        if comparison.undone_at:
            return "undone", _("undone")
        return "counts", _("given")

    @display(description=_("compared"), ordering="made_at")
    def made(self, comparison: Comparison) -> str:
        return day_and_time(comparison.made_at, comparison.round.category.campaign.zone)

    @display(description=_("undone"), ordering="undone_at")
    def undone(self, comparison: Comparison) -> str | None:
        moment = comparison.undone_at
        return day_and_time(moment, comparison.round.category.campaign.zone) if moment else None
