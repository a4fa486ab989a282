"""Settling how the views of a campaign are read and shown."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from metrics.models import ReadingPlan
from metrics.plans import plan_of
from metrics.refusal import MetricsRefused

logger = logging.getLogger(__name__)

_CLOSED = {
    Phase.ANNOUNCED: "plan_closed",
    Phase.ARCHIVED: "plan_closed",
    Phase.CANCELLED: "plan_cancelled",
}


@dataclass(frozen=True)
class PlanSettings:
    """What a plan says; each as on ReadingPlan."""

    collects: bool
    every_hours: int
    last_day_hours: int
    final_minutes: int
    stale_hours: int
    board_freezes_at: datetime | None
    shows_numbers: bool

    @classmethod
    def of(cls, plan: ReadingPlan) -> PlanSettings:
        return cls(**{field.name: getattr(plan, field.name) for field in fields(cls)})

    @property
    def fingerprint(self) -> str:
        """Equal for equal settings; goes through a form and back."""
        values = {**asdict(self), "board_freezes_at": None}
        moment = self.board_freezes_at
        if moment is not None:
            values["board_freezes_at"] = moment.astimezone(UTC).isoformat()
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def set_reading_plan(
    *,
    campaign_id: int,
    settings: PlanSettings,
    seen: str,
    by: User,
    at: datetime,
) -> ReadingPlan:
    """Settle how a campaign's views are read and shown, until its winners are announced.

    `seen` is the fingerprint of what the person had before them: a change of somebody else's is
    not written over. Raises MetricsRefused.
    """
    campaign = lock_campaign(campaign_id)
    plan = plan_of(campaign)
    refuse_plan(campaign=campaign, plan=plan, settings=settings, seen=seen, at=at)
    for name, value in asdict(settings).items():
        setattr(plan, name, value)
    plan.save()
    logger.info("Reading plan of campaign %s settled by user %s", campaign_id, by.pk)
    return plan


def refuse_plan(
    *,
    campaign: Campaign,
    plan: ReadingPlan,
    settings: PlanSettings,
    seen: str,
    at: datetime,
) -> None:
    """Raise MetricsRefused where these settings would be refused now."""
    if (code := why_settled(campaign, at=at)) is not None:
        raise MetricsRefused(code)
    if PlanSettings.of(plan).fingerprint != seen:
        raise MetricsRefused("plan_changed")
    try:
        ReadingPlan(campaign=campaign, **asdict(settings)).clean_fields()
    except ValidationError as error:
        raise MetricsRefused("plan_limits") from error
    if not freeze_fits(campaign, settings.board_freezes_at):
        raise MetricsRefused("freeze_outside")
    if settings.stale_hours != plan.stale_hours and is_closed(campaign, at=at):
        raise MetricsRefused("stale_limit_late")


def why_settled(campaign: Campaign, *, at: datetime) -> str | None:
    """The code of the refusal if nothing can be changed any more."""
    return _CLOSED.get(campaign.phase_under_lock(at=at))


def is_closed(campaign: Campaign, *, at: datetime) -> bool:
    """Whether the competition period is over, so that limits which judge it stand."""
    return campaign.closes_at is not None and at >= campaign.closes_at


def freeze_fits(campaign: Campaign, moment: datetime | None) -> bool:
    """Whether the leaderboard may stand still from this moment on; None is never."""
    if moment is None:
        return True
    if campaign.opens_at is None or campaign.closes_at is None:
        return False
    return campaign.opens_at <= moment < campaign.closes_at
