"""Whoever opens a page about one campaign has there the rights that they hold in it.

For staff whose role holds in single campaigns. The page's address tells which campaign it is about:
by `campaign_id`, or by the id of a row of it. To everybody without a role there the page does not
exist. Pages about no campaign (lists, forms to add, the first page) show what the reader reaches;
pages that this module does not know are closed to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch

from accounts.models import User
from accounts.reach import may_everywhere
from contests.admin.in_reach import admin_in_reach
from contests.campaign_roles import SEES_ALL, act_within, rights_by_campaign
from contests.models import Campaign, Category
from entries.models import Entry
from judging.models import Round
from metrics.models import Case, Reading
from outbox.models import Message
from results.models import Evidence

# What ids in addresses are of; `object_id` is of the model that the address begins with.
ROWS: dict[str, type[Model]] = {
    "category_id": Category,
    "entry_id": Entry,
    "round_id": Round,
    "case_id": Case,
    "reading_id": Reading,
    "evidence_id": Evidence,
}


class ActWithinCampaignMiddleware:
    """Narrows the reader's rights to the campaign that a page of the admin is about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 - Django's signature
        args: Any,
        kwargs: dict[str, Any],
    ) -> None:
        match = request.resolver_match
        if match is None or match.namespace != "admin" or not kwargs:
            return
        user = request.user
        if not isinstance(user, User) or not user.is_staff or may_everywhere(user, SEES_ALL):
            return
        about = campaigns_of(match, among=rights_by_campaign(user))
        if about is None:
            return
        if not about:
            raise Http404
        act_within(user, about)


def campaigns_of(match: ResolverMatch, *, among: Iterable[int]) -> set[int] | None:
    """Which of these campaigns a page is about; None for pages about no campaign."""
    ids = {name: str(value) for name, value in match.kwargs.items() if name.endswith("_id")}
    if "campaign_id" in ids:
        return {int(ids["campaign_id"])}.intersection(among)
    for name, value in ids.items():
        model = _model_of_page(match.url_name or "") if name == "object_id" else ROWS.get(name)
        if model is not None:
            return {one for one in among if _belongs(model, unquote(value), one)}
    return None if not ids or set(ids) == {"object_id"} else set()


def _model_of_page(url_name: str) -> type[Model] | None:
    """The model whose admin a page belongs to; None where its rows are of no campaign."""
    for model in admin.site._registry:
        if url_name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            return model if model is Message or admin_in_reach(model) else None
    return None


def _belongs(model: type[Model], pk: str, campaign_id: int) -> bool:
    if not pk.isdecimal() or len(pk) > 18:
        return False
    rows: QuerySet[Model] = model._base_manager.filter(pk=int(pk))
    if model is Message:  # the outbox knows campaigns by their address names only
        named = Campaign.objects.filter(pk=campaign_id).values("slug")
        return rows.filter(topic__in=named).exists()
    found = admin_in_reach(model)
    return found is not None and found.in_campaigns(rows, [campaign_id]).exists()
