"""From the winner's yes to the prize in the winner's hands: the steps that staff take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from results.claim_moves import demand_possible, is_possible, lock_claim, lock_claims, move
from results.claim_refusal import ClaimRefused
from results.claiming import end_of_day
from results.delivery import forget_delivery
from results.models import Claim, DeliveryData

LONGEST = timedelta(days=366)
"""The most time that can be given to a winner at once."""


@transaction.atomic
def extend_claim(*, claim_id: int, until: date, reason: str, by: User, at: datetime) -> Claim:
    """Give the winner time until the end of a day in the campaign's zone.

    Also one who declined, or whose silence was taken for a no, is asked once more by this.
    Raises ClaimRefused: no_reason, is_… (the state), not_later, too_far.
    """
    claim = _lock_for(claim_id, "extend", reason)
    accept_by = end_of_day(until, claim.prize.category.campaign.zone)
    runs_until = claim.accept_by if claim.status == Claim.Status.OFFERED else at
    if accept_by <= max(runs_until, at):
        raise ClaimRefused("not_later")
    if accept_by > at + LONGEST:
        raise ClaimRefused("too_far", days=LONGEST.days)
    claim.accept_by = accept_by
    return move(claim, "extend", by=by, at=at, reason=reason.strip())


@transaction.atomic
def lapse_claim(*, claim_id: int, reason: str, by: User, at: datetime) -> Claim:
    """Take the silence of a winner after the deadline for a no.

    Raises ClaimRefused: no_reason, is_… (the state), still_time.
    """
    claim = _lock_for(claim_id, "lapse", reason)
    if at <= claim.accept_by:
        raise ClaimRefused("still_time")
    return move(claim, "lapse", by=by, at=at, reason=reason.strip())


@transaction.atomic
def hand_over_claims(
    *, claim_ids: Collection[int], by: User, at: datetime, seen_at: datetime | None = None
) -> int:
    """Note that the sponsor has the list and sees to these prizes; return how many. All or none.

    seen_at: when the list was read that the sponsor got. Whoever changed their data since then
    would wait in vain: data_changed. Raises ClaimRefused: nothing, moved, data_changed.
    """
    claims = _lock_all(claim_ids, "hand_over")
    if seen_at is not None:
        changed = DeliveryData.objects.filter(claim__in=claims, saved_at__gt=seen_at).count()
        if changed:
            raise ClaimRefused("data_changed", count=changed)
    for claim in claims:
        move(claim, "hand_over", by=by, at=at)
    return len(claims)


@transaction.atomic
def fulfil_claims(*, claim_ids: Collection[int], by: User, at: datetime) -> int:
    """Note that these winners have their prizes; return how many. All of them or none.

    From now on the days run after which the delivery data is deleted. Raises ClaimRefused:
    nothing, moved.
    """
    claims = _lock_all(claim_ids, "fulfil")
    for claim in claims:
        move(claim, "fulfil", by=by, at=at)
    return len(claims)


@transaction.atomic
def undo_claim(*, claim_id: int, reason: str, by: User, at: datetime) -> Claim:
    """Take one step back that was noted by mistake: fulfilled → with the sponsor → accepted.

    Data that was deleted does not come back. Raises ClaimRefused: no_reason, is_… (the state).
    """
    claim = _lock_for(claim_id, "undo", reason)
    return move(claim, "undo", by=by, at=at, reason=reason.strip())


@transaction.atomic
def decline_for_winner(*, claim_id: int, reason: str, by: User, at: datetime) -> Claim:
    """Note that a winner has said no by telephone or in a letter. Raises ClaimRefused."""
    claim = _lock_for(claim_id, "decline", reason)
    move(claim, "decline", by=by, at=at, reason=reason.strip())
    forget_delivery([claim], by=by, at=at)
    return claim


def _lock_for(claim_id: int, verb: str, reason: str) -> Claim:
    if not reason.strip():
        raise ClaimRefused("no_reason")
    claim = lock_claim(claim_id)
    demand_possible(claim, verb)
    return claim


def _lock_all(claim_ids: Collection[int], verb: str) -> list[Claim]:
    if not claim_ids:
        raise ClaimRefused("nothing")
    try:
        claims = lock_claims(claim_ids)
    except Claim.DoesNotExist as gone:
        raise ClaimRefused("moved", count=len(set(claim_ids))) from gone
    moved = sum(not is_possible(claim, verb) for claim in claims)
    if moved:
        raise ClaimRefused("moved", count=moved)
    return claims
