"""Institutions and their part in campaigns."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from contests.models import Campaign, Partnership
from partners import models
from website.api import shapes
from website.api.operations import operation, page_of, paging
from website.api.texts import pages, picture, texts
from website.public_page import shows


@operation("partners", answer=shapes.PartnerList, params=("page",))
def partners(request: HttpRequest) -> shapes.PartnerList:
    """The institutions that have a part in a public campaign, by slug."""
    shows(request, everything=True, views=False)
    page = page_of(request, _public(timezone.now()).order_by("slug"))
    return shapes.PartnerList(
        paging=paging(request, page), partners=[_line(one) for one in page.object_list]
    )


@operation("partners/<slug:slug>", answer=shapes.Partner)
def partner(request: HttpRequest, slug: str) -> shapes.Partner:
    """One institution, its accounts, and its part in each public campaign."""
    shows(request, everything=True, views=False)
    at = timezone.now()
    found = _public(at).filter(slug=slug).first()
    if found is None:
        raise Http404("There is no partner of this slug in a public campaign.")
    parts = Partnership.objects.filter(partner=found, campaign__in=Campaign.objects.public(at=at))
    listed = parts.select_related("campaign").order_by("-campaign__opens_at", "campaign", "order")
    return shapes.Partner(
        about=_line(found),
        description=texts(found, "description"),
        accounts=[
            shapes.Account(one.platform, one.handle) for one in found.accounts.order_by("pk")
        ],
        parts=[
            shapes.Part(
                campaign=one.campaign.slug, role=one.role, contribution=texts(one, "contribution")
            )
            for one in listed
        ],
    )


def _public(at: datetime) -> QuerySet[models.Partner]:
    """Partners that anybody meets on a page: with a role in a public campaign, or a prize."""
    seen = Campaign.objects.public(at=at).values("pk")
    met = Q(partnerships__campaign__in=seen) | Q(prizes__category__campaign__in=seen)
    return models.Partner.objects.filter(met).distinct()


def _line(partner: models.Partner) -> shapes.PartnerLine:
    return shapes.PartnerLine(
        slug=partner.slug,
        kind=partner.kind,
        name=texts(partner, "name"),
        country=partner.country or None,
        region_code=partner.region_code or None,
        region=texts(partner, "region"),
        website=partner.website or None,
        logo=picture(partner.logo),
        pages=pages("website:partner", partner.slug),
    )
