"""The lock and the phase that every decision about results begins with."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from results.models import Announcement, Correction
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
"""What each phase answers to a decision about results: None allows it, a code refuses it.

While a correction is open, announced results can be decided about again; see `refusal_at`.
"""


def refusal_at(campaign: Campaign, *, at: datetime) -> str | None:
    """Why nothing about results can be decided at a moment: a code; None where it can.

    A decision that is written already counts although `at` may be a little earlier: whoever
    waited for the lock took the time before.
    """
    code = PHASES[campaign.phase_under_lock(at=at)]
    if code == "already_announced" and open_correction_of(campaign) is not None:
        return None
    return code


def lock_for_results(campaign_id: int, *, at: datetime) -> Campaign:
    """Lock the campaign and return it; raises ResultsRefused where `refusal_at` says no."""
    campaign = lock_campaign(campaign_id)
    code = refusal_at(campaign, at=at)
    if code is not None:
        raise ResultsRefused(code)
    return campaign


def open_correction_of(campaign: Campaign) -> Correction | None:
    """The correction that is being prepared: neither withdrawn nor announced. None without one."""
    announced = Announcement.objects.filter(campaign=campaign, number=OuterRef("number"))
    corrections = Correction.objects.filter(campaign=campaign, withdrawn_at=None)
    return corrections.exclude(Exists(announced)).order_by("-number").first()
