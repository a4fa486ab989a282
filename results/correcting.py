"""Correcting what is announced: drafts begin as a copy of it, and become the next announcement.

What is announced never changes; the public goes on reading it until the correction is announced.
See docs/decisions/0028-two-people-and-corrections.md.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from results.locking import PHASES, open_correction_of, refusal_at
from results.models import Alternate, Announcement, Award, CategoryRemark, Correction
from results.refusal import ResultsRefused

__all__ = ["open_correction", "open_correction_of", "withdraw_correction", "write_correction_note"]

logger = logging.getLogger(__name__)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@transaction.atomic
def open_correction(*, campaign_id: int, reason: str, by: User, at: datetime) -> Correction:
    """Begin to correct what is announced: everything of it becomes a draft again, as a copy.

    reason: for the staff; what the public reads is the note. Raises ResultsRefused:
    nothing_announced, correction_open, no_correction_reason, cancelled.
    """
    campaign = lock_campaign(campaign_id)
    newest = _announced(campaign, at=at)
    if open_correction_of(campaign) is not None:
        raise ResultsRefused("correction_open")
    if not reason.strip():
        raise ResultsRefused("no_correction_reason")
    correction = Correction.objects.create(
        campaign=campaign,
        number=newest.number + 1,
        opened_at=at,
        opened_by=by,
        reason=reason.strip(),
    )
    _delete_drafts(campaign)
    for row in (*newest.awards.all(), *newest.alternates.all(), *newest.remarks.all()):
        _copy(row)
    logger.info(
        "User %d opened correction %d of campaign %d", by.pk, correction.number, campaign_id
    )
    return correction


@transaction.atomic
def write_correction_note(
    *, correction_id: int, texts: Mapping[str, str], by: User, at: datetime
) -> Correction:
    """Tell the public what changes and why, in some languages by their codes; the others stay.

    Raises ResultsRefused: no_such_language, correction_over, cancelled.
    """
    correction = _lock_open(correction_id, at=at)
    if not texts.keys() <= set(LANGUAGES):
        raise ResultsRefused("no_such_language")
    for code, text in texts.items():
        setattr(correction, f"note_{code}", text.strip())
    if texts:
        correction.save(update_fields=[f"note_{code}" for code in texts])
    logger.info("User %d wrote the note on correction %d", by.pk, correction_id)
    return correction


@transaction.atomic
def withdraw_correction(*, correction_id: int, by: User, at: datetime) -> Correction:
    """Leave what is announced as it is; the drafts of the correction are deleted.

    Raises ResultsRefused: correction_over, cancelled.
    """
    correction = _lock_open(correction_id, at=at)
    correction.withdrawn_at, correction.withdrawn_by = at, by
    correction.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _delete_drafts(correction.campaign)
    logger.info("User %d withdrew correction %d", by.pk, correction_id)
    return correction


def _announced(campaign: Campaign, *, at: datetime) -> Announcement:
    """The newest announcement, of a campaign whose results may be corrected."""
    code = PHASES[campaign.phase_under_lock(at=at)]
    if code == "cancelled":
        raise ResultsRefused(code)
    newest = campaign.announcements.order_by("-number").first()
    if code != "already_announced" or newest is None:
        raise ResultsRefused("nothing_announced")
    return newest


def _lock_open(correction_id: int, *, at: datetime) -> Correction:
    """The correction with its campaign locked; refused unless it is the open one."""
    correction = Correction.objects.get(pk=correction_id)
    campaign = lock_campaign(correction.campaign_id)
    current = open_correction_of(campaign)
    if current is None or current.pk != correction_id:
        raise ResultsRefused("correction_over")
    code = refusal_at(campaign, at=at)
    if code is not None:
        raise ResultsRefused(code)
    current.campaign = campaign
    return current


def _copy(row: Model) -> None:
    """The same row as a draft, with its texts in every language."""
    row.pk = None
    row._state.adding = True
    row.announcement = None  # type: ignore[attr-defined]  # each of the three has it
    row.save()


def _delete_drafts(campaign: Campaign) -> None:
    of_campaign = {"announcement": None, "category__campaign": campaign}
    Alternate.objects.filter(**of_campaign).delete()
    CategoryRemark.objects.filter(**of_campaign).delete()
    Award.objects.filter(announcement=None, prize__category__campaign=campaign).delete()
