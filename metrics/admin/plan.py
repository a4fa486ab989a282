"""How a campaign's views are read and shown: the settings, and what follows from them."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.admin import ReadOnlyAdmin
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.models import Campaign
from contests.wording import day_and_time, distance, zone_name
from metrics.admin.plan_form import PlanForm
from metrics.models import ReadingPlan
from metrics.planning import PlanSettings, freeze_fits, set_reading_plan, why_settled
from metrics.plans import plan_of
from metrics.refusal import MetricsRefused
from metrics.schedule import ReadingHours, final_slot, slots

SLOTS_SHOWN = 5


@admin.register(ReadingPlan)
class ReadingPlanAdmin(InReachMixin, ReadOnlyAdmin):
    """The plans that somebody settled; each has its page, which campaigns without one have, too."""

    campaign_path = "campaign"
    list_display = ("campaign", "every_hours", "last_day_hours", "final_minutes", "freezes")
    list_select_related = ("campaign",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReadingPlan]:
        plans: QuerySet[ReadingPlan] = super().get_queryset(request)
        return plans.select_related("campaign")

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "campaign/<int:campaign_id>/",
            self.admin_site.admin_view(self.plan),
            name="metrics_readingplan_plan",
        )
        return [page, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any
    ) -> HttpResponse:
        """The page of the plan's campaign, to be looked at; it is saved at its own address."""
        if not self.has_view_permission(request) or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        plan: ReadingPlan | None = self.get_object(request, unquote(object_id))
        if plan is None:
            raise Http404
        return self.plan(request, plan.campaign_id)

    def plan(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """Show the plan of a campaign to those who may see plans; save it for those who may."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(
            Campaign.objects.prefetch_related("hashtags", "categories"), pk=campaign_id
        )
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return plan_page(request, campaign, site_context=context)

    @display(description=gettext_lazy("the public leaderboard stands still from"))
    def freezes(self, plan: ReadingPlan) -> str | None:
        moment = plan.board_freezes_at
        return day_and_time(moment, plan.campaign.zone) if moment else None


def plan_page(
    request: HttpRequest, campaign: Campaign, *, site_context: dict[str, Any]
) -> HttpResponse:
    """The settings in plain words, in the campaign's zone, and the moments that follow."""
    at = timezone.now()
    settled = why_settled(campaign, at=at)
    may_change = request.user.has_perm("metrics.change_readingplan")
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    plan = plan_of(campaign)
    # What is typed and what is shown are times of the campaign.
    with timezone.override(campaign.zone):
        form = PlanForm(
            request.POST if request.method == "POST" else None,
            # Of its own, because checking a form writes what was typed into it.
            instance=plan_of(campaign),
            initial={"seen": PlanSettings.of(plan).fingerprint},
        )
        if form.is_bound and form.is_valid() and _carry_out(request, campaign, form):
            return redirect("admin:metrics_readingplan_plan", campaign.pk)
        if settled or not may_change:
            for field in form.fields.values():
                field.disabled = True
        context = {
            **site_context,
            "title": _("How views are read"),
            "campaign": campaign,
            "form": form,
            "may_save": may_change and settled is None,
            "settled": MetricsRefused(settled).message if settled else "",
            "zone": zone_name(campaign.zone, campaign.opens_at or at),
            "follows": _follows(campaign, plan),
            "upcoming": _upcoming(campaign, plan),
            "freeze_is_outside": not freeze_fits(campaign, plan.board_freezes_at),
        }
        # Rendered before the zone is left.
        return TemplateResponse(request, "admin/metrics/plan.html", context).render()


def _carry_out(request: HttpRequest, campaign: Campaign, form: PlanForm) -> bool:
    """Save what the form says and say so; False, with the reason in the form, if refused."""
    try:
        set_reading_plan(
            campaign_id=campaign.pk,
            settings=form.settings(),
            seen=form.cleaned_data["seen"],
            by=acting_user(request),
            at=database_now(),
        )
    except MetricsRefused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Saved. This is how views are read from now on."))
    return True


def hours_of(plan: ReadingPlan) -> ReadingHours:
    return ReadingHours(
        every=timedelta(hours=plan.every_hours),
        last_day_every=timedelta(hours=plan.last_day_hours),
        final_before=timedelta(minutes=plan.final_minutes),
    )


def _follows(campaign: Campaign, plan: ReadingPlan) -> list[tuple[str, str]]:
    """The moments that follow from the plan as it is saved; none without dates."""
    opens_at, closes_at, zone = campaign.opens_at, campaign.closes_at, campaign.zone
    if opens_at is None or closes_at is None:
        return []
    freeze = plan.board_freezes_at
    moments = [
        (_("The first reading"), opens_at),
        (_("More often from"), max(opens_at, closes_at - timedelta(hours=24))),
        (_("A last reading is too old if it was taken before"), _stale_before(closes_at, plan)),
        *([(_("The public leaderboard stands still from"), freeze)] if freeze else []),
        (_("The final reading begins"), final_slot(hours_of(plan), opens_at, closes_at)),
        (_("Nothing counts that is read after"), closes_at),
    ]
    ordered = sorted(moments, key=lambda moment: moment[1])
    return [(name, day_and_time(moment, zone)) for name, moment in ordered]


def _stale_before(closes_at: Any, plan: ReadingPlan) -> Any:
    return closes_at - timedelta(hours=plan.stale_hours)


def _upcoming(campaign: Campaign, plan: ReadingPlan) -> list[tuple[str, str]]:
    """The next readings, and how far they are."""
    at = timezone.now()
    if not plan.collects or campaign.opens_at is None or campaign.closes_at is None:
        return []
    every = slots(hours_of(plan), campaign.opens_at, campaign.closes_at)
    coming = islice((slot for slot in every if slot > at), SLOTS_SHOWN)
    return [(day_and_time(slot, campaign.zone), distance(slot, at=at)) for slot in coming]
