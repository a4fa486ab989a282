"""An institution's own page: its part in every campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404

from contests.models import Campaign, Partnership, Prize
from entries.models import Entry
from partners.models import Partner, PartnerAccount, Quote
from website.pages.campaign import Standpoint

VIDEOS_SHOWN = 12


@dataclass(frozen=True)
class Part:
    """What the institution is and does in one campaign.

    prizes: those that it gives; videos: how many accepted ones are its own.
    """

    standpoint: Standpoint
    partnerships: list[Partnership]
    prizes: list[Prize]
    videos: int
    has_numbers: bool

    @property
    def campaign(self) -> Campaign:
        return self.standpoint.campaign


@dataclass(frozen=True)
class PartnerPage:
    """All that is public about an institution."""

    partner: Partner
    accounts: list[PartnerAccount]
    parts: list[Part]
    quotes: list[Quote]
    newest: list[Entry]

    @property
    def has_demo(self) -> bool:
        return any(part.campaign.is_demo for part in self.parts)

    @property
    def has_figures(self) -> bool:
        """Whether there is more to count than one campaign."""
        return len(self.parts) > 1 or bool(self.videos or self.prizes)

    @property
    def videos(self) -> int:
        return sum(part.videos for part in self.parts)

    @property
    def prizes(self) -> int:
        """How many winners get something from it."""
        return sum(prize.quantity for part in self.parts for prize in part.prizes)


def partner_page(*, slug: str, user: Any, at: datetime) -> PartnerPage:
    """An institution with a part in a campaign that this person may see; else 404."""
    partner = Partner.objects.filter(slug=slug).prefetch_related("accounts").first()
    if partner is None:
        raise Http404
    campaigns = _campaigns_of(partner, user=user, at=at)
    if not campaigns:
        raise Http404
    public = Entry.objects.public(at=at).filter(institution=partner)
    counts = dict(public.order_by().values_list("campaign").annotate(Count("pk", distinct=True)))
    quotes = Quote.objects.filter(partner=partner, campaigns__in=campaigns)
    return PartnerPage(
        partner=partner,
        accounts=list(partner.accounts.all()),
        parts=[_part(campaign, counts.get(campaign.pk, 0), at=at) for campaign in campaigns],
        quotes=list(quotes.select_related("partner").distinct().order_by("pk")),
        newest=list(public.select_related("creator", "campaign")[:VIDEOS_SHOWN]),
    )


def _campaigns_of(partner: Partner, *, user: Any, at: datetime) -> list[Campaign]:
    """The newest first, with this partner's own part of each."""
    partnerships = Partnership.objects.filter(partner=partner).order_by("order", "pk")
    prizes = Prize.objects.filter(sponsor=partner).order_by("category__order", "place")
    return list(
        Campaign.objects.visible_to(user, at=at)
        .filter(
            Q(pk__in=Partnership.objects.filter(partner=partner).values("campaign"))
            | Q(pk__in=Prize.objects.filter(sponsor=partner).values("category__campaign"))
        )
        .select_related("reading_plan")
        .prefetch_related(
            "hashtags",
            Prefetch("partnerships", partnerships, to_attr="roles_of_partner"),
            Prefetch("categories__prizes", prizes, to_attr="prizes_of_partner"),
        )
        .order_by("-opens_at", "pk")
    )


def _part(campaign: Campaign, videos: int, *, at: datetime) -> Part:
    plan = getattr(campaign, "reading_plan", None)
    return Part(
        standpoint=Standpoint(campaign=campaign, at=at, phase=campaign.phase(at=at)),
        partnerships=getattr(campaign, "roles_of_partner", []),
        prizes=[
            prize
            for category in campaign.categories.all()
            for prize in getattr(category, "prizes_of_partner", [])
        ],
        videos=videos,
        has_numbers=bool(plan and plan.shows_numbers and videos),
    )
