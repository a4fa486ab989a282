"""The files of the sitemap."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from website import sitemap
from website.public_page import public_page, shows


@require_safe
@public_page()
def index(request: HttpRequest) -> HttpResponse:
    """All files."""
    shows(request, everything=True, views=False)
    return _xml(sitemap.index_xml(at=timezone.now()))


@require_safe
@public_page()
def pages(request: HttpRequest) -> HttpResponse:
    """Every public page but the entries'."""
    shows(request, everything=True, views=False)
    return _xml(sitemap.places_xml(sitemap.pages(at=timezone.now())))


@require_safe
def entries(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A part of a campaign's entries. Megabytes that are asked for once a day: not kept."""
    places = sitemap.entries(slug, number, at=timezone.now())
    if not places:
        raise Http404
    return _xml(sitemap.places_xml(places))


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
