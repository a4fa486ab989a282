"""The public pages. Each takes the moment once, asks for what it shows, and renders it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from website.pages.campaign import campaign_page, standpoint
from website.pages.gallery import entry_page, gallery_page
from website.pages.home import home_page
from website.pages.how_chosen import how_page
from website.pages.leaderboard import leaderboard_page
from website.pages.pulse import numbers_page, partner_numbers_page
from website.pages.rules import rules_page
from website.pages.winners import winners_page


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The front page in the reader's language, by the cookie, then by the browser's wish."""
    with translation.override(translation.get_language_from_request(request)):
        response = redirect(reverse("website:home"))
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = home_page(at=timezone.now(), page=request.GET.get("page"))
    return render(request, "website/home.html", {"page": page})


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    context = {"campaign": view.campaign, "view": view, "page": campaign_page(view)}
    return render(request, "website/campaign.html", context)


@require_safe
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = gallery_page(
        view, category=request.GET.get("category", ""), page=request.GET.get("page")
    )
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/gallery.html", context)


@require_safe
def entry(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    context = {
        "campaign": view.campaign,
        "view": view,
        "page": entry_page(view, entry_id=entry_id),
    }
    return render(request, "website/entry.html", context)


@require_safe
def leaderboard(request: HttpRequest, slug: str, category_slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    if view.has_winners:
        # From then on the announced result counts, not what the platform goes on counting.
        return redirect("website:winners", slug=slug)
    page = leaderboard_page(
        view,
        category_slug=category_slug,
        query=request.GET,
        sees_live=request.user.has_perm("results.view_standings"),
    )
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/leaderboard.html", context)


@require_safe
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = numbers_page(view, user=request.user)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/numbers.html", context)


@require_safe
def partner_numbers(request: HttpRequest, slug: str, partner_slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    key = request.GET.get("key", "")
    page = partner_numbers_page(view, partner_slug=partner_slug, user=request.user, key=key)
    context = {"campaign": view.campaign, "view": view, "page": page}
    response = render(request, "website/partner_numbers.html", context)
    if not view.has_numbers:
        # Whoever has the link sees it; nobody else shall find it.
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def rules(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = rules_page(view, number=number)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/rules.html", context)


@require_safe
def winners(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = winners_page(view, number=number)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return _findable(render(request, "website/winners.html", context), not page.is_replaced)


@require_safe
def how_chosen(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = how_page(view, number=number)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return _findable(render(request, "website/how_chosen.html", context), not page.is_replaced)


def _findable(response: HttpResponse, is_current: bool) -> HttpResponse:
    """Keep out of search engines what a correction has replaced."""
    if not is_current:
        response["X-Robots-Tag"] = "noindex"
    return response
