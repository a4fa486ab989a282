"""The winner's answer: accepting a prize, changing where it goes, declining it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from results.claim_moves import demand_possible, lock_claim, move
from results.claim_refusal import ClaimRefused
from results.delivery import Delivery, forget_delivery, keep_delivery
from results.models import Claim, ClaimDecision
from results.winning import people_behind


@transaction.atomic
def accept_claim(
    *, claim_id: int, certificate_name: str, delivery: Delivery, by: User, at: datetime
) -> Claim:
    """Accept the prize and say who gets it where. Joint winners answer as one: the first counts.

    Raises ClaimRefused: not_yours, is_… (the state), too_late, no_name.
    """
    claim = _lock_own(claim_id, by=by)
    demand_possible(claim, "accept")
    if at > claim.accept_by:
        raise ClaimRefused("too_late")
    return _answer(claim, "accept", certificate_name, delivery, by=by, at=at)


@transaction.atomic
def change_delivery(
    *, claim_id: int, certificate_name: str, delivery: Delivery, by: User, at: datetime
) -> Claim:
    """Change what was said at accepting, also after the deadline, until the sponsor has it.

    Raises ClaimRefused: not_yours, answered_by_other, is_… (the state), no_name.
    """
    claim = _lock_own(claim_id, by=by)
    demand_possible(claim, "change")
    return _answer(claim, "change", certificate_name, delivery, by=by, at=at)


@transaction.atomic
def decline_claim(*, claim_id: int, reason: str = "", by: User, at: datetime) -> Claim:
    """Do without the prize, with a reason or none; delivery data is deleted.

    The award stays until staff announce a correction in which an alternate moves up. Allowed
    after the deadline too. Raises ClaimRefused: not_yours, answered_by_other, is_… (the state).
    """
    claim = _lock_own(claim_id, by=by)
    move(claim, "decline", by=by, at=at, reason=reason.strip())
    forget_delivery([claim], by=by, at=at)
    return claim


def answered_by(claim: Claim) -> int | None:
    """The id of the user who accepted the prize as it stands accepted; None before that."""
    if claim.status in (Claim.Status.OFFERED, Claim.Status.DECLINED, Claim.Status.REVOKED):
        return None
    accepted = ClaimDecision.objects.filter(claim=claim, verb="accept").order_by("at", "pk").last()
    return accepted.by_id if accepted else None


def is_answered_by_other(claim: Claim, user: User, people: list[User]) -> bool:
    """Whether another one of the winners has accepted: what they gave is theirs to see and change.

    Somebody who is not among the winners any more stands in nobody's way.
    """
    who = answered_by(claim)
    return who is not None and who != user.pk and any(person.pk == who for person in people)


def _lock_own(claim_id: int, *, by: User) -> Claim:
    claim = lock_claim(claim_id)
    people = people_behind([claim])[claim.pk]
    if all(person.pk != by.pk for person in people):
        raise ClaimRefused("not_yours")
    if is_answered_by_other(claim, by, people):
        raise ClaimRefused("answered_by_other")
    return claim


def _answer(
    claim: Claim, verb: str, certificate_name: str, delivery: Delivery, *, by: User, at: datetime
) -> Claim:
    claim.certificate_name = certificate_name.strip()
    if not claim.certificate_name or not delivery.recipient.strip():
        raise ClaimRefused("no_name")
    move(claim, verb, by=by, at=at)
    keep_delivery(claim, delivery, at=at)
    return claim
