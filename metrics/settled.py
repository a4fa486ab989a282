"""What the announcement settles: no reading of the competition period comes or goes after it."""

from __future__ import annotations

from datetime import datetime

from contests.models import Campaign
from contests.phases import Phase
from metrics.refusal import MetricsRefused

_ANNOUNCED = frozenset({Phase.ANNOUNCED, Phase.ARCHIVED})


def settled_until(campaign: Campaign, *, at: datetime) -> datetime | None:
    """The moment up to which the readings are settled for good; None while nothing is.

    Results, evidence and awards were frozen by the announcement. A reading of the period that came
    afterwards would only make the leaderboard contradict them; later ones may still be taken.
    """
    return campaign.closes_at if campaign.phase_under_lock(at=at) in _ANNOUNCED else None


def refuse_settled(campaign: Campaign, *moments: datetime, at: datetime) -> None:
    """Raise MetricsRefused (announced) where one of these readings is settled."""
    settled = settled_until(campaign, at=at)
    if settled is not None and min(moments) <= settled:
        raise MetricsRefused("announced")
