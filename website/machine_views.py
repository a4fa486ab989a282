"""Files for the programs by which people follow campaigns: feed readers and calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from contests.models import Campaign
from website.calendar_file import calendar_text
from website.feeds import feed_text
from website.pages.dates import calendar_of
from website.pages.news import news_of
from website.public_page import public_page, shows


def _public(at: datetime) -> QuerySet[Campaign]:
    """Drafts are for nobody's feed, not even staff's: readers do not sign in."""
    return Campaign.objects.public(at=at).prefetch_related("hashtags", "categories")


@require_safe
@public_page()
def site_feed(request: HttpRequest) -> HttpResponse:
    """The news of all campaigns."""
    shows(request, everything=True)
    at = timezone.now()
    title = gettext("News of the campaigns · %(site)s") % {"site": settings.SITE_NAME}
    return _feed(request, _public(at), title=title, page=reverse("website:home"), at=at)


@require_safe
@public_page()
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The news of one campaign."""
    at = timezone.now()
    campaign = get_object_or_404(_public(at), slug=slug)
    shows(request, campaign=campaign)
    title = gettext("News of %(campaign)s") % {
        "campaign": campaign.official_hashtag or campaign.title
    }
    page = reverse("website:campaign", args=[slug])
    return _feed(request, [campaign], title=title, page=page, at=at)


def _feed(
    request: HttpRequest,
    campaigns: QuerySet[Campaign] | Sequence[Campaign],
    *,
    title: str,
    page: str,
    at: datetime,
) -> HttpResponse:
    text = feed_text(news_of(campaigns, at=at), title=title, page=page, path=request.path)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_safe
@public_page()
def site_calendar(request: HttpRequest) -> HttpResponse:
    """The dates of all campaigns, to subscribe to."""
    shows(request, everything=True)
    at = timezone.now()
    return _calendar(_public(at), name=settings.SITE_NAME, file="campaigns", at=at)


@require_safe
@public_page()
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of one campaign."""
    at = timezone.now()
    campaign = get_object_or_404(_public(at), slug=slug)
    shows(request, campaign=campaign)
    name = campaign.official_hashtag or str(campaign.title)
    return _calendar([campaign], name=name, file=slug, at=at)


def _calendar(
    campaigns: QuerySet[Campaign] | Sequence[Campaign], *, name: str, file: str, at: datetime
) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    text = calendar_text(calendar_of(campaigns, at=at), name=name, language=language, made_at=at)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}-{language}.ics"'
    return response
