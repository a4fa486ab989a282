"""The steps of a claim: which are allowed, the lock they begin with, and the record they leave."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from contests.locking import lock_campaign
from results.claim_refusal import ClaimRefused
from results.models import Claim, ClaimDecision

Status = Claim.Status

# (state, verb) → new state. What is missing here is refused. Offering and taking back belong to
# the announcement: results.claiming.
MOVES: dict[tuple[str, str], str] = {
    (Status.OFFERED, "accept"): Status.ACCEPTED,
    (Status.ACCEPTED, "change"): Status.ACCEPTED,
    (Status.OFFERED, "decline"): Status.DECLINED,
    (Status.ACCEPTED, "decline"): Status.DECLINED,
    (Status.OFFERED, "extend"): Status.OFFERED,
    # Who declined by mistake, or whose silence was taken for a no, may be asked once more.
    (Status.DECLINED, "extend"): Status.OFFERED,
    (Status.OFFERED, "lapse"): Status.DECLINED,
    (Status.ACCEPTED, "hand_over"): Status.HANDED_OVER,
    # Some prizes are given at once, on a stage.
    (Status.ACCEPTED, "fulfil"): Status.FULFILLED,
    (Status.HANDED_OVER, "fulfil"): Status.FULFILLED,
    (Status.HANDED_OVER, "undo"): Status.ACCEPTED,
    (Status.FULFILLED, "undo"): Status.HANDED_OVER,
}


def is_possible(claim: Claim, verb: str) -> bool:
    """Whether the claim's state allows the step; deadlines and persons are the verb's business."""
    return (claim.status, verb) in MOVES


def is_overdue(claim: Claim, *, at: datetime) -> bool:
    """Whether the winner has let the deadline pass without an answer."""
    return claim.status == Status.OFFERED and at > claim.accept_by


def lock_claim(claim_id: int) -> Claim:
    """The claim with its campaign locked, as an announcement would: raises Claim.DoesNotExist."""
    [claim] = lock_claims([claim_id])
    return claim


def lock_claims(claim_ids: Collection[int]) -> list[Claim]:
    """The claims, in order, with their campaigns locked first. Raises Claim.DoesNotExist."""
    wanted = Claim.objects.filter(pk__in=claim_ids)
    for campaign_id in sorted(set(wanted.values_list("prize__category__campaign_id", flat=True))):
        lock_campaign(campaign_id)
    claims = list(
        wanted.select_for_update(of=("self",))
        .select_related("prize__category__campaign", "entry", "creator")
        .order_by("pk")
    )
    if len(claims) != len(set(claim_ids)):
        raise Claim.DoesNotExist
    return claims


def demand_possible(claim: Claim, verb: str) -> None:
    """Refuse a step that the claim's state does not allow."""
    if not is_possible(claim, verb):
        raise ClaimRefused(f"is_{claim.status}")


def move(claim: Claim, verb: str, *, by: User | None, at: datetime, reason: str = "") -> Claim:
    """Give the claim its new state and keep the step. The caller holds the lock."""
    demand_possible(claim, verb)
    before, claim.status = claim.status, MOVES[claim.status, verb]
    claim.fulfilled_at = at if claim.status == Status.FULFILLED else None
    claim.save(update_fields=["status", "fulfilled_at", "accept_by", "certificate_name"])
    ClaimDecision.objects.create(
        claim=claim,
        verb=verb,
        from_status=before,
        to_status=claim.status,
        at=at,
        by=by,
        reason=reason,
    )
    return claim
