"""Publishing and cancelling a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign, CampaignDecision
from contests.phases import Phase
from contests.readiness import missing_for_publication
from contests.refusals import CampaignRefused
from contests.rules import renew_rules

# For each verb, what each phase answers: None allows it, a code refuses it.
MOVES: dict[str, dict[Phase, str | None]] = {
    "publish": {
        Phase.DRAFT: None,
        Phase.COMING: "already_published",
        Phase.OPEN: "already_published",
        Phase.REVIEW: "already_published",
        Phase.ANNOUNCED: "already_published",
        Phase.ARCHIVED: "already_published",
        Phase.CANCELLED: "cancelled",
    },
    "cancel": {
        Phase.DRAFT: "not_published",
        Phase.COMING: None,
        Phase.OPEN: None,
        Phase.REVIEW: None,
        Phase.ANNOUNCED: "already_announced",
        Phase.ARCHIVED: "already_announced",
        Phase.CANCELLED: "cancelled",
    },
}


def may(verb: str, phase: Phase) -> bool:
    """Whether a campaign in this phase takes the verb: "publish" or "cancel"."""
    return MOVES[verb][phase] is None


@transaction.atomic
def publish_campaign(*, campaign_id: int, by: User | None, at: datetime) -> Campaign:
    """Show a draft to everybody, from `at` on; when it opens follows from its dates.

    Refused: `already_published`, `cancelled`, `incomplete`.
    """
    campaign = lock_campaign(campaign_id)
    before = _check_move("publish", campaign, at)
    if missing_for_publication(campaign, at=at):
        raise CampaignRefused("incomplete")
    campaign.published_at = at
    campaign.save(update_fields=["published_at"])
    renew_rules(campaign_id=campaign.pk, by=by, at=at)
    _record("publish", campaign, before, by=by, at=at)
    return campaign


@transaction.atomic
def cancel_campaign(*, campaign_id: int, by: User | None, at: datetime, reason: str) -> Campaign:
    """Call a published campaign off for good: no entries, no scores, no winners any more.

    Refused: `not_published`, `already_announced`, `cancelled`, `no_reason`.
    """
    campaign = lock_campaign(campaign_id)
    before = _check_move("cancel", campaign, at)
    if not reason.strip():
        raise CampaignRefused("no_reason")
    campaign.cancelled_at = at
    campaign.save(update_fields=["cancelled_at"])
    _record("cancel", campaign, before, by=by, at=at, reason=reason.strip())
    return campaign


def _check_move(verb: str, campaign: Campaign, at: datetime) -> Phase:
    phase = campaign.phase_under_lock(at=at)
    refusal = MOVES[verb][phase]
    if refusal:
        raise CampaignRefused(refusal)
    return phase


def _record(
    verb: str, campaign: Campaign, before: Phase, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    CampaignDecision.objects.create(
        campaign=campaign,
        verb=verb,
        from_phase=before,
        to_phase=campaign.phase(at=at),
        by=by,
        at=at,
        reason=reason,
    )
