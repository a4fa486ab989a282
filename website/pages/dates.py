"""Campaigns' dates for people's calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests import wording
from contests.models import Campaign
from results.models import Shortlist
from website.calendar_file import CalendarEvent


@dataclass(frozen=True)
class CampaignDate:
    """A date of a campaign. key: names it for ever, while its words tell of plan or deed."""

    key: str
    label: Promise
    moment: datetime
    page: str = "website:campaign"


def calendar_of(campaigns: Iterable[Campaign], *, at: datetime) -> list[CalendarEvent]:
    """The dates of public campaigns, in order. Needs hashtags and categories prefetched."""
    listed = list(campaigns)
    shortlisted = _shortlisted(listed, at=at)
    events = [
        _event(campaign, date)
        for campaign in listed
        for date in campaign_dates(campaign, at=at, shortlisted_at=shortlisted.get(campaign.pk))
    ]
    return sorted(events, key=lambda event: (event.at, event.uid))


def campaign_dates(
    campaign: Campaign, *, at: datetime, shortlisted_at: datetime | None
) -> Iterator[CampaignDate]:
    """What was promised gives way to what happened. shortlisted_at: once there is a shortlist."""
    if campaign.opens_at:
        begins = _("The campaign begins") if campaign.is_showcase else _("Entries open")
        yield CampaignDate("opens", begins, campaign.opens_at)
    if campaign.closes_at:
        ends = _("The campaign ends") if campaign.is_showcase else _("Entries close")
        yield CampaignDate("closes", ends, campaign.closes_at)
    if campaign.is_showcase:
        return
    if shortlisted_at:
        yield CampaignDate(
            "shortlist", _("Shortlist published"), shortlisted_at, "website:shortlist"
        )
    elif campaign.shortlist_by:
        yield CampaignDate("shortlist", _("Shortlist by"), campaign.shortlist_by)
    if campaign.announced_at and campaign.announced_at <= at:
        yield CampaignDate(
            "winners", _("Winners announced"), campaign.announced_at, "website:winners"
        )
    elif campaign.announce_by:
        yield CampaignDate("winners", _("Winners announced by"), campaign.announce_by)


def _event(campaign: Campaign, date: CampaignDate) -> CalendarEvent:
    name = isolated(campaign.official_hashtag or campaign.title)
    url = f"{settings.SITE_URL}{reverse(date.page, args=[campaign.slug])}"
    zone = campaign.zone
    lines = [
        str(campaign.title),
        str(campaign.tagline),
        gettext("%(moment)s, %(zone)s")
        % {
            "moment": wording.day_and_time(date.moment, zone),
            "zone": wording.zone_name(zone, date.moment),
        },
        url,
    ]
    cancelled_at = campaign.cancelled_at
    return CalendarEvent(
        uid=f"campaign-{campaign.pk}-{date.key}@{urlsplit(settings.SITE_URL).hostname}",
        at=date.moment,
        summary=f"{name} · {date.label}",
        description="\n".join(line for line in lines if line),
        url=url,
        is_cancelled=cancelled_at is not None and date.moment > cancelled_at,
    )


def _shortlisted(campaigns: Iterable[Campaign], *, at: datetime) -> dict[int, datetime]:
    """When the first shortlist of each campaign became public."""
    public = Shortlist.objects.public(at=at).filter(category__campaign__in=campaigns)
    firsts = public.values_list("category__campaign").annotate(Min("published_at"))
    return dict(firsts.order_by())
