"""What a person types into the form of a campaign."""

from typing import Any

from django.urls import reverse

from contests.models import Campaign

INLINES = (
    "hashtags",
    "categories",
    "partnerships",
    "ambassadors",
    "questions",
    "rejection_reasons",
)
ADD = reverse("admin:contests_campaign_add")


def change(campaign: Campaign) -> str:
    """The address of a campaign's form."""
    return reverse("admin:contests_campaign_change", args=[campaign.pk])


def no_rows(*prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}-{name}": value
        for prefix in prefixes
        for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
    }


def typed(**fields: Any) -> dict[str, Any]:
    """What a person types into the form of a campaign in Almaty time."""
    values: dict[str, Any] = {
        "slug": "kitaptok",
        "languages": ["kk", "ru"],
        "time_zone": "Asia/Almaty",
        "accent": "saffron",
        "platforms": ["tiktok"],
        "title_kk": "Кітапток",
        "opens_at_0": "2027-02-01",
        "opens_at_1": "09:00",
        "closes_at_0": "2027-03-01",
        "closes_at_1": "23:59",
        "lookalikes": "review",
        **no_rows(*INLINES),
    }
    return values | fields


def errors_of(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)
