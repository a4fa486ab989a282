"""Rounds with their criteria, and the pages that assign, follow and close them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.changed_meanwhile import ChangedMeanwhileMixin
from contests.admin.in_reach import InReachMixin
from contests.campaign_time import CampaignTimeMixin
from contests.models import Campaign, Category
from contests.phases import Phase
from contests.wording import day_and_time
from judging.admin.assign_page import assign_page
from judging.admin.close_page import close_page
from judging.admin.criteria import CriterionInline, terms_locked
from judging.admin.figures_page import figures_page
from judging.admin.progress import EXPECTED, FINISHED, how_far, is_hidden_from
from judging.admin.progress_page import progress_page
from judging.admin.reopen_page import reopen_page
from judging.admin.round_form import CLOSED_FIELDS, LOCKED_FIELDS, RoundForm
from judging.admin.round_layout import STAGES, fieldsets_of, stage_of
from judging.admin.scores_file import scores_file
from judging.locks import lock_round
from judging.models import Round
from judging.visibility import sits_in_jury

_OVER = frozenset({Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED})


@admin.register(Round)
class RoundAdmin(InReachMixin, ChangedMeanwhileMixin, CampaignTimeMixin, ModelAdmin):
    """The steps of a jury."""

    campaign_path = "category__campaign"
    form = RoundForm
    list_display = ("name", "campaign", "stage", "opens", "closes", "progress")
    list_select_related = ("category__campaign",)
    list_filter = ("category__campaign", "kind")
    list_per_page = 50
    actions = None
    actions_detail = ("assign", "follow", "end", "open_again")
    warn_unsaved_form = True

    class Media:
        js = ("js/round-form.js",)

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("progress", progress_page),
            ("figures", figures_page),
            ("scores", scores_file),
            ("close", close_page),
            ("reopen", reopen_page),
        )
        return [
            path(
                f"<int:round_id>/{name}/",
                self.admin_site.admin_view(page),
                name=f"judging_round_{name}",
            )
            for name, page in pages
        ] + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        return (
            super()
            .get_queryset(request)
            .select_related("category__campaign")
            .annotate(
                duties=Count("assignments", filter=EXPECTED),
                finished=Count("assignments", filter=EXPECTED & FINISHED),
                is_hidden=is_hidden_from(
                    acting_user(request), at=timezone.now(), campaign="category__campaign"
                ),
            )
        )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Round | None:
        """Hold the round while it is saved: the first score comes before or after, not amid."""
        round_: Round | None = super().get_object(request, object_id, from_field)
        return lock_round(round_.pk) if round_ and request.method == "POST" else round_

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        if object_id:
            round_ = super().get_object(request, unquote(object_id))
            return round_.category.campaign.zone if round_ else Campaign().zone
        chosen = request.POST.get("category", "")
        category = Category.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        return category.campaign.zone if category else Campaign().zone

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        if obj and obj.closed_at is not None:
            return CLOSED_FIELDS
        return LOCKED_FIELDS if terms_locked(request, obj) else ()

    def get_form(self, request: HttpRequest, obj: Round | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.is_locked = terms_locked(request, obj)
        form.campaigns = self.campaigns_reached(request, "add")
        form.by_judge = obj is not None and sits_in_jury(
            acting_user(request), campaign=obj.category.campaign
        )
        return form

    def get_inlines(self, request: HttpRequest, obj: Round | None) -> Any:
        """Criteria are for points: votes and pairs need none."""
        return (CriterionInline,) if obj is None or obj.kind == Round.Kind.SCORING else ()

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        return fieldsets_of(obj, is_locked=terms_locked(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        if obj and obj.category.campaign.phase(at=timezone.now()) in _OVER:
            return False
        return bool(super().has_change_permission(request, obj))

    def has_assign_judges_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return request.user.has_perm("judging.assign_judges")

    # Methods, because Unfold looks permissions with a dot up in the database even before it is
    # there, when the system is checked.
    def has_view_score_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return request.user.has_perm("judging.view_score")

    def has_close_round_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return request.user.has_perm("judging.close_round")

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        if obj and obj.assignments.exists():
            return False
        return bool(super().has_delete_permission(request, obj))

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Closing for what is open, opening again for what is closed."""
        offered: list[UnfoldAction] = super().get_actions_detail(request, object_id)
        is_closed = Round.objects.filter(pk=object_id, closed_at__isnull=False).exists()
        out_of_place = "end" if is_closed else "open_again"
        return [one for one in offered if not one.action_name.endswith(f"_{out_of_place}")]

    @action(
        description=_("Assign judges"),
        url_path="assign",
        permissions=["assign_judges"],
        icon="group_add",
    )
    def assign(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show how many reviews would be assigned and what falls short; assign on the nod."""
        round_ = get_object_or_404(
            Round.objects.select_related("category__campaign"), pk=unquote(object_id)
        )
        return assign_page(request, round_)

    @action(
        description=_("Progress and figures"),
        url_path="follow",
        permissions=["view_score"],
        icon="monitoring",
    )
    def follow(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the round's progress."""
        return redirect("admin:judging_round_progress", unquote(object_id))

    @action(
        description=_("Close the round"),
        url_path="end",
        permissions=["close_round"],
        icon="flag",
    )
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that shows who goes on."""
        return redirect("admin:judging_round_close", unquote(object_id))

    @action(
        description=_("Open again"),
        url_path="again",
        permissions=["close_round"],
        icon="undo",
    )
    def open_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks why."""
        return redirect("admin:judging_round_reopen", unquote(object_id))

    @display(description=_("state"), label=STAGES)
    def stage(self, round_: Round) -> tuple[str, Any]:
        return stage_of(round_, at=timezone.now())

    @display(description=_("round"), ordering="order")
    def name(self, round_: Round) -> str:
        return str(round_)

    @display(description=_("campaign"), ordering="category__campaign__slug")
    def campaign(self, round_: Round) -> str:
        return str(round_.category.campaign)

    @display(description=_("opens"), ordering="opens_at")
    def opens(self, round_: Round) -> str:
        return day_and_time(round_.opens_at, round_.category.campaign.zone)

    @display(description=_("closes"), ordering="closes_at")
    def closes(self, round_: Round) -> str:
        return day_and_time(round_.closes_at, round_.category.campaign.zone)

    @display(description=_("finished reviews"))
    def progress(self, round_: Round) -> Any:
        return how_far(round_)
