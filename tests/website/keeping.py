"""Asking for pages that are kept, and changing what they show."""

from django.test import Client

from contests.models import Campaign

STATE = "X-Page-Cache"


def state(url: str, client: Client | None = None, **options: object) -> str:
    """Where the page came from: "made", "hit" or "stale"; "" if it is never kept."""
    response = (client or Client()).get(url, **options)
    assert response.status_code in (200, 304)
    return response.headers.get(STATE, "")


def retitle(campaign: Campaign, title: str) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(title_en=title)
