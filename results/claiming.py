"""Offering the prizes: what an announcement does to the claims of the winners.

A claim belongs to a prize and a winner, not to one announcement: winners who stay in a correction
keep what they have answered already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.audit_trail import log_written
from results.delivery import forget_delivery
from results.models import Announcement, Award, Claim, ClaimDecision, Correction
from results.plans import plan_of

Status = Claim.Status
Key = tuple[int, int | None, int | None]


def won_key(won: Award | Claim) -> Key:
    """What makes an award and a claim the same prize of the same winner."""
    return (won.prize_id, won.entry_id, None if won.entry_id else won.creator_id)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a day in a zone, to which a deadline runs."""
    return datetime.combine(day, time.max, tzinfo=zone)


def offer_claims(*, announcement: Announcement, at: datetime) -> list[Claim]:
    """Offer the prizes of an announcement; return all its claims, in the order of its awards.

    For the transaction that announces, after the awards are fixed; the caller holds the campaign's
    lock. Winners who have a claim keep it as it stands. At a correction, claims whose award is
    gone are taken back and what was kept for their delivery is deleted; a former winner who comes
    back is offered the prize anew. The same few queries however many winners there are.
    """
    awards = list(
        announcement.awards.select_related("prize__category__campaign", "creator", "entry")
    )
    campaign = announcement.campaign
    known = {
        won_key(claim): claim
        for claim in Claim.objects.filter(prize__category__campaign=campaign).select_related(
            "prize", "creator", "entry"
        )
    }
    day = at.astimezone(campaign.zone).date() + timedelta(days=plan_of(campaign).claim_days)
    accept_by = end_of_day(day, campaign.zone)
    _take_back(
        [known[key] for key in known.keys() - {won_key(award) for award in awards}],
        announcement=announcement,
        at=at,
    )
    new = [
        Claim(
            prize=award.prize,
            entry=award.entry,
            creator=award.creator,
            award=award,
            offered_at=at,
            accept_by=accept_by,
        )
        for award in awards
        if won_key(award) not in known
    ]
    back = [
        known[won_key(award)]
        for award in awards
        if won_key(award) in known and known[won_key(award)].status == Status.REVOKED
    ]
    _offer(new, back, announcement=announcement, accept_by=accept_by, at=at)
    known |= {won_key(claim): claim for claim in new}
    return [known[won_key(award)] for award in awards]


def _offer(
    new: Sequence[Claim],
    back: Sequence[Claim],
    *,
    announcement: Announcement,
    accept_by: datetime,
    at: datetime,
) -> None:
    Claim.objects.bulk_create(new)
    for claim in back:
        claim.status, claim.offered_at, claim.accept_by = Status.OFFERED, at, accept_by
    Claim.objects.bulk_update(back, ["status", "offered_at", "accept_by"])
    decisions = [
        ClaimDecision(
            claim=claim,
            verb="offer",
            from_status=from_status,
            to_status=Status.OFFERED,
            at=at,
            by=announcement.announced_by,
        )
        for claims, from_status in ((new, ""), (back, Status.REVOKED))
        for claim in claims
    ]
    _record(decisions, announcement=announcement)


def _take_back(claims: Sequence[Claim], *, announcement: Announcement, at: datetime) -> None:
    """Revoke the claims of those who are no winners any more, whatever they had answered."""
    gone = [claim for claim in claims if claim.status != Status.REVOKED]
    if not gone:
        return
    # Staff's own words: why the correction was begun. The public's note is with the announcement.
    correction = Correction.objects.filter(
        campaign=announcement.campaign, number=announcement.number, withdrawn_at=None
    ).first()
    decisions = [
        ClaimDecision(
            claim=claim,
            verb="revoke",
            from_status=claim.status,
            to_status=Status.REVOKED,
            at=at,
            by=announcement.announced_by,
            reason=correction.reason if correction else "",
        )
        for claim in gone
    ]
    for claim in gone:
        claim.status, claim.fulfilled_at = Status.REVOKED, None
    Claim.objects.bulk_update(gone, ["status", "fulfilled_at"])
    _record(decisions, announcement=announcement)
    forget_delivery(gone, by=announcement.announced_by, at=at)


def _record(decisions: Sequence[ClaimDecision], *, announcement: Announcement) -> None:
    """Write the steps, and into the audit log what they changed in the claims."""
    ClaimDecision.objects.bulk_create(decisions)
    log_written(((one.claim, _changes(one)) for one in decisions), by=announcement.announced_by)


def _changes(decision: ClaimDecision) -> dict[str, tuple[Any, Any]]:
    return {"status": (decision.from_status or None, decision.to_status)}
