"""Assignments and scores: to be read, never edited. Verbs write them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.acting import acting_user
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from judging.admin.flags import flags_page
from judging.models import Assignment, Score
from judging.visibility import campaigns_hidden_from

STATES = {
    "finished": "success",
    "begun": "warning",
    "to_do": "info",
    "recused": "danger",
    "released": "danger",
}


class ReadOnlyAdmin(ModelAdmin):
    """Lists and pages without any button that changes something."""

    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HiddenFromJudgesAdmin(InReachMixin, ReadOnlyAdmin):
    """Rows that staff who judge in their campaign do not see until its rounds are over."""

    campaign_path = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        hidden = campaigns_hidden_from(acting_user(request), at=timezone.now())
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.exclude(**{f"{self.campaign_path}__in": hidden})


@admin.register(Assignment)
class AssignmentAdmin(HiddenFromJudgesAdmin):
    """Who reviews what, how far it is, and why somebody stepped back."""

    campaign_path = "round__category__campaign"
    list_display = ("entry", "judge", "round", "state", "finished")
    list_select_related = ("entry__creator", "judge__user", "round__category__campaign")
    list_filter = (
        "round__category__campaign",
        ("finished_at", admin.EmptyFieldListFilter),
        ("recused_at", admin.EmptyFieldListFilter),
        ("released_at", admin.EmptyFieldListFilter),
        ("flagged_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("judge__user__email", "judge__user__name", "entry__creator__handle")
    fields = (
        "entry",
        "judge",
        "round",
        "state",
        "assigned",
        "saved",
        "finished",
        "vote",
        "comment_for_staff",
        "comment_for_creator",
        "recusal_reason",
        "released_reason",
        "flag_reason",
        "flag_answer",
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        flags = self.admin_site.admin_view(flags_page)
        return [path("flags/", flags, name="judging_flags"), *super().get_urls()]

    @display(description=_("state"), label=STATES)
    def state(self, assignment: Assignment) -> tuple[str, Any]:
        if assignment.released_at:
            return "released", _("taken away")
        if assignment.recused_at:
            return "recused", _("stepped back")
        if assignment.finished_at:
            return "finished", _("finished")
        return ("begun", _("begun")) if assignment.revision else ("to_do", _("not finished"))

    @display(description=_("assigned"), ordering="assigned_at")
    def assigned(self, assignment: Assignment) -> str:
        return day_and_time(assignment.assigned_at, assignment.round.category.campaign.zone)

    @display(description=_("last save"))
    def saved(self, assignment: Assignment) -> str | None:
        moment = assignment.saved_at
        return day_and_time(moment, assignment.round.category.campaign.zone) if moment else None

    @display(description=_("finished"), ordering="finished_at")
    def finished(self, assignment: Assignment) -> str | None:
        moment = assignment.finished_at
        return day_and_time(moment, assignment.round.category.campaign.zone) if moment else None


@admin.register(Score)
class ScoreAdmin(HiddenFromJudgesAdmin):
    """Every single score."""

    campaign_path = "criterion__round__category__campaign"
    list_display = ("entry", "judge", "criterion", "given", "scored")
    list_select_related = (
        "assignment__entry__creator",
        "assignment__judge__user",
        "criterion__round__category__campaign",
    )
    list_filter = ("criterion__round__category__campaign",)
    search_fields = (
        "assignment__judge__user__email",
        "assignment__judge__user__name",
        "assignment__entry__creator__handle",
    )
    fields = ("entry", "judge", "criterion", "given", "scored")
    readonly_fields = fields

    @display(description=_("entry"), ordering="assignment__entry")
    def entry(self, score: Score) -> str:
        return str(score.assignment.entry)

    @display(description=_("judge"), ordering="assignment__judge")
    def judge(self, score: Score) -> str:
        return str(score.assignment.judge)

    @display(description=_("points"), ordering="points")
    def given(self, score: Score) -> str:
        return str(score)

    @display(description=_("scored"), ordering="scored_at")
    def scored(self, score: Score) -> str:
        return day_and_time(score.scored_at, score.criterion.round.category.campaign.zone)
