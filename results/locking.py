"""The lock and the phase that every decision about results begins with."""

from __future__ import annotations

from datetime import datetime

from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from results.refusal import ResultsRefused

PHASES: dict[Phase, str | None] = {
    Phase.DRAFT: "not_published",
    Phase.COMING: "not_closed",
    Phase.OPEN: "not_closed",
    Phase.REVIEW: None,
    Phase.ANNOUNCED: "already_announced",
    Phase.ARCHIVED: "already_announced",
    Phase.CANCELLED: "cancelled",
}
"""What each phase answers to a decision about results: None allows it, a code refuses it."""


def refusal_at(campaign: Campaign, *, at: datetime) -> str | None:
    """Why nothing about results can be decided at a moment: a code; None where it can.

    A decision that is written already counts although `at` may be a little earlier: whoever
    waited for the lock took the time before.
    """
    return PHASES[campaign.phase_under_lock(at=at)]


def lock_for_results(campaign_id: int, *, at: datetime) -> Campaign:
    """Lock the campaign and return it; raises ResultsRefused outside the time of review."""
    campaign = lock_campaign(campaign_id)
    code = refusal_at(campaign, at=at)
    if code is not None:
        raise ResultsRefused(code)
    return campaign
