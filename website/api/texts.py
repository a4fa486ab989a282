"""Values of the interface out of the models: texts by language, moments, addresses."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import override

from website.api.shapes import Link

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def texts(instance: Model, field: str) -> dict[str, str]:
    """A translated field in the languages in which it was written."""
    found = ((code, getattr(instance, f"{field}_{code}", None)) for code in LANGUAGES)
    return {code: text for code, text in found if text}


def local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment with its distance from UTC in a zone, to the second."""
    return moment.astimezone(zone).replace(microsecond=0) if moment else None


def picture(file: FieldFile) -> str | None:
    """The address of an uploaded picture; None where there is none."""
    return f"{settings.SITE_URL}{file.url}" if file else None


def pages(name: str, *arguments: object) -> Link:
    """The addresses of a page in all languages."""
    with override("en"):
        path = reverse(name, args=arguments).removeprefix("/en/")
    return Link(**{code: f"{settings.SITE_URL}/{code}/{path}" for code in LANGUAGES})
