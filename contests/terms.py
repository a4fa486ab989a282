"""The terms of a campaign as they stand: what a version of the rules keeps.

A snapshot holds plain values only (text by language, moments in UTC as ISO 8601, amounts as
text), so that a version can be read for ever, whatever becomes of the campaign's rows.
`contests.rule_sentences` turns it into what people read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language

from contests.models import Campaign, Category, Hashtag, Partnership, Prize

Texts = dict[str, str]
"""One text by language code; languages without it are left out."""

_CODES = tuple(code for code, _name in settings.LANGUAGES)
_DATES = ("opens_at", "closes_at", "shortlist_by", "announce_by")
_PLAIN = (
    "time_zone",
    "platforms",
    "min_seconds",
    "max_seconds",
    "max_entries_per_creator",
    "min_age",
    "guardian_age",
    "countries",
    "prior_posts_allowed",
    "ownership_required",
    "participants_excluded",
    "lookalikes",
)
_KINDS = (Hashtag.Kind.OFFICIAL, Hashtag.Kind.ACCEPTED, Hashtag.Kind.TOLERATED)


def snapshot(campaign: Campaign) -> dict[str, Any]:
    """Everything about a campaign that its rules tell, in five queries."""
    categories = campaign.categories.prefetch_related("prizes__sponsor")
    return {
        **{name: _moment(getattr(campaign, name)) for name in _DATES},
        **{name: getattr(campaign, name) for name in _PLAIN},
        "hashtags": [
            {"text": tag.text, "kind": tag.kind}
            for tag in sorted(campaign.hashtags.all(), key=_official_first)
        ],
        "categories": [_category(category) for category in categories],
        "organisers": [
            _texts(partnership.partner, "name")
            for partnership in campaign.partnerships.filter(
                role=Partnership.Role.ORGANISER
            ).select_related("partner")
        ],
    }


def text_in(texts: Texts) -> str:
    """A text of a snapshot in the active language, or in the nearest that it has."""
    wanted = get_language() or "en"
    fallbacks = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    for code in (wanted, *fallbacks.get(wanted, fallbacks["default"])):
        if texts.get(code):
            return texts[code]
    return ""


def _official_first(tag: Hashtag) -> tuple[int, int]:
    return _KINDS.index(Hashtag.Kind(tag.kind)), tag.pk


def _category(category: Category) -> dict[str, Any]:
    return {
        "title": _texts(category, "title"),
        "method": category.method,
        "platform": category.platform,
        "is_chosen": category.is_chosen,
        "prizes": [_prize(prize) for prize in category.prizes.all()],
    }


def _prize(prize: Prize) -> dict[str, Any]:
    return {
        "place": prize.place,
        "quantity": prize.quantity,
        "title": _texts(prize, "title"),
        "value": None if prize.value is None else f"{prize.value:.2f}",
        "currency": prize.currency,
        "sponsor": _texts(prize.sponsor, "name") if prize.sponsor else {},
    }


def _texts(instance: Model, field: str) -> Texts:
    by_language = ((code, getattr(instance, f"{field}_{code}", None)) for code in _CODES)
    return {code: text.strip() for code, text in by_language if text and text.strip()}


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
