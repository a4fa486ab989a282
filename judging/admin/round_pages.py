"""The pages about one round that show scores, and who may open them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_user
from contests.wording import day_and_time
from entries.models import Entry
from judging.models import Round
from judging.visibility import demand_scores

RoundView = Callable[[HttpRequest, Round], HttpResponseBase]


def for_those_who_see_scores(
    view: RoundView, *, methods: Sequence[str] = ("GET", "HEAD")
) -> Callable[..., HttpResponseBase]:
    """Give a view its round, if the person may see its scores now; answer 403 if not."""

    @never_cache
    @require_http_methods(list(methods))
    @wraps(view)
    def page(request: HttpRequest, round_id: int) -> HttpResponseBase:
        user = acting_user(request)
        if not user.has_perms(("judging.view_round", "judging.view_score")):
            raise PermissionDenied
        rounds = Round.objects.select_related("category__campaign")
        round_ = get_object_or_404(rounds, pk=round_id)
        demand_scores(user, campaign=round_.category.campaign, at=timezone.now())
        return view(request, round_)

    return page


def round_context(request: HttpRequest, round_: Round, *, title: str, here: str) -> dict[str, Any]:
    """Around the content: the round, the tabs, and where it stands."""
    zone, at = round_.category.campaign.zone, timezone.now()
    return {
        **admin.site.each_context(request),
        "opts": None,
        "title": title,
        "round": round_,
        "campaign": round_.category.campaign,
        "here": here,
        "is_open": round_.is_open(at=at),
        "opens": day_and_time(round_.opens_at, zone) if at < round_.opens_at else "",
        "closes": day_and_time(round_.closes_at, zone),
        "closed": day_and_time(round_.closed_at, zone) if round_.closed_at else "",
    }


def entries_by_id(ids: Iterable[int]) -> dict[int, Entry]:
    """The entries of a page, with what their lines show. One query."""
    return Entry.objects.select_related("creator").in_bulk(list(ids))
