"""The pages for the press, and the preview of a release for staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from accounts.models import User
from results.models import PressRelease
from results.press_access import demand_release
from website.pages.campaign import standpoint
from website.pages.press import WithdrawnRelease, press_page, release_page, release_preview
from website.public_page import public_page, shows


@require_safe
@public_page()
def press(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    context = {"campaign": view.campaign, "view": view, "page": press_page(view)}
    return render(request, "website/press.html", context)


@require_safe
@public_page()
def release(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    context = {"campaign": view.campaign, "view": view}
    try:
        page = release_page(view, release_id=release_id)
    except WithdrawnRelease as gone:
        context["withdrawn_at"] = gone.withdrawn_at
        return render(request, "website/press_withdrawn.html", context, status=410)
    response = render(request, "website/press_release.html", context | {"page": page})
    if page.is_replaced:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def preview(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    """A release as the public would read it, for the staff who may."""
    if not isinstance(request.user, User):
        raise Http404
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    found = PressRelease.objects.filter(campaign=view.campaign, pk=release_id).first()
    if found is None or not request.user.has_perm("results.view_pressrelease", view.campaign):
        raise Http404
    found.campaign = view.campaign
    demand_release(request.user, found, at=view.at)
    context = {"campaign": view.campaign, "view": view, "page": release_preview(view, found)}
    response = render(request, "website/press_release.html", context)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
