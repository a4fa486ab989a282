"""Campaigns and their categories."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from contests import models
from contests.phases import Phase
from entries.models import Entry
from website.api import shapes
from website.api.operations import BadParameterError, operation, page_of, paging
from website.api.texts import local, pages, picture, texts
from website.public_page import shows

PHASES = [phase.value for phase in Phase if phase is not Phase.DRAFT]


def public_campaigns(at: datetime) -> QuerySet[models.Campaign]:
    """What anybody may see, whoever asks: a program is told the same as its user's neighbours."""
    return models.Campaign.objects.public(at=at).prefetch_related("hashtags", "categories")


def campaign_or_404(slug: str, at: datetime) -> models.Campaign:
    """The public campaign of a slug."""
    found = public_campaigns(at).select_related("previous_edition").filter(slug=slug).first()
    if found is None:
        raise Http404("There is no public campaign of this slug.")
    return found


@operation("campaigns", answer=shapes.CampaignList, params=("page", "phase"))
def campaigns(request: HttpRequest) -> shapes.CampaignList:
    """All public campaigns, the newest first, or those in a phase."""
    shows(request, everything=True, views=False)
    at = timezone.now()
    listed = list(public_campaigns(at).order_by("-opens_at", "slug"))
    wanted = request.GET.get("phase", "")
    if wanted:
        if wanted not in PHASES:
            raise BadParameterError(f"phase must be one of {', '.join(PHASES)}.")
        listed = [one for one in listed if one.phase(at=at) == wanted]
    page = page_of(request, listed)
    return shapes.CampaignList(
        paging=paging(request, page),
        campaigns=[campaign_line(one, at=at) for one in page.object_list],
    )


@operation("campaigns/<slug:slug>", answer=shapes.Campaign)
def campaign(request: HttpRequest, slug: str) -> shapes.Campaign:
    """One campaign with its categories, prizes, partners, invited creators and quotes."""
    at = timezone.now()
    found = campaign_or_404(slug, at)
    shows(request, campaign=found, views=False)
    earlier = found.previous_edition
    later = models.Campaign.objects.public(at=at).filter(previous_edition=found)
    return shapes.Campaign(
        about=campaign_line(found, at=at),
        description=texts(found, "description"),
        platforms=list(found.platforms),
        categories=_categories(found),
        partners=[
            shapes.Participant(
                partner=one.partner.slug,
                name=texts(one.partner, "name"),
                role=one.role,
                contribution=texts(one, "contribution"),
            )
            for one in found.partnerships.select_related("partner")
        ],
        ambassadors=[
            shapes.Ambassador(
                account=shapes.Account(one.platform, one.handle),
                name=texts(one, "name"),
                note=texts(one, "note"),
            )
            for one in found.ambassadors.all()
        ],
        quotes=[
            shapes.Quote(
                partner=one.partner.slug,
                speaker=texts(one, "speaker"),
                post=texts(one, "post"),
                text=texts(one, "text"),
            )
            for one in found.quotes.select_related("partner").order_by("pk")
        ],
        entries=Entry.objects.public(at=at).filter(campaign=found).count(),
        earlier_edition=earlier.slug if earlier and _is_public(earlier, at) else None,
        later_editions=list(later.order_by("opens_at", "slug").values_list("slug", flat=True)),
    )


@operation("campaigns/<slug:slug>/categories", answer=shapes.CategoryList)
def categories(request: HttpRequest, slug: str) -> shapes.CategoryList:
    """The categories of a campaign with their prizes; none in a showcase."""
    found = campaign_or_404(slug, timezone.now())
    shows(request, campaign=found, views=False)
    return shapes.CategoryList(categories=_categories(found))


def campaign_line(campaign: models.Campaign, *, at: datetime) -> shapes.CampaignLine:
    """A campaign in short. Needs hashtags and categories prefetched."""
    zone = campaign.zone
    announced_at = campaign.announced_at
    return shapes.CampaignLine(
        slug=campaign.slug,
        title=texts(campaign, "title"),
        tagline=texts(campaign, "tagline"),
        hashtags=[
            shapes.Hashtag(text=tag.text, kind=tag.kind)
            for tag in campaign.hashtags.all()
            # Tolerated spellings are honoured, but nobody is taught them.
            if tag.kind != models.Hashtag.Kind.TOLERATED
        ],
        phase=campaign.phase(at=at).value,
        is_showcase=campaign.is_showcase,
        is_demo=campaign.is_demo,
        languages=list(campaign.languages),
        time_zone=campaign.time_zone,
        opens_at=local(campaign.opens_at, zone),
        closes_at=local(campaign.closes_at, zone),
        shortlist_by=local(campaign.shortlist_by, zone),
        announce_by=local(campaign.announce_by, zone),
        announced_at=local(announced_at, zone) if announced_at and announced_at <= at else None,
        cancelled_at=local(campaign.cancelled_at, zone),
        cover=picture(campaign.cover),
        pages=pages("website:campaign", campaign.slug),
    )


def _categories(campaign: models.Campaign) -> list[shapes.Category]:
    prizes = models.Prize.objects.select_related("sponsor").order_by("place")
    listed = models.Category.objects.filter(campaign=campaign)
    return [
        shapes.Category(
            slug=one.slug,
            title=texts(one, "title"),
            description=texts(one, "description"),
            method=one.method,
            platform=one.platform or None,
            is_chosen=one.is_chosen,
            prizes=[_prize(prize) for prize in one.prizes.all()],
        )
        for one in listed.prefetch_related(Prefetch("prizes", prizes))
    ]


def _prize(prize: models.Prize) -> shapes.Prize:
    return shapes.Prize(
        place=prize.place,
        quantity=prize.quantity,
        title=texts(prize, "title"),
        description=texts(prize, "description"),
        value=str(prize.value) if prize.value is not None else None,
        currency=prize.currency or None,
        sponsor=prize.sponsor.slug if prize.sponsor else None,
    )


def _is_public(campaign: models.Campaign, at: datetime) -> bool:
    return campaign.published_at is not None and campaign.published_at <= at
