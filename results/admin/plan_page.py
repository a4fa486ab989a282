"""The plan of an announcement: when it is made, by whom, and what winners get."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time, zone_name
from results.admin.page import demand, page_context
from results.admin.plan_form import PlanForm
from results.planning import is_settled, set_announcement_plan
from results.refusal import ResultsRefused


def plan_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the plan to those who may see it; on POST save it for those who may change it."""
    if not request.user.has_perm("results.view_announcementplan"):
        raise PermissionDenied
    if request.method == "POST":
        demand(request, "results.change_announcementplan")
    campaigns = Campaign.objects.prefetch_related("hashtags", "categories")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    at = timezone.now()
    may_change = request.user.has_perm("results.change_announcementplan")
    is_over = campaign.cancelled_at is not None
    # What is typed and what is shown are times of the campaign.
    with timezone.override(campaign.zone):
        form = PlanForm(request.POST if request.method == "POST" else None, campaign=campaign)
        if form.is_bound and form.is_valid() and _carry_out(request, campaign, form):
            return redirect("admin:results_plan", campaign.pk)
        if is_over or not may_change:
            for field in form.fields.values():
                field.disabled = True
        promised = campaign.announce_by
        context = {
            **page_context(request, campaign, title=_("Plan of the announcement"), here="plan"),
            "form": form,
            "may_save": may_change and not is_over,
            "closed_because": ResultsRefused("plan_cancelled").message if is_over else "",
            "settled": ResultsRefused("plan_settled").message
            if is_settled(campaign, at=at)
            else "",
            "zone": zone_name(campaign.zone, promised or campaign.closes_at or at),
            "promised": promised and day_and_time(promised, campaign.zone),
        }
        # Rendered before the zone is left.
        return TemplateResponse(request, "admin/results/plan.html", context).render()


def _carry_out(request: HttpRequest, campaign: Campaign, form: PlanForm) -> bool:
    """Save what the form says and say so; False, with the reason in the form, if refused."""
    try:
        set_announcement_plan(
            campaign_id=campaign.pk,
            settings=form.settings(),
            seen=form.cleaned_data["seen"],
            by=acting_user(request),
            at=database_now(),
        )
    except ResultsRefused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("The plan is saved."))
    return True
