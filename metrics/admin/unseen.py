"""The videos of which the platforms say that they are not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from contests.campaign_roles import within_reach
from contests.models import Campaign
from contests.wording import day_and_time
from metrics.collecting import ASKED
from metrics.models import EntryViews

PER_PAGE = 50


@dataclass(frozen=True)
class Choice:
    """A campaign that has such videos, or all of them (campaign is None)."""

    campaign: Campaign | None
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Unseen:
    """One video, with its moments in the campaign's zone."""

    views: EntryViews
    since: str
    read: str
    asked: str


def unseen_page(request: HttpRequest, *, site_context: dict[str, Any]) -> HttpResponse:
    """Show them, those that went last first, of all campaigns or of one."""
    if not request.user.has_perm("metrics.view_pendingreading"):
        raise PermissionDenied
    # Entries that are out are not asked about any more: what is kept of them is old.
    absent = within_reach(
        EntryViews.objects.filter(absent_since__isnull=False, entry__status__in=ASKED),
        user=request.user,
        permission="metrics.view_pendingreading",
    )
    given = request.GET.get("campaign", "")
    chosen = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
    choices = _choices(absent, chosen)
    shown = absent.filter(campaign=chosen) if chosen else absent
    rows = shown.select_related("entry__creator", "entry__campaign")
    page = Paginator(rows.order_by("-absent_since", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **site_context,
        "title": _("Videos that cannot be seen"),
        "choices": choices,
        "page": page,
        "videos": [_told(views) for views in page],
    }
    return TemplateResponse(request, "admin/metrics/unseen.html", context)


def _choices(absent: Any, chosen: int | None) -> list[Choice]:
    """Nothing to choose where one campaign has them all."""
    counts = dict(absent.order_by().values_list("campaign").annotate(Count("pk")))
    campaigns = Campaign.objects.filter(pk__in=[*counts, chosen]).order_by("-opens_at", "pk")
    if len(campaigns) < 2:
        return []
    of_each = [Choice(one, counts.get(one.pk, 0), one.pk == chosen) for one in campaigns]
    return [Choice(None, sum(counts.values()), chosen is None), *of_each]


def _told(views: EntryViews) -> Unseen:
    zone = views.entry.campaign.zone
    return Unseen(
        views,
        since=day_and_time(views.absent_since, zone) if views.absent_since else "",
        read=day_and_time(views.last_at, zone) if views.last_at else "",
        asked=day_and_time(views.answered_at, zone) if views.answered_at else "",
    )
