"""What staff do with a prize after the winner's answer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from results.answering import accept_claim, change_delivery, decline_claim
from results.claim_moves import MOVES
from results.claim_refusal import ClaimRefused
from results.delivery import Delivery, keep_delivery
from results.fulfilment import (
    decline_for_winner,
    extend_claim,
    fulfil_claims,
    hand_over_claims,
    lapse_claim,
    undo_claim,
)
from results.models import Claim, ClaimDecision, DeliveryData
from tests.results.claims import announced_contest, claim_of, steps, winner
from tests.results.contests import Contest

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE = Delivery(recipient="Aigerim", city="Almaty")


@pytest.fixture
def contest() -> Contest:
    return announced_contest()


def _refused(code: str, verb: Callable[..., Any], **values: Any) -> str:
    before = list(Claim.objects.order_by("pk").values()), ClaimDecision.objects.count()
    with pytest.raises(ClaimRefused) as refusal:
        verb(**values)
    assert refusal.value.code == code
    assert (list(Claim.objects.order_by("pk").values()), ClaimDecision.objects.count()) == before
    return refusal.value.message


def _put(contest: Contest, status: str) -> Claim:
    at = contest.at if status == "fulfilled" else None
    Claim.objects.update(status=status, fulfilled_at=at)
    return claim_of(contest)


def test_the_deadline_is_moved_to_the_end_of_a_day_with_a_reason(contest: Contest):
    claim = claim_of(contest)
    until = claim.accept_by.astimezone(contest.campaign.zone).date() + 5 * DAY
    extend_claim(
        claim_id=claim.pk, until=until, reason="She was ill.", by=contest.staff, at=contest.at
    )
    assert claim_of(contest).accept_by == claim.accept_by + 5 * DAY
    assert ClaimDecision.objects.get(verb="extend").reason == "She was ill."
    # And the winner may use it, after the first deadline.
    later = claim.accept_by + DAY
    accept_claim(
        claim_id=claim.pk, certificate_name="A", delivery=HERE, by=winner(contest), at=later
    )
    assert claim_of(contest).status == "accepted"


@pytest.mark.parametrize(
    ("days", "code"), [(0, "not_later"), (-3, "not_later"), (400, "too_far"), (None, "not_later")]
)
def test_the_deadline_is_moved_later_and_not_for_ever(
    contest: Contest, days: int | None, code: str
):
    claim = claim_of(contest)
    day = claim.accept_by.astimezone(contest.campaign.zone).date()
    until = date.min if days is None else day + days * DAY
    _refused(
        code,
        extend_claim,
        claim_id=claim.pk,
        until=until,
        reason="Ill.",
        by=contest.staff,
        at=contest.at,
    )


def test_silence_is_taken_for_a_no_after_the_deadline_only(contest: Contest):
    claim = claim_of(contest)
    values = {"claim_id": claim.pk, "reason": "No answer.", "by": contest.staff}
    _refused("still_time", lapse_claim, **values, at=claim.accept_by)
    lapse_claim(**values, at=claim.accept_by + timedelta(microseconds=1))
    assert steps(claim)[-1] == ("lapse", "offered", "declined")
    # Asked once more:
    until = claim.accept_by.date() + 9 * DAY
    extend_claim(**values, until=until, at=claim.accept_by + DAY)
    assert steps(claim)[-1] == ("extend", "declined", "offered")


@pytest.mark.parametrize("verb", [extend_claim, lapse_claim, undo_claim, decline_for_winner])
def test_such_steps_need_a_reason(contest: Contest, verb: Any):
    more = {"until": date(2099, 1, 1)} if verb is extend_claim else {}
    told = _refused(
        "no_reason",
        verb,
        claim_id=claim_of(contest).pk,
        reason="  ",
        by=contest.staff,
        at=contest.at,
        **more,
    )
    assert told == "Say why. The reason is kept."


def test_a_no_by_telephone_deletes_the_data(contest: Contest):
    claim = _put(contest, "accepted")
    keep_delivery(claim, HERE, at=contest.at)
    decline_for_winner(claim_id=claim.pk, reason="She called.", by=contest.staff, at=contest.at)
    assert not DeliveryData.objects.exists()
    assert [verb for verb, _from, _to in steps(claim)] == ["offer", "decline", "forget"]


def test_prizes_are_handed_over_and_received_all_or_none(contest: Contest):
    _put(contest, "accepted")
    claims = list(Claim.objects.all())
    ids = [claim.pk for claim in claims]
    Claim.objects.filter(pk=ids[0]).update(status="declined")
    for verb in (hand_over_claims, fulfil_claims):
        told = _refused("moved", verb, claim_ids=ids, by=contest.staff, at=contest.at)
        assert "another state by now: 1." in told
        _refused("nothing", verb, claim_ids=[], by=contest.staff, at=contest.at)
        _refused("moved", verb, claim_ids=[0], by=contest.staff, at=contest.at)
    assert hand_over_claims(claim_ids=ids[1:], by=contest.staff, at=contest.at) == 2
    assert fulfil_claims(claim_ids=ids[1:], by=contest.staff, at=contest.at) == 2
    assert Claim.objects.filter(status="fulfilled", fulfilled_at=contest.at).count() == 2


def test_a_list_is_not_handed_over_with_data_that_has_changed_since(contest: Contest):
    claim = _put(contest, "accepted")
    keep_delivery(claim, HERE, at=contest.at)
    values = {"claim_ids": [claim.pk], "by": contest.staff, "at": contest.at}
    _refused("data_changed", hand_over_claims, **values, seen_at=contest.at - DAY)
    assert hand_over_claims(**values, seen_at=contest.at) == 1


def test_a_step_noted_by_mistake_is_taken_back(contest: Contest):
    claim = _put(contest, "fulfilled")
    values = {"claim_id": claim.pk, "reason": "Wrong one.", "by": contest.staff}
    undo_claim(**values, at=contest.at)
    assert (claim_of(contest).status, claim_of(contest).fulfilled_at) == ("handed_over", None)
    undo_claim(**values, at=contest.at)
    assert claim_of(contest).status == "accepted"
    _refused("is_accepted", undo_claim, **values, at=contest.at)


def _all_verbs(contest: Contest, claim: Claim) -> dict[str, Callable[[], Any]]:
    """Each step with values that only the state can refuse; the deadline lies in the past."""
    late = claim.accept_by + DAY
    one: dict[str, Any] = {"claim_id": claim.pk, "reason": "So.", "by": contest.staff, "at": late}
    many: dict[str, Any] = {"claim_ids": [claim.pk], "by": contest.staff, "at": late}
    mine: dict[str, Any] = {"claim_id": claim.pk, "by": winner(contest)}
    data: dict[str, Any] = {"certificate_name": "A", "delivery": HERE}
    return {
        "accept": lambda: accept_claim(**mine, **data, at=contest.at),
        "change": lambda: change_delivery(**mine, **data, at=late),
        "decline": lambda: decline_claim(**mine, at=late),
        "extend": lambda: extend_claim(**one, until=late.date() + 9 * DAY),
        "lapse": lambda: lapse_claim(**one),
        "undo": lambda: undo_claim(**one),
        "hand_over": lambda: hand_over_claims(**many),
        "fulfil": lambda: fulfil_claims(**many),
    }


@pytest.mark.parametrize("status", sorted(Claim.Status.values))
def test_the_table_alone_says_which_step_follows_which(contest: Contest, status: str):
    first = claim_of(contest)
    for verb, do in _all_verbs(contest, first).items():
        _put(contest, status)
        Claim.objects.filter(pk=first.pk).update(accept_by=first.accept_by)
        if (status, verb) in MOVES:
            do()
            taken = [step for step in steps(claim_of(contest)) if step[0] != "forget"][-1]
            assert taken == (verb, status, dict(MOVES)[status, verb])
        else:
            code = "moved" if verb in ("hand_over", "fulfil") else f"is_{status}"
            _refused(code, do)
