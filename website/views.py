"""The public pages. Each takes the moment once, asks for what it shows, and renders it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from website.pages.campaign import standpoint
from website.pages.campaign_page import campaign_page
from website.pages.entry import entry_page
from website.pages.gallery import gallery_page
from website.pages.gallery_choice import PARAMS, choice_of
from website.pages.home import home_page
from website.pages.leaderboard import leaderboard_page
from website.pages.pulse import numbers_page, partner_numbers_page
from website.pages.rules import rules_page
from website.public_page import public_page, shows


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """The front page in the reader's language, by the cookie, then by the browser's wish."""
    with translation.override(translation.get_language_from_request(request)):
        response = redirect(reverse("website:home"))
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
@public_page(params=("page",))
def home(request: HttpRequest) -> HttpResponse:
    shows(request, everything=True, views=False)
    page = home_page(at=timezone.now(), page=request.GET.get("page"))
    return render(request, "website/home.html", {"page": page})


@require_safe
@public_page()
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now(), with_editions=True)
    shows(request, campaign=view.campaign, views=view.has_numbers)
    for edition in view.editions:
        shows(request, campaign=edition, views=False)
    context = {"campaign": view.campaign, "view": view, "page": campaign_page(view)}
    return render(request, "website/campaign.html", context)


@require_safe
@public_page(params=PARAMS)
def gallery(request: HttpRequest, slug: str) -> HttpResponse:
    choice, number = choice_of(request.GET), request.GET.get("page", "1")
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    page = gallery_page(view, choice=choice, page=number)
    if not choice.q and number == str(page.page.number):
        # What anybody types is no page that others will want, nor is a page that does not exist.
        shows(request, campaign=view.campaign, views=bool(choice.sort))
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/gallery.html", context)


@require_safe
@public_page()
def entry(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    # Views over time are on it where the campaign shows them.
    shows(request, campaign=view.campaign, views=view.has_numbers)
    context = {
        "campaign": view.campaign,
        "view": view,
        "page": entry_page(view, entry_id=entry_id),
    }
    return render(request, "website/entry.html", context)


@require_safe
@public_page(params=("board", "page", "public"))
def leaderboard(request: HttpRequest, slug: str, category_slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    if view.has_winners:
        # From then on the announced result counts, not what the platform goes on counting.
        return redirect("website:winners", slug=slug)
    page = leaderboard_page(
        view,
        category_slug=category_slug,
        query=request.GET,
        sees_live=request.user.has_perm("results.view_standings", view.campaign),
    )
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/leaderboard.html", context)


@require_safe
@public_page()
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
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
@public_page()
def rules(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign, views=False)
    page = rules_page(view, number=number)
    context = {"campaign": view.campaign, "view": view, "page": page}
    return render(request, "website/rules.html", context)
