"""Private links to the preview: made, shown again to those with the right, and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from results.admin.page import campaign_or_404, demand
from results.models import PreviewLink
from results.preview_link_form import PreviewLinkForm
from results.refusal import ResultsRefused
from results.sharing import make_preview_link, withdraw_preview_link

PART = "preview-links"
"""Where on the announcement's page the links are."""


@require_POST
def preview_links_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Make a link, or withdraw one; then back to the page of the announcement.

    For those who may make links and may see the campaign's scores: the preview tells ranks.
    """
    demand(request, "results.add_previewlink")
    campaign = campaign_or_404(request, campaign_id)
    if "withdraw" in request.POST:
        _withdraw(request, campaign)
    else:
        _make(request, campaign)
    return redirect(f"{reverse('admin:results_announce', args=[campaign.pk])}#{PART}")


def _make(request: HttpRequest, campaign: Campaign) -> None:
    form = PreviewLinkForm(request.POST)
    if not form.is_valid():
        for field in form:
            for error in field.errors:
                messages.error(request, f"{field.label}: {error}")
        return
    try:
        make_preview_link(
            campaign_id=campaign.pk,
            label=form.cleaned_data["label"],
            days=form.cleaned_data["days"],
            by=acting_user(request),
            at=database_now(),
        )
    except ResultsRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The link is made. Copy it and send it yourself."))


def _withdraw(request: HttpRequest, campaign: Campaign) -> None:
    wanted = request.POST["withdraw"]
    links = PreviewLink.objects.filter(campaign=campaign)
    link = get_object_or_404(links, pk=int(wanted) if wanted.isdecimal() else 0)
    withdraw_preview_link(link_id=link.pk, by=acting_user(request), at=database_now())
    messages.success(request, _("The link opens nothing any more."))
