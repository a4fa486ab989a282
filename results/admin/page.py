"""What the pages about one campaign's results share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from contests.models import Campaign
from contests.wording import day_and_time
from judging.visibility import demand_scores
from results.locking import open_correction_of, refusal_at
from results.refusal import ResultsRefused


def campaign_or_404(request: HttpRequest, campaign_id: int) -> Campaign:
    """The campaign, for those who may see live standings: not for staff who still judge in it."""
    user = acting_user(request)
    if not user.has_perm("results.view_standings"):
        raise PermissionDenied
    campaigns: QuerySet[Campaign] = Campaign.objects.prefetch_related("hashtags", "categories")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    demand_scores(user, campaign=campaign, at=timezone.now())
    return campaign


def demand(request: HttpRequest, permission: str) -> None:
    """Let nobody decide who may only look."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _why_closed(code: str | None) -> str:
    """Why nothing can be decided now; empty while it can."""
    if code == "already_announced":
        return _("The results are announced. Changing them begins with a correction.")
    return ResultsRefused(code).message if code else ""


def page_context(
    request: HttpRequest, campaign: Campaign, *, title: str, here: str
) -> dict[str, Any]:
    """Around the content: the title, the tabs, and why nothing can be decided now, if so.

    correction: the one that is open; it lets everything be decided again but the shortlist.
    """
    at = timezone.now()
    code = refusal_at(campaign, at=at)
    correction = open_correction_of(campaign) if campaign.announced_at else None
    return {
        **admin.site.each_context(request),
        "title": title,
        "campaign": campaign,
        "here": here,
        "opts": None,
        "closed_because": _why_closed(code),
        "correction": correction,
        "announced": campaign.announced_at and day_and_time(campaign.announced_at, campaign.zone),
    }
