"""What an announcement and its corrections do to the claims."""

from datetime import UTC, datetime, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from results.claiming import offer_claims
from results.delivery import Delivery, keep_delivery
from results.models import AnnouncementPlan, Award, Claim, ClaimDecision, DeliveryData
from tests.builders import build_entry
from tests.results.claims import announced, announced_contest, claim_of, corrected, steps
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


def test_each_award_is_offered_once():
    contest = announced_contest()
    offered = [(one.prize, one.entry, one.creator.pk, one.status) for one in Claim.objects.all()]
    first = contest.entries[0]
    assert offered == [
        (contest.prizes["The most creative video"], first, first.creator_id, "offered"),
        (contest.prizes["The best"], first, first.creator_id, "offered"),
        (contest.prizes["Discover"], None, first.creator_id, "offered"),
    ]
    [again] = contest.campaign.announcements.all()
    assert offer_claims(announcement=again, at=contest.at) == list(Claim.objects.all())
    assert steps(claim_of(contest)) == [("offer", "", "offered")]


def test_a_prize_is_to_be_accepted_by_the_end_of_a_day_in_the_campaigns_zone():
    contest = build_contest(time_zone="Asia/Almaty")
    AnnouncementPlan.objects.create(campaign=contest.campaign, claim_days=3)
    contest.draft()
    # In Almaty it is the eleventh already.
    announced(contest, at=datetime(2026, 11, 10, 20, 30, tzinfo=UTC))
    assert claim_of(contest).accept_by == datetime(2026, 11, 14, 18, 59, 59, 999999, tzinfo=UTC)


def test_a_winner_who_stays_in_a_correction_keeps_the_answer():
    contest = announced_contest()
    claim = claim_of(contest)
    Claim.objects.filter(pk=claim.pk).update(status="accepted")
    keep_delivery(claim, Delivery(recipient="Aigerim"), at=contest.at)
    corrected(contest, ("The most creative video", 0), ("The best", 1))
    assert claim_of(contest).status == "accepted"
    assert claim_of(contest).accept_by == claim.accept_by
    assert DeliveryData.objects.filter(claim=claim).count() == 1
    assert steps(claim) == [("offer", "", "offered")]


@pytest.mark.parametrize("status", sorted({"offered", "accepted", "declined", "handed_over"}))
def test_a_claim_whose_award_is_gone_is_taken_back_and_its_data_deleted(status: str):
    contest = announced_contest()
    claim = claim_of(contest)
    Claim.objects.filter(pk=claim.pk).update(status=status)
    keep_delivery(claim, Delivery(recipient="Aigerim"), at=contest.at)
    corrected(contest, ("The most creative video", 1))
    assert claim_of(contest).status == "revoked"
    assert not DeliveryData.objects.exists()
    assert steps(claim) == [
        ("offer", "", "offered"),
        ("revoke", status, "revoked"),
        ("forget", "revoked", "revoked"),
    ]
    revoked = ClaimDecision.objects.get(claim=claim, verb="revoke")
    assert (revoked.by, revoked.reason) == (contest.staff, "The jury erred.")
    assert claim_of(contest, 1).status == "offered"


def test_a_prize_that_the_winner_had_is_taken_back_with_its_time():
    contest = announced_contest()
    Claim.objects.filter(pk=claim_of(contest).pk).update(
        status="fulfilled", fulfilled_at=contest.at
    )
    corrected(contest)
    assert (claim_of(contest).status, claim_of(contest).fulfilled_at) == ("revoked", None)


def test_a_former_winner_who_comes_back_is_offered_the_prize_anew():
    contest = announced_contest()
    claim = claim_of(contest)
    corrected(contest, ("The most creative video", 1))
    later = contest.at + timedelta(days=20)
    corrected(contest, ("The most creative video", 0), at=later)
    back = claim_of(contest)
    assert (back.pk, back.status, back.offered_at) == (claim.pk, "offered", later)
    assert back.accept_by > claim.accept_by
    assert claim_of(contest, 1).status == "revoked"
    assert [verb for verb, _from, _to in steps(back)] == ["offer", "revoke", "offer"]


def test_other_campaigns_claims_are_left_alone():
    other = announced_contest()
    contest = announced_contest()
    corrected(contest)
    assert {one.status for one in Claim.objects.filter(award__in=_awards(other))} == {"offered"}


def _awards(contest: Contest) -> list[Award]:
    return list(contest.campaign.announcements.get(number=1).awards.all())


def test_offering_and_taking_back_are_in_the_audit_log():
    contest = announced_contest()
    claim = claim_of(contest)
    corrected(contest)
    log = LogEntry.objects.get_for_object(claim).order_by("pk")
    assert [one.changes["status"] for one in log] == [["None", "offered"], ["offered", "revoked"]]
    assert {one.actor for one in log} == {contest.staff}


def test_offering_takes_the_same_queries_however_many_won():
    counts = []
    for size in (1, 30):
        contest = build_contest(entries=size)
        contest.videos.prizes.update(quantity=size)
        contest.creators.prizes.update(quantity=size)
        contest.draft()
        build_entry(contest.campaign)
        with CaptureQueriesContext(connection) as queries:
            announced(contest)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Claim.objects.count() == 2 * (1 + 30) + 2
