"""A campaign in numbers, and an institution's own part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from contests.models import Campaign, Partnership
from metrics.charts import BarChart, LineChart, Shares
from metrics.partner_links import opens
from metrics.pulse import Pulse, pulse_of
from metrics.pulse_charts import entries_charts, shares_of, views_charts
from metrics.reported import ReportedFigure, reported_figures
from partners.models import Partner
from website.pages.campaign import Standpoint


@dataclass(frozen=True)
class NumbersPage:
    """What is reported, what the entries add up to, and both over time.

    `hides_views`: the leaderboard stands still, and what would give it away is left out.
    """

    standpoint: Standpoint
    pulse: Pulse
    figures: list[ReportedFigure]
    views: list[LineChart]
    entries: list[BarChart]
    shares: list[Shares]
    partners: list[Partner]
    for_staff_only: bool
    hides_views: bool


@dataclass(frozen=True)
class PartnerNumbersPage:
    """One institution's part. Its few videos would give the leaderboard away while it is frozen."""

    standpoint: Standpoint
    partner: Partner
    pulse: Pulse
    views: list[LineChart]
    entries: list[BarChart]
    shares: list[Shares]
    for_staff_only: bool
    by_link: bool
    hides_views: bool


def may_always_see(user: Any, campaign: Campaign) -> bool:
    """Staff who may see readings see the numbers whether they are public or not."""
    return bool(user.is_staff and user.has_perm("metrics.view_reading", campaign))


def numbers_page(view: Standpoint, *, user: Any) -> NumbersPage:
    """The campaign's numbers; 404 where they are not public, but for staff."""
    is_staff = may_always_see(user, view.campaign)
    if not view.has_numbers and not is_staff:
        raise Http404
    campaign = view.campaign
    hides_views = view.is_frozen and not is_staff
    partners = Partner.objects.filter(
        partnerships__campaign=campaign,
        partnerships__role=Partnership.Role.PARTICIPANT,
        entries__in=campaign.entries.accepted(),
    )
    return NumbersPage(
        standpoint=view,
        pulse=pulse_of(campaign),
        figures=reported_figures(campaign, at=view.at),
        views=views_charts(campaign, with_categories=not hides_views),
        entries=entries_charts(campaign),
        shares=shares_of(campaign),
        partners=list(partners.distinct().order_by("slug")),
        for_staff_only=not view.has_numbers,
        hides_views=hides_views,
    )


def partner_numbers_page(
    view: Standpoint, *, partner_slug: str, user: Any, key: str
) -> PartnerNumbersPage:
    """An institution's part of the numbers; 404 for who may not see it, or if it takes no part."""
    campaign = view.campaign
    partner = Partner.objects.filter(slug=partner_slug, partnerships__campaign=campaign).first()
    if partner is None:
        raise Http404
    is_staff = may_always_see(user, view.campaign)
    by_link = not view.has_numbers and opens(key, campaign, partner)
    if not (view.has_numbers or is_staff or by_link):
        raise Http404
    hides_views = view.is_frozen and not is_staff
    return PartnerNumbersPage(
        standpoint=view,
        partner=partner,
        pulse=pulse_of(campaign, partner),
        views=[] if hides_views else views_charts(campaign, partner),
        entries=entries_charts(campaign, partner),
        shares=shares_of(campaign, partner),
        for_staff_only=not view.has_numbers and not by_link,
        by_link=by_link,
        hides_views=hides_views,
    )
