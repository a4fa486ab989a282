"""Announcing: one atomic act, once."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign, CampaignDecision
from contests.phases import Phase
from outbox.models import Message
from results.announcement import announce_campaign
from results.models import Award, Standing
from results.preview import preview_of
from results.reading import published_awards
from results.refusal import ResultsRefused
from tests.builders import (
    build_campaign,
    dates_in,
)
from tests.results.announcing import announce, refused, written
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def test_announcement_writes_everything_at_once(contest: Contest):
    digest = contest.digest()
    made = announce(contest)
    assert written(contest) == {
        "Announcement": 1,
        "Standing": 9,
        "Evidence": 1,
        "Award": 3,
        # The two behind the winner in each category.
        "Alternate": 6,
        "CategoryRemark": 0,
        "Claim": 3,
        "ClaimDecision": 3,
        "Certificate": 3,
        "CampaignDecision": 1,
        "Message": 3,
        "LogEntry": 5,
        "announced_at": contest.at,
    }
    assert (made.number, made.announced_by, made.announced_at) == (1, contest.staff, contest.at)
    assert made.digest == digest
    decision = CampaignDecision.objects.get(verb="announce")
    assert (decision.from_phase, decision.to_phase, decision.by) == (
        "review",
        "announced",
        contest.staff,
    )
    contest.campaign.refresh_from_db()
    assert contest.campaign.phase(at=contest.at) is Phase.ANNOUNCED
    assert not Award.objects.filter(announcement=None).exists()


def test_announcement_is_what_the_public_reads(contest: Contest):
    assert published_awards(contest.campaign, at=contest.at) == []
    announce(contest)
    assert published_awards(contest.campaign, at=contest.at - timedelta(seconds=1)) == []
    groups = published_awards(contest.campaign, at=contest.at)
    assert [group.category for group in groups] == contest.categories
    assert [[str(one) for one in group.winners[0].creators] for group in groups] == [
        [str(contest.entries[0].creator)]
    ] * 3
    assert groups[0].winners[0].award.citation_kk == "Warm (kk)"


def test_announcement_freezes_the_standings(contest: Contest):
    announce(contest)
    frozen = Standing.objects.filter(category=contest.jury)
    assert [(one.rank, one.entry_id) for one in frozen] == [
        (rank, entry.pk) for rank, entry in enumerate(contest.entries, start=1)
    ]
    assert frozen[0].figures["mean"] == "0.9"
    videos = Standing.objects.filter(category=contest.videos)
    assert videos[0].figures["views"] == 100_000
    assert videos[0].figures["read_at"].endswith("Z")


def test_evidence_can_be_checked_against_its_digest(contest: Contest):
    made = announce(contest)
    body = made.evidence.body
    assert hashlib.sha256(body.encode()).hexdigest() == made.evidence.sha256
    jury, videos, creators = json.loads(body)["categories"]
    assert [one["method"] for one in (jury, videos, creators)] == [
        "jury",
        "most_viewed_video",
        "most_viewed_creator",
    ]
    assert len(jury["round"]["reviews"]) == 6
    assert {review["judge"] for review in jury["round"]["reviews"]} == {"J1", "J2"}
    assert videos["videos"][0]["readings"][0]["views"] == 100_000
    assert jury["awards"] == [
        {
            "place": 1,
            "winner": 1,
            "entry": contest.entries[0].pk,
            "creator": contest.entries[0].creator_id,
        }
    ]


def test_evidence_names_nobody(contest: Contest):
    body = announce(contest).evidence.body
    for entry in contest.entries:
        assert entry.creator.handle not in body
        assert entry.video_id not in body
    assert "@" not in body
    assert all(judge.user.name not in body for judge in contest.judges)


def test_showcase_is_announced_without_awards():
    campaign = build_campaign(phase=Phase.REVIEW)
    contest = build_contest()
    made = announce_campaign(
        campaign_id=campaign.pk,
        digest=preview_of(campaign).digest,
        by=contest.staff,
        at=timezone.now(),
    )
    assert json.loads(made.evidence.body)["categories"] == []
    assert (made.awards.count(), made.standings.count(), Message.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "not_published"),
        (Phase.COMING, "not_closed"),
        (Phase.OPEN, "not_closed"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_announcement_outside_the_review_is_refused(contest: Contest, phase: Phase, code: str):
    dates = dates_in(phase, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    assert refused(contest) == code


def test_announcement_is_made_once(contest: Contest):
    digest = contest.digest()
    announce(contest)
    before = written(contest)
    for moment in (contest.at, contest.at - timedelta(minutes=1), contest.at + timedelta(days=400)):
        contest.at = moment
        with pytest.raises(ResultsRefused) as refusal:
            announce(contest, digest)
        assert refusal.value.code == "already_announced"
    assert written(contest) == before


def test_announcement_with_something_in_the_way_is_refused(contest: Contest):
    Award.objects.filter(prize__category=contest.jury).delete()
    assert refused(contest) == "blocked"


def test_announcement_of_a_wrong_digest_is_refused(contest: Contest):
    assert refused(contest, "") == "changed"
    assert refused(contest, "0" * 64) == "changed"
