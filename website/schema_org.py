"""Things in the words of schema.org. Only what pages show; what is not known is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from contests.models import Campaign, Partnership
from partners.models import Partner

Thing = dict[str, Any]
Step = tuple[str, str]
"""A name and a path."""

ORGANISING = (Partnership.Role.ORGANISER, Partnership.Role.SUPPORTER)


def contest(
    campaign: Campaign, partnerships: Iterable[Partnership], *, is_cancelled: bool
) -> Thing:
    """The campaign as an event that takes place online."""
    url = url_of(reverse("website:campaign", args=[campaign.slug]))
    roles = [(one.role, organisation(one.partner)) for one in partnerships]
    state = "EventCancelled" if is_cancelled else "EventScheduled"
    return known(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "name": str(campaign.title),
            "alternateName": campaign.official_hashtag,
            "description": str(campaign.tagline),
            "url": url,
            "image": url_of(campaign.cover.url) if campaign.cover else "",
            "startDate": campaign.opens_at.astimezone(campaign.zone).isoformat()
            if campaign.opens_at
            else "",
            "endDate": campaign.closes_at.astimezone(campaign.zone).isoformat()
            if campaign.closes_at
            else "",
            "eventStatus": f"https://schema.org/{state}",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": url},
            "isAccessibleForFree": True,
            "inLanguage": list(campaign.languages),
            "organizer": [one for role, one in roles if role in ORGANISING],
            "sponsor": [one for role, one in roles if role == Partnership.Role.PRIZE_SPONSOR],
        }
    )


def organisation(partner: Partner) -> Thing:
    """A partner, known by the address of its page."""
    url = url_of(reverse("website:partner", args=[partner.slug]))
    return {"@type": "Organization", "@id": f"{url}#partner", "name": str(partner), "url": url}


def crumbs(*steps: Step) -> Thing:
    """The way from the front page."""
    way = [(settings.SITE_NAME, reverse("website:home")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url_of(path)}
            for place, (name, path) in enumerate(way, start=1)
        ],
    }


def url_of(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def known(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, [])}
