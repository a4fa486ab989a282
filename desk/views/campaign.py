"""The campaign desk: where a campaign stands, what is missing, where to go on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.acting import acting_user
from contests.admin.campaign import PHASE_COLOURS
from contests.locks import ENTRY_TERMS_OPEN
from contests.models import Campaign
from contests.phases import next_change
from contests.publication import may
from contests.wording import distance, phase_name, zone_name
from desk.figures import figures_of
from desk.readiness import tasks_of, warnings_of
from desk.text_places import progress_of
from desk.timeline import STAGE_NAMES, deadlines_of, decisions_of, stages_of
from desk.work import public_pages, work_on
from entries.models import Entry


def campaigns() -> QuerySet[Campaign]:
    """Campaigns with all that the desk reads of them."""
    return Campaign.objects.prefetch_related(
        "hashtags", "partnerships", "rules", "categories__prizes"
    )


@require_safe
def campaign_desk(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show one campaign to whoever may look at campaigns; buttons only where one may press."""
    user, at = acting_user(request), timezone.now()
    if not user.has_perm("contests.view_campaign"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    phase, figures = campaign.phase(at=at), figures_of(campaign, user=user, at=at)
    tasks = tasks_of(campaign, at=at)
    ahead = next_change(campaign.dates, at=at)
    context = {
        **page_context(request, campaign),
        "phase": (phase_name(campaign, phase), PHASE_COLOURS[phase]),
        "stages": stages_of(campaign, at=at),
        "deadlines": deadlines_of(campaign, at=at),
        "decisions": decisions_of(campaign),
        "zone": zone_name(campaign.zone, campaign.opens_at or at),
        "next": ahead and (STAGE_NAMES[ahead[0]], distance(ahead[1], at=at)),
        "missing": [task for task in tasks if task.blocks],
        "later": [task for task in tasks if not task.blocks],
        "warnings": warnings_of(campaign, at=at),
        "may_publish": may("publish", phase) and user.has_perm("contests.publish_campaign"),
        "may_cancel": may("cancel", phase) and user.has_perm("contests.cancel_campaign"),
        "may_clone": campaign.opens_at and user.has_perm("contests.add_campaign"),
        "may_change": user.has_perm("contests.change_campaign"),
        "may_add_category": phase in ENTRY_TERMS_OPEN and user.has_perm("contests.add_category"),
        "figures": figures,
        "statuses": [
            (label, figures.by_status.get(value, 0)) for value, label in Entry.Status.choices
        ],
        "work": work_on(campaign, figures, user),
        "public_pages": public_pages(campaign, at=at),
        "progress": progress_of(campaign, phase=phase, by=user),
    }
    return TemplateResponse(request, "desk/campaign.html", context)


def page_context(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What every page about one campaign shows around its content."""
    return {
        **admin.site.each_context(request),
        "title": str(campaign),
        "campaign": campaign,
        "opts": None,
    }
