"""How the views of a campaign are read and shown: as settled, or by default."""

from __future__ import annotations

from contests.models import Campaign
from metrics.models import ReadingPlan


def plan_of(campaign: Campaign) -> ReadingPlan:
    """The campaign's plan; an unsaved one with the defaults where staff settled nothing."""
    return ReadingPlan.objects.filter(campaign=campaign).first() or ReadingPlan(campaign=campaign)
