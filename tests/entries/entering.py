"""What tests of entering a video share: links, filled-in forms, calls of the verb, sign-in."""

import dataclasses
from itertools import count
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from contests.models import Campaign, Category
from entries.application import Application, asks_age, must_choose
from entries.consents import REQUIRED_CONSENTS
from entries.intake import submit_entry
from entries.links import parse_video_link
from entries.models import Entry, PlatformAnswer
from entries.video_ids import tiktok_id_for
from tests.builders import build_campaign, build_category

_numbers = count(1)
_SAID = {field.name for field in dataclasses.fields(Application)}


def build_contest(**fields: Any) -> Campaign:
    """An open campaign with a category: one that takes entries."""
    campaign = build_campaign(**fields)
    build_category(campaign, method=Category.Method.JURY)
    return campaign


def new_video_id() -> str:
    return tiktok_id_for(timezone.now(), salt=next(_numbers))


def tiktok_link(video_id: str | None = None, handle: str = "aysel.math") -> str:
    return f"https://www.tiktok.com/@{handle}/video/{video_id or new_video_id()}"


def filled_in(campaign: Campaign, **fields: Any) -> dict[str, Any]:
    """What the form sends when everything is right; None leaves a field out."""
    rules = campaign.rules.first()
    values = {
        "links": tiktok_link(),
        "email": "aysel@example.org",
        "age": "30" if asks_age(campaign) else None,
        "country": campaign.countries[0] if campaign.countries else None,
        "rules_number": rules.number if rules else "",
        **{f"agree_{kind.value}": "on" for kind in REQUIRED_CONSENTS},
    }
    return {name: value for name, value in (values | fields).items() if value is not None}


def apply(campaign: Campaign, **fields: Any) -> Application:
    """Everything that the campaign asks, said rightly, but what the test cares about."""
    values: dict[str, Any] = {
        "consents": set(REQUIRED_CONSENTS),
        "language": "kk",
        "age": 30 if asks_age(campaign) else None,
        "country": campaign.countries[0] if campaign.countries else "",
        "category_ids": [one.pk for one in campaign.categories.all()]
        if must_choose(campaign)
        else [],
    }
    return Application(**values | fields)


def enter(campaign: Campaign, by: User, **fields: Any) -> Entry:
    """Call the verb with everything right but what the test cares about."""
    said = {name: fields.pop(name) for name in _SAID & set(fields)}
    values: dict[str, Any] = {
        "campaign_id": campaign.pk,
        "link": parse_video_link(fields.pop("url", None) or tiktok_link()),
        "handle": "aysel.math",
        "by": by,
        "application": apply(campaign, **said),
        "at": timezone.now(),
    }
    return submit_entry(**values | fields)


def build_answer(video_id: str, said: dict[str, Any], **fields: Any) -> PlatformAnswer:
    """What a platform has said about a video."""
    values: dict[str, Any] = {
        "platform": "tiktok",
        "source": PlatformAnswer.Source.TIKTOK_OEMBED,
        "said_at": timezone.now(),
        "found": True,
    }
    return PlatformAnswer.objects.create(video_id=video_id, said=said, **values | fields)


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(campaign, language="kk"):
    with translation.override(language):
        return reverse("entries:submit", args=[campaign.slug])


def send(client: Client, campaign, **fields: Any):
    return client.post(address(campaign), filled_in(campaign, **fields))


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}
