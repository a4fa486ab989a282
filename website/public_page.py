"""What a view says about itself so that anonymous visitors may get its page from the cache.

    @require_safe
    @public_page(params=("page", "category"))
    def gallery(request, slug):
        view = standpoint(slug=slug, user=request.user, at=timezone.now())
        shows(request, campaign=view.campaign)
        ...

A page that never calls `shows` is made anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import activate, get_language_from_path

from contests.models import Campaign

MESSAGES = CookieStorage.cookie_name
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Attempt(Protocol):
    """What the cache has begun for a request (website.page_cache)."""

    def begin(self, request: HttpRequest, shown: Shown) -> HttpResponse | None: ...


@dataclass
class Shown:
    """What the page being made depends on.

    params: names of the GET parameters that it reads
    campaigns: ids of the campaigns whose content is on it
    everything: whether content of any campaign may be on it
    views: whether figures are on it: views, places on a leaderboard, charts
    until: from this moment on it must be made anew, even if nobody changed anything
    """

    params: frozenset[str] = frozenset()
    campaigns: set[int] = field(default_factory=set)
    everything: bool = False
    views: bool = False
    until: datetime | None = None

    @property
    def is_told(self) -> bool:
        return self.everything or bool(self.campaigns)


def public_page(*, params: Iterable[str] = ()) -> Callable[[View[P]], View[P]]:
    """A page that everybody may see alike; the GET parameters it does not read never reach it."""
    known = frozenset(params)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def clean(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            _keep_only(request, known)
            if not get_language_from_path(request.path_info):
                # The address names no language, and must not mean another page to another reader.
                activate(settings.LANGUAGE_CODE)
                request.LANGUAGE_CODE = settings.LANGUAGE_CODE
            if is_anonymous(request.META):
                _forget_cookies(request)
            shown = Shown(params=known)
            request.shown = shown  # type: ignore[attr-defined]  # travels with the request to the cache
            attempt: Attempt | None = getattr(request, "page_cache", None)
            kept = attempt.begin(request, shown) if attempt else None
            return kept or view(request, *args, **kwargs)

        return clean

    return decorate


def shows(
    request: HttpRequest,
    *,
    campaign: Campaign | int | None = None,
    everything: bool = False,
    views: bool = True,
    until: datetime | None = None,
) -> None:
    """Say what the page depends on; may be said several times, and on pages without cache too.

    campaign: one whose content is on the page, be it by its title; None is nothing said.
    everything: instead, content of any campaign may be on it.
    views: whether figures that change with each reading are on it (views, leaderboards, charts);
        a page that says False is not made anew for them.
    until: from this moment on it must be made anew. Dates of campaigns are known without it.
    """
    shown = shown_by(request)
    if shown is None or (campaign is None and not everything and until is None):
        return
    if campaign is not None:
        shown.campaigns.add(campaign.pk if isinstance(campaign, Campaign) else campaign)
    if campaign is not None or everything:
        shown.views = shown.views or views
    shown.everything = shown.everything or everything
    if until is not None and (shown.until is None or until < shown.until):
        shown.until = until


def is_anonymous(meta: Mapping[str, Any]) -> bool:
    """Whether nothing in `request.META` says who asks, or waits to be told to one visitor."""
    cookies = meta.get("HTTP_COOKIE", "")
    return (
        settings.SESSION_COOKIE_NAME not in cookies
        and MESSAGES not in cookies
        and "HTTP_AUTHORIZATION" not in meta
    )


def shown_by(request: HttpRequest) -> Shown | None:
    """What a public page has said so far; None for pages that are not public."""
    shown: Any = getattr(request, "shown", None)
    return shown if isinstance(shown, Shown) else None


def canonical_query(query: str, known: frozenset[str]) -> str:
    """The query with the known parameters only, in one order; values of one name keep theirs."""
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in known]
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def _keep_only(request: HttpRequest, known: frozenset[str]) -> None:
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return
    kept = canonical_query(query, known)
    request.META["QUERY_STRING"] = kept
    request.GET = QueryDict(kept, encoding=request.encoding)


def _forget_cookies(request: HttpRequest) -> None:
    """Let no page that others get hang on a cookie, such as the one against forged forms."""
    request.COOKIES = {}
    request.META.pop("HTTP_COOKIE", None)
    request.META.pop("CSRF_COOKIE", None)
