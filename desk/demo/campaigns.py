"""Partners and campaigns as staff would have set them up, and their publication."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from contests.models import (
    Ambassador,
    Campaign,
    CampaignQuestion,
    Category,
    Hashtag,
    Partnership,
    Prize,
    RejectionReason,
)
from contests.publication import publish_campaign
from contests.rules import write_rules
from desk.demo.moments import moment
from desk.demo.people import Cast
from desk.demo.read import CampaignText, CategoryText, PartnerText, Texts
from desk.demo.texts import columns
from metrics.recording import HashtagFigures, record_campaign_reading
from partners.models import Partner, PartnerAccount, Quote

_DATES = ("opens_at", "closes_at", "shortlist_by", "announce_by", "archives_at")
_TERMS = (
    "min_seconds",
    "max_seconds",
    "max_entries_per_creator",
    "min_age",
    "guardian_age",
    "prior_posts_allowed",
    "ownership_required",
    "participants_excluded",
    "lookalikes",
    "accepts_automatically",
)
_FIGURES = ("views", "videos", "creators", "followers", "at_least")


def load_partners(texts: list[PartnerText]) -> dict[str, Partner]:
    """Return all partners by slug, making those who are missing; changes nobody."""
    known = {partner.slug: partner for partner in Partner.objects.all()}
    for text in texts:
        if text.slug not in known:
            known[text.slug] = _partner(text)
    return known


def set_up_campaign(
    text: CampaignText,
    *,
    partners: dict[str, Partner],
    reasons: list[Texts],
    cast: Cast,
    at: datetime,
) -> Campaign:
    """Write a campaign with all that belongs to it, its rules too, and publish it.

    reasons: what moderators of a contest pick from when they turn a video down.
    """
    zone = ZoneInfo(text.time_zone)
    dates = {name: moment(value, zone=zone, at=at) for name, value in text.dates.items()}
    campaign = Campaign.objects.create(
        slug=text.slug,
        languages=list(text.languages),
        time_zone=text.time_zone,
        accent=text.accent,
        is_demo=True,
        platforms=list(text.platforms),
        countries=list(text.countries),
        previous_edition=Campaign.objects.filter(slug=text.previous_edition).first(),
        **{name: getattr(text, name) for name in _TERMS},
        **columns(title=text.title, tagline=text.tagline, description=text.description),
        **{name: dates.get(name) for name in _DATES},
    )
    for tag in text.hashtags:
        Hashtag.objects.create(campaign=campaign, **tag)
    _invite(campaign, text, partners)
    for order, category in enumerate(text.categories, start=1):
        _category(campaign, category, order, partners)
    if text.categories:
        for order, reason in enumerate(reasons, start=1):
            RejectionReason.objects.create(campaign=campaign, order=order, **columns(text=reason))
    published_at = dates["published_at"]
    write_rules(
        campaign_id=campaign.pk,
        texts=text.rules,
        by=cast.manager,
        at=published_at - timedelta(days=2),
    )
    publish_campaign(campaign_id=campaign.pk, by=cast.manager, at=published_at)
    campaign.refresh_from_db()
    return campaign


def record_totals(campaign: Campaign, text: CampaignText, *, cast: Cast, at: datetime) -> None:
    """Record what was reported for the hashtag as a whole."""
    for total in text.totals:
        taken_at = moment(total["taken_at"], zone=campaign.zone, at=at)
        record_campaign_reading(
            campaign_id=campaign.pk,
            taken_at=taken_at,
            figures=HashtagFigures(**{name: total[name] for name in _FIGURES if name in total}),
            sources=total["source"],
            by=cast.manager,
            at=min(at, taken_at + timedelta(hours=2)),
        )


def _partner(text: PartnerText) -> Partner:
    partner = Partner.objects.create(
        slug=text.slug,
        kind=text.kind,
        country=text.country,
        region_code=text.region_code,
        website=text.website,
        **columns(name=text.name, region=text.region, description=text.description),
    )
    for account in text.accounts:
        PartnerAccount.objects.create(partner=partner, **account)
    return partner


def _invite(campaign: Campaign, text: CampaignText, partners: dict[str, Partner]) -> None:
    """Partners with their roles, invited creators, and what was asked and said."""
    for order, one in enumerate(text.partnerships, start=1):
        Partnership.objects.create(
            campaign=campaign,
            partner=partners[one["partner"]],
            role=one["role"],
            order=order,
            **columns(contribution=one.get("contribution", {})),
        )
    for order, one in enumerate(text.ambassadors, start=1):
        Ambassador.objects.create(
            campaign=campaign,
            platform=one["platform"],
            handle=one["handle"],
            order=order,
            **columns(name=one.get("name", {}), note=one.get("note", {})),
        )
    for order, one in enumerate(text.questions, start=1):
        CampaignQuestion.objects.create(
            campaign=campaign,
            order=order,
            **columns(question=one["question"], answer=one["answer"]),
        )
    for one in text.quotes:
        said: dict[str, Any] = columns(
            speaker=one["speaker"], post=one.get("post", {}), text=one["text"]
        )
        quote, _new = Quote.objects.get_or_create(partner=partners[one["partner"]], **said)
        campaign.quotes.add(quote)


def _category(
    campaign: Campaign, text: CategoryText, order: int, partners: dict[str, Partner]
) -> None:
    category = Category.objects.create(
        campaign=campaign,
        slug=text.slug,
        method=text.method,
        platform=text.platform,
        order=order,
        **columns(title=text.title, description=text.description),
    )
    for prize in text.prizes:
        worth: dict[str, Any] = (
            {"value": Decimal(prize.value), "currency": prize.currency} if prize.value else {}
        )
        Prize.objects.create(
            category=category,
            place=prize.place,
            quantity=prize.quantity,
            sponsor=partners[prize.sponsor] if prize.sponsor else None,
            **worth,
            **columns(title=prize.title, description=prize.description),
        )
