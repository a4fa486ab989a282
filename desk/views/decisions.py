"""Publishing and cancelling a campaign: a page that names the consequences, then the act."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.forms import CancelForm
from contests.models import Campaign
from contests.publication import cancel_campaign, may, publish_campaign
from contests.readiness import missing_for_publication
from contests.refusals import CampaignRefused
from contests.wording import day_and_time, zone_name
from desk.figures import figures_of
from desk.views.campaign import campaigns, page_context
from desk.work import public_pages


def back_to_desk(campaign: Campaign) -> HttpResponse:
    return redirect("admin:desk_campaign", campaign_id=campaign.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Ask, then publish."""
    user, at = acting_user(request), timezone.now()
    if not user.has_perm("contests.publish_campaign"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    if request.method == "POST":
        try:
            publish_campaign(campaign_id=campaign.pk, by=user, at=database_now())
        except CampaignRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The campaign is published."))
        return back_to_desk(campaign)
    if not may("publish", campaign.phase(at=at)) or missing_for_publication(campaign, at=at):
        return back_to_desk(campaign)
    opens = campaign.opens_at or at
    context = {
        **page_context(request, campaign),
        "subtitle": _("Publish"),
        "public_pages": public_pages(campaign, at=at),
        "opens": day_and_time(opens, campaign.zone),
        "opens_now": opens <= at,
        "zone": zone_name(campaign.zone, opens),
    }
    return TemplateResponse(request, "desk/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Ask for the reason, then cancel."""
    user, at = acting_user(request), timezone.now()
    if not user.has_perm("contests.cancel_campaign"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_campaign(
                campaign_id=campaign.pk,
                by=user,
                at=database_now(),
                reason=form.cleaned_data["reason"],
            )
        except CampaignRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The campaign is cancelled."))
        return back_to_desk(campaign)
    if not may("cancel", campaign.phase(at=at)):
        return back_to_desk(campaign)
    context = {
        **page_context(request, campaign),
        "subtitle": _("Cancel"),
        "form": form,
        "figures": figures_of(campaign, user=user, at=at),
    }
    return TemplateResponse(request, "desk/cancel.html", context)
