"""The pages of the preview: for staff, and for whoever has a private link (`?key=`).

They leave no trace: nothing is kept by browsers and proxies, found by search engines, or told to
pages that are opened from here; and no session is begun.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from results.refusal import ResultsRefused
from website.pages.campaign import standpoint
from website.pages.how_chosen import how_preview
from website.pages.preview import NothingToPreview, Previewing, open_preview, previewed_winners
from website.pages.shortlist import shortlist_page

Page = Callable[[Previewing], Any]


def _preview(template: str, *, public: str) -> Callable[[Page], Callable[..., HttpResponse]]:
    """A page of the preview; `public` is the one that takes its place once it is announced."""

    def decorate(page: Page) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(page)
        def view(request: HttpRequest, slug: str) -> HttpResponse:
            return untraced(_answer(request, slug, page, template, public))

        return view

    return decorate


def _answer(
    request: HttpRequest, slug: str, page: Page, template: str, public: str
) -> HttpResponse:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    try:
        previewing = open_preview(view, user=request.user, key=request.GET.get("key", ""))
    except NothingToPreview:
        return redirect(public, slug)
    except ResultsRefused as refused:
        # Nothing of the campaign is told to whoever has no key: it may have been guessed.
        status = 404 if refused.code == "preview_unknown" else 410
        return render(request, "website/preview_closed.html", {"why": refused}, status=status)
    context = {
        "campaign": view.campaign,
        "view": previewing.view,
        "page": page(previewing),
        "previewing": previewing,
    }
    return render(request, template, context)


def untraced(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@_preview("website/winners.html", public="website:winners")
def winners(previewing: Previewing) -> Any:
    """The winners page before it is announced."""
    return previewed_winners(previewing)


@_preview("website/how_chosen.html", public="website:how_chosen")
def how_chosen(previewing: Previewing) -> Any:
    """How the winners would have been chosen, from the evidence that would be frozen."""
    return how_preview(previewing)


@_preview("website/shortlist.html", public="website:shortlist")
def shortlist(previewing: Previewing) -> Any:
    """The shortlists that are confirmed, published or not."""
    return shortlist_page(previewing.view, user=AnonymousUser(), previews=True)
