"""Settling how a campaign's results come out: when, by how many people, and what winners get."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings as site_settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from contests.campaign_roles import staff_of
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from contests.wording import day_and_time
from results.models import AnnouncementPlan
from results.plans import plan_of
from results.refusal import ResultsRefused

logger = logging.getLogger(__name__)

CODES = tuple(code for code, _name in site_settings.LANGUAGES)
TEXTS = tuple(f"{name}_{code}" for name in ("signatory", "signatory_role") for code in CODES)
SETTLED = ("announces_at", "needs_two", "alternates", "claim_days")
"""What an announcement settles; the rest concerns prizes and certificates, which go on."""
LEEWAY = timedelta(minutes=5)
"""The clock announces within a minute or two; a promise is not left to that."""


@dataclass(frozen=True)
class PlanSettings:
    """What a plan says; each as on AnnouncementPlan. texts: by column, e.g. "signatory_kk"."""

    announces_at: datetime | None
    needs_two: bool
    responsible: tuple[int, ...]
    alternates: int
    claim_days: int
    delivery_data_days: int
    certificate_language: str
    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, plan: AnnouncementPlan) -> PlanSettings:
        people = plan.responsible.order_by("pk").values_list("pk", flat=True) if plan.pk else ()
        own = ("responsible", "texts")
        plain = {one.name: getattr(plan, one.name) for one in fields(cls) if one.name not in own}
        texts = tuple((name, getattr(plan, name) or "") for name in TEXTS)
        return cls(**plain, responsible=tuple(people), texts=texts)

    @property
    def fingerprint(self) -> str:
        """Equal for equal settings; goes through a form and back."""
        moment = self.announces_at
        values = asdict(self) | {
            "announces_at": moment.astimezone(UTC).isoformat() if moment else None,
            "responsible": sorted(self.responsible),
            "texts": sorted(pair for pair in self.texts if pair[1]),
        }
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

    @property
    def columns(self) -> dict[str, Any]:
        """By the plan's columns, without the people."""
        values = asdict(self)
        return {k: v for k, v in values.items() if k not in ("responsible", "texts")} | dict(
            self.texts
        )


@transaction.atomic
def set_announcement_plan(
    *, campaign_id: int, settings: PlanSettings, seen: str, by: User, at: datetime
) -> AnnouncementPlan:
    """Settle how a campaign's results come out.

    seen: fingerprint of what the person had before them, so that a change of somebody else's is not
    written over. Raises ResultsRefused: plan_cancelled, plan_changed, plan_settled, plan_limits,
    not_staff, announces_before_close, announces_in_past, announces_after_promise.
    """
    campaign = lock_campaign(campaign_id)
    plan = plan_of(campaign)
    refuse_plan(campaign=campaign, plan=plan, settings=settings, seen=seen, at=at)
    for name, value in settings.columns.items():
        setattr(plan, name, value)
    plan.save()
    plan.responsible.set(settings.responsible)
    logger.info("Plan of the announcement of campaign %d settled by user %d", campaign_id, by.pk)
    return plan


def refuse_plan(
    *,
    campaign: Campaign,
    plan: AnnouncementPlan,
    settings: PlanSettings,
    seen: str,
    at: datetime,
) -> None:
    """Raise ResultsRefused where these settings would be refused now."""
    phase = campaign.phase_under_lock(at=at)
    if phase is Phase.CANCELLED:
        raise ResultsRefused("plan_cancelled")
    present = PlanSettings.of(plan)
    if present.fingerprint != seen:
        raise ResultsRefused("plan_changed")
    if is_settled(campaign, at=at) and _differs(present, settings, SETTLED):
        raise ResultsRefused("plan_settled")
    try:
        AnnouncementPlan(campaign=campaign, **settings.columns).clean_fields()
    except ValidationError as error:
        raise ResultsRefused("plan_limits") from error
    _refuse_people(settings.responsible, campaign=campaign, already=present.responsible)
    # A time that has passed meanwhile stays as it is while somebody changes something else.
    if settings.announces_at is not None and settings.announces_at != present.announces_at:
        _refuse_moment(campaign, settings.announces_at, at=at)


def is_settled(campaign: Campaign, *, at: datetime) -> bool:
    """Whether the winners are announced, so that only what concerns prizes can be changed."""
    return campaign.phase_under_lock(at=at) in (Phase.ANNOUNCED, Phase.ARCHIVED)


def _refuse_moment(campaign: Campaign, moment: datetime, *, at: datetime) -> None:
    if campaign.closes_at is None or moment < campaign.closes_at:
        raise ResultsRefused("announces_before_close")
    if moment <= at:
        raise ResultsRefused("announces_in_past")
    promised = campaign.announce_by
    # Where the promise is missed already, later is better than never.
    if promised is not None and at < promised < moment + LEEWAY:
        raise ResultsRefused(
            "announces_after_promise",
            promised=day_and_time(promised, campaign.zone),
            minutes=LEEWAY // timedelta(minutes=1),
        )


def _refuse_people(people: Iterable[int], *, campaign: Campaign, already: Iterable[int]) -> None:
    """Whoever is named may stay, although the account was closed since."""
    new = set(people) - set(already)
    known = staff_of(campaign).filter(pk__in=new).count()
    if known != len(new):
        raise ResultsRefused("not_staff")


def _differs(before: PlanSettings, after: PlanSettings, names: Iterable[str]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
