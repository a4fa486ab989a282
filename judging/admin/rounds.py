"""Rounds with their criteria, and the button that assigns judges."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.campaign_time import CampaignTimeMixin
from contests.models import Campaign, Category
from contests.phases import Phase
from contests.wording import day_and_time, zone_name
from judging.admin.assign_page import confirm_assigning
from judging.admin.figures_page import figures_page
from judging.admin.progress import EXPECTED, FINISHED
from judging.admin.progress_page import progress_page
from judging.admin.round_form import LOCKED_FIELDS, CriterionForm, RoundForm
from judging.admin.scores_file import scores_file
from judging.assigning import assign_judges
from judging.locks import is_locked, lock_round
from judging.models import Criterion, Round
from judging.refusal import JudgingRefused
from partners.language_tabs import CODES, TranslatedStackedInline

_OVER = frozenset({Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED})


class CriterionInline(TranslatedStackedInline):
    """What judges score. Only the campaign's languages are asked for, where it is known."""

    model = Criterion
    form = CriterionForm

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        codes = obj.category.campaign.languages if obj else CODES
        texts = tuple((f"title_{code}", f"help_{code}") for code in codes)
        return [(None, {"fields": (("weight", "max_points", "order"), *texts)})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, Textarea):
            field.widget.attrs["rows"] = 2
        return field

    def has_add_permission(self, request: HttpRequest, obj: Round | None) -> bool:
        return not _locked(request, obj) and bool(super().has_add_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _locked(request, obj) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _locked(request, obj) and bool(super().has_delete_permission(request, obj))


def _locked(request: HttpRequest, round_: Round | None) -> bool:
    """Whether a score is in; asked once for a page, under the lock where it is being saved."""
    if round_ is None or round_.pk is None:
        return False
    known: dict[int, bool] = request.__dict__.setdefault("_locked_rounds", {})
    if round_.pk not in known:
        known[round_.pk] = is_locked(round_)
    return known[round_.pk]


@admin.register(Round)
class RoundAdmin(CampaignTimeMixin, ModelAdmin):
    """The steps of a jury."""

    form = RoundForm
    list_display = ("name", "campaign", "opens", "closes", "progress")
    list_select_related = ("category__campaign",)
    list_filter = ("category__campaign", "kind")
    list_per_page = 50
    inlines = (CriterionInline,)
    actions = None
    actions_detail = ("assign",)
    warn_unsaved_form = True

    def get_urls(self) -> list[URLPattern]:
        pages = (("progress", progress_page), ("figures", figures_page), ("scores", scores_file))
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
        return LOCKED_FIELDS if _locked(request, obj) else ()

    def get_form(self, request: HttpRequest, obj: Round | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.is_locked = _locked(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        times = str(_("Times are in the campaign’s time zone."))
        if obj:
            times = zone_name(obj.category.campaign.zone, obj.opens_at)
        locked = _("Scores are in. Only the close may still move, to a later moment.")
        note = str(locked) if _locked(request, obj) else ""
        return [
            (
                None,
                {
                    "fields": ("category", ("order", "kind"), ("aggregation", "reviews_per_entry")),
                    "description": note,
                },
            ),
            (_("Dates"), {"fields": ("opens_at", "closes_at"), "description": times}),
            (_("What judges see"), {"fields": ("is_blind",)}),
        ]

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

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        if obj and obj.assignments.exists():
            return False
        return bool(super().has_delete_permission(request, obj))

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
        if request.method == "POST":
            return self._assign(request, round_)
        return confirm_assigning(request, round_, self.admin_site.each_context(request))

    def _assign(self, request: HttpRequest, round_: Round) -> HttpResponse:
        try:
            plan = assign_judges(round_id=round_.pk, by=acting_user(request), at=database_now())
        except JudgingRefused as refused:
            messages.error(request, str(refused))
        else:
            count = len(plan.pairs)
            messages.success(
                request,
                ngettext("%(count)d review assigned.", "%(count)d reviews assigned.", count)
                % {"count": count},
            )
        return redirect("admin:judging_round_change", round_.pk)

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
    def progress(self, round_: Round) -> str:
        return f"{round_.finished} / {round_.duties}"  # type: ignore[attr-defined]  # annotated by get_queryset
