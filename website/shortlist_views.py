"""The page of the shortlists: the public's, and before its time staff's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from website.pages.campaign import standpoint
from website.pages.shortlist import shortlist_page
from website.public_page import public_page, shows


@require_safe
@public_page()
def shortlist(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign, views=False)
    page = shortlist_page(view, user=request.user)
    context = {"campaign": view.campaign, "view": view, "page": page}
    response = render(request, "website/shortlist.html", context)
    if page.is_preview:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response
