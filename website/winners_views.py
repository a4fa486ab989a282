"""Who won and how they were chosen; and before that, until when it will be said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from website.pages.campaign import standpoint
from website.pages.how_chosen import how_page
from website.pages.winners import NotAnnouncedYet, winners_page
from website.public_page import public_page, shows


@require_safe
@public_page()
def winners(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The winners; before they are announced a 404 that tells when to come back."""
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    context = {"campaign": view.campaign, "view": view}
    try:
        page = winners_page(view, number=number)
    except NotAnnouncedYet:
        return render(request, "website/winners_to_come.html", context, status=404)
    response = render(request, "website/winners.html", context | {"page": page})
    return _findable(response, not page.is_replaced)


@require_safe
@public_page()
def how_chosen(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    page = how_page(view, number=number)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return _findable(render(request, "website/how_chosen.html", context), not page.is_replaced)


def _findable(response: HttpResponse, is_current: bool) -> HttpResponse:
    """Keep out of search engines what a correction has replaced."""
    if not is_current:
        response["X-Robots-Tag"] = "noindex"
    return response
