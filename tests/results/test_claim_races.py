"""Two at once at one prize: each time one exact outcome, and ruins without the lock."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from contests.locking import lock_campaign
from results import answering, claim_moves
from results.answering import accept_claim, decline_claim
from results.claim_refusal import ClaimRefused
from results.claiming import offer_claims
from results.delivery import Delivery
from results.models import Announcement, Claim, ClaimDecision, DeliveryData
from results.winning import people_behind
from tests.races import Meeting, at_once
from tests.results.claims import announced_contest, claim_of, winner
from tests.results.contests import Contest

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Delivery(recipient="Aigerim", city="Almaty")


@pytest.fixture
def contest() -> Contest:
    return announced_contest()


def _meet(monkeypatch: Any, people: int) -> Meeting:
    """Whoever has the claim in hand waits a while for the others to have it too."""
    meeting = Meeting(people, patience=1)

    def meet_and_look(claims: Any) -> Any:
        meeting.wait()
        return people_behind(claims)

    monkeypatch.setattr(answering, "people_behind", meet_and_look)
    return meeting


def _unlock(monkeypatch: Any) -> None:
    """The negative control: neither the campaign nor the claim is held."""

    def fetch(claim_ids: Any) -> list[Claim]:
        return list(
            Claim.objects.filter(pk__in=claim_ids).select_related("prize__category__campaign")
        )

    monkeypatch.setattr(claim_moves, "lock_claims", fetch)


def _accept(contest: Contest, verb: Any = accept_claim) -> Any:
    return partial(
        verb,
        claim_id=claim_of(contest).pk,
        certificate_name="A",
        delivery=HERE,
        by=winner(contest),
        at=contest.at,
    )


def _decline(contest: Contest, verb: Any = decline_claim) -> Any:
    return partial(verb, claim_id=claim_of(contest).pk, by=winner(contest), at=contest.at)


def _together(*acts: Any) -> list[Any]:
    waiting = list(acts)

    def take_one() -> Any:
        return waiting.pop()()

    return at_once(len(acts), take_one)


def _codes(results: list[Any]) -> list[str]:
    return sorted(
        one.code
        if isinstance(one, ClaimRefused)
        else "done"
        if isinstance(one, Claim)
        else type(one).__name__
        for one in results
    )


def _is_sound(claim: Claim) -> bool:
    """Each step begins where the one before ended, and data is kept of accepted prizes alone."""
    decisions = ClaimDecision.objects.filter(claim=claim).order_by("pk")
    chain = [step for step in decisions if step.verb != "forget"]
    fits = all(one.to_status == two.from_status for one, two in pairwise(chain))
    kept = DeliveryData.objects.filter(claim=claim).exists()
    return fits and chain[-1].to_status == claim.status and kept == (claim.status == "accepted")


def test_a_double_click_accepts_once(contest: Contest, monkeypatch: Any):
    _meet(monkeypatch, 2)
    results = _together(_accept(contest), _accept(contest))
    assert _codes(results) == ["done", "is_accepted"]
    assert ClaimDecision.objects.filter(verb="accept").count() == 1
    assert _is_sound(claim_of(contest))


def test_accepting_and_declining_at_once_leaves_one_answer(contest: Contest, monkeypatch: Any):
    _meet(monkeypatch, 2)
    results = _together(_accept(contest), _decline(contest))
    # Accepted first, then declined; or declined first, and then there is nothing to accept.
    assert _codes(results) in (["done", "done"], ["done", "is_declined"])
    assert claim_of(contest).status == "declined"
    assert _is_sound(claim_of(contest))


def test_answers_would_ruin_each_other_without_the_lock(contest: Contest, monkeypatch: Any):
    _unlock(monkeypatch)
    _meet(monkeypatch, 2)
    results = _together(
        _accept(contest, accept_claim.__wrapped__),  # type: ignore[attr-defined]  # what atomic wraps
        _accept(contest, accept_claim.__wrapped__),  # type: ignore[attr-defined]  # as above
    )
    assert _codes(results) != ["done", "is_accepted"]
    assert ClaimDecision.objects.filter(verb="accept").count() == 2
    assert not _is_sound(claim_of(contest))


def _correction(contest: Contest, meeting: Meeting) -> Any:
    """A correction in which nobody wins any more; at its end it meets whoever has the claim."""

    def correct() -> str:
        with transaction.atomic():
            lock_campaign(contest.campaign.pk)
            announcement = Announcement.objects.create(
                campaign=contest.campaign,
                number=2,
                announced_at=contest.at,
                announced_by=contest.staff,
                digest="1" * 64,
            )
            offer_claims(announcement=announcement, at=contest.at)
        meeting.wait()
        return "corrected"

    return correct


def test_accepting_while_a_correction_takes_the_award_away(contest: Contest, monkeypatch: Any):
    meeting = _meet(monkeypatch, 2)
    results = _together(_accept(contest), _correction(contest, meeting))
    assert _codes(results) in (["done", "str"], ["is_revoked", "str"])
    assert claim_of(contest).status == "revoked"
    assert _is_sound(claim_of(contest))


def test_a_correction_would_be_undone_without_the_lock(contest: Contest, monkeypatch: Any):
    _unlock(monkeypatch)
    meeting = _meet(monkeypatch, 2)
    accept = _accept(contest, accept_claim.__wrapped__)  # type: ignore[attr-defined]  # as above
    _together(accept, _correction(contest, meeting))
    assert claim_of(contest).status == "accepted"
    assert not _is_sound(claim_of(contest))
