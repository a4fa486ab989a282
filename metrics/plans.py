"""How the views of a campaign are read and shown: as settled, or by default."""

from __future__ import annotations

from datetime import datetime

from contests.models import Campaign
from metrics.models import ReadingPlan


def plan_of(campaign: Campaign) -> ReadingPlan:
    """The campaign's plan; an unsaved one with the defaults where staff settled nothing."""
    return ReadingPlan.objects.filter(campaign=campaign).first() or ReadingPlan(campaign=campaign)


def frozen_since(campaign: Campaign, plan: ReadingPlan, *, at: datetime) -> datetime | None:
    """Since when the public sees no newer figures of a campaign; None while it sees the live ones.

    From the moment in the plan until the announcement.
    """
    moment = plan.board_freezes_at
    if moment is None or moment > at:
        return None
    announced_at = campaign.announced_at
    return moment if announced_at is None or announced_at > at else None
