"""Where prizes go: sealed, opened by old keys too, and deleted in time."""

from datetime import timedelta
from typing import Any

import pytest

from config.tick import JOBS
from results.delivery import Delivery, Unreadable, forget_delivered, keep_delivery, seal, unseal
from results.models import AnnouncementPlan, Claim, ClaimDecision, DeliveryData
from tests.results.claims import announced_contest, claim_of, steps
from tests.results.contests import Contest

pytestmark = pytest.mark.django_db
HERE = Delivery(recipient="Әйгерім", phone="+7", street="Абай 1", city="Алматы", country="KZ")


@pytest.fixture
def contest() -> Contest:
    return announced_contest()


def _kept(contest: Contest) -> DeliveryData:
    keep_delivery(claim_of(contest), HERE, at=contest.at)
    return DeliveryData.objects.get()


def test_what_is_sealed_is_opened_again(contest: Contest):
    kept = _kept(contest)
    assert unseal(kept) == HERE
    assert "Абай" not in kept.sealed
    assert seal(kept.claim_id, HERE) != kept.sealed  # no two tokens are equal


def test_a_new_key_seals_and_the_old_one_still_opens(contest: Contest, settings: Any):
    old = settings.SECRET_KEY
    kept = _kept(contest)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [old]
    assert unseal(kept) == HERE
    anew = _kept(contest)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(anew) == HERE
    with pytest.raises(Unreadable):
        unseal(kept)


def test_what_was_tampered_with_or_moved_does_not_open(contest: Contest):
    kept = _kept(contest)
    other = claim_of(contest, category=contest.videos.title)
    for claim_id, sealed in (
        (kept.claim_id, kept.sealed[:-4] + "AAA="),
        (kept.claim_id, "junk"),
        (kept.claim_id, ""),
        (other.pk, kept.sealed),
    ):
        with pytest.raises(Unreadable):
            unseal(DeliveryData(claim_id=claim_id, sealed=sealed))


def _fulfilled(contest: Contest) -> Claim:
    Claim.objects.filter(pk=claim_of(contest).pk).update(
        status="fulfilled", fulfilled_at=contest.at
    )
    return claim_of(contest)


def test_data_is_deleted_some_days_after_the_winner_has_the_prize(contest: Contest):
    AnnouncementPlan.objects.create(campaign=contest.campaign, delivery_data_days=10)
    _kept(contest)
    claim = _fulfilled(contest)
    moment = contest.at + timedelta(days=10)
    assert forget_delivered(at=moment - timedelta(seconds=1)) == 0
    assert DeliveryData.objects.count() == 1
    assert forget_delivered(at=moment) == 1
    assert not DeliveryData.objects.exists()
    assert steps(claim)[-1] == ("forget", "fulfilled", "fulfilled")
    assert ClaimDecision.objects.get(verb="forget").by is None
    assert forget_delivered(at=moment) == 0


def test_data_of_prizes_on_their_way_is_kept(contest: Contest):
    _kept(contest)
    for status in ("accepted", "handed_over"):
        Claim.objects.update(status=status)
        assert forget_delivered(at=contest.at + timedelta(days=900)) == 0
    assert DeliveryData.objects.count() == 1


def test_each_campaign_has_its_own_days(contest: Contest):
    AnnouncementPlan.objects.create(campaign=contest.campaign, delivery_data_days=100)
    other = announced_contest()
    for one in (contest, other):
        keep_delivery(claim_of(one), HERE, at=one.at)
        _fulfilled(one)
    assert forget_delivered(at=contest.at + timedelta(days=31)) == 1
    assert DeliveryData.objects.get().claim == claim_of(contest)


def test_the_tick_deletes():
    assert "results.delivery.forget_delivered" in {job.path for job in JOBS}
