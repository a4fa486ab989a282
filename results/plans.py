"""How a campaign's results come out: as settled, or by default."""

from __future__ import annotations

from contests.models import Campaign
from results.models import AnnouncementPlan


def plan_of(campaign: Campaign) -> AnnouncementPlan:
    """The campaign's plan; an unsaved one with the defaults where staff settled nothing.

    An unsaved one knows no responsible people: ask `plan.pk` before `plan.responsible`.
    """
    found = AnnouncementPlan.objects.filter(campaign=campaign).first()
    return found or AnnouncementPlan(campaign=campaign)
