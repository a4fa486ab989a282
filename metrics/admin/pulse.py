"""A campaign in figures for staff: what is reported, what the entries add up to, and the charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import day_and_time
from metrics.models import ReadingPlan
from metrics.partner_links import partner_key
from metrics.plans import plan_of
from metrics.pulse import PlatformTotals, is_frozen, pulse_of
from metrics.pulse_charts import entries_charts, shares_of, views_charts
from metrics.reported import reported_figures
from partners.models import Partner


@dataclass(frozen=True)
class ShownFigure:
    """A figure as a source reports it, in words."""

    label: str
    value: int
    at_least: bool
    source: str
    when: str


@dataclass(frozen=True)
class ShownTotals:
    """What the entries of one platform add up to, and when they were read last."""

    totals: PlatformTotals
    newest: str
    oldest: str


@dataclass(frozen=True)
class PartnerLink:
    """An institution with the address of its own part."""

    partner: Partner
    url: str


def campaign_or_404(request: HttpRequest, campaign_id: int) -> Campaign:
    """The campaign, for those who may see its figures."""
    if not request.user.has_perm("metrics.view_campaignreading"):
        raise PermissionDenied
    campaigns = Campaign.objects.prefetch_related("hashtags", "categories")
    campaign: Campaign = get_object_or_404(campaigns, pk=campaign_id)
    return campaign


def pulse_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the figures of a campaign."""
    campaign = campaign_or_404(request, campaign_id)
    plan, at = plan_of(campaign), timezone.now()
    context = {
        **page_context(request, campaign, title=_("In numbers")),
        "figures": shown_figures(campaign),
        "pulse": (pulse := pulse_of(campaign)),
        "totals": [_shown(one, campaign) for one in pulse.platforms],
        "views": views_charts(campaign, with_categories=True),
        "entries": entries_charts(campaign),
        "shares": shares_of(campaign),
        "partners": partner_links(campaign, plan),
        "is_public": plan.shows_numbers,
        "is_frozen": is_frozen(campaign, plan, at=at),
        "may_import": request.user.has_perm("metrics.add_campaignreading"),
    }
    return TemplateResponse(request, "admin/metrics/pulse.html", context)


def page_context(request: HttpRequest, campaign: Campaign, *, title: str) -> dict[str, Any]:
    """Around the content."""
    return {
        **admin.site.each_context(request),
        "title": title,
        "campaign": campaign,
        "opts": None,
    }


def shown_figures(campaign: Campaign) -> list[ShownFigure]:
    """What sources report, the newest of each figure."""
    return [
        ShownFigure(
            str(one.label),
            one.value,
            one.reading.at_least,
            str(one.reading.source),
            day_and_time(one.reading.taken_at, campaign.zone),
        )
        for one in reported_figures(campaign, at=timezone.now())
    ]


def partner_links(campaign: Campaign, plan: ReadingPlan) -> list[PartnerLink]:
    """The institutions of a campaign; with a key where the figures are not public."""
    partners = Partner.objects.filter(partnerships__campaign=campaign).distinct()
    language = get_language() or ""
    # The institution reads the campaign's languages, whatever the admin is shown in.
    shown_in = language if language in campaign.languages else campaign.languages[0]
    links = []
    with override(shown_in):
        for partner in partners.order_by("slug"):
            path = reverse("website:partner_numbers", args=[campaign.slug, partner.slug])
            key = (
                ""
                if plan.shows_numbers
                else f"?{urlencode({'key': partner_key(campaign, partner)})}"
            )
            links.append(PartnerLink(partner, f"{settings.SITE_URL}{path}{key}"))
    return links


def _shown(totals: PlatformTotals, campaign: Campaign) -> ShownTotals:
    moments = (totals.newest_at, totals.oldest_at)
    newest, oldest = (day_and_time(one, campaign.zone) if one else "" for one in moments)
    return ShownTotals(totals, newest, oldest)
