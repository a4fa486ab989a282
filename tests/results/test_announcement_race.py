"""Twenty people press "announce" at once: one announcement, and nineteen who are told so."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from contests.models import Campaign, CampaignDecision
from outbox.models import Message
from results import confirming, locking
from results.announcement import announce_campaign
from results.models import Announcement, Award, Evidence, Standing
from results.refusal import ResultsRefused
from tests.races import Meeting, at_once
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


def _press_at_once(contest: Contest, monkeypatch: Any, *, announce: Any, people: int) -> list[Any]:
    """Everybody announces; whoever has passed the first check waits for the others there."""
    digest = contest.digest()
    meeting = Meeting(people, patience=1)
    preview_of = confirming.preview_of

    def preview_and_meet(campaign: Campaign) -> Any:
        found = preview_of(campaign)
        meeting.wait()
        return found

    monkeypatch.setattr(confirming, "preview_of", preview_and_meet)
    press = partial(
        announce,
        campaign_id=contest.campaign.pk,
        digest=digest,
        by=contest.staff,
        at=contest.at,
    )
    return at_once(people, press)


def _answers(results: list[Any]) -> Counter[str]:
    """What each was told: "announced", the code of a refusal, or the name of a crash."""
    return Counter(
        "announced"
        if isinstance(one, Announcement)
        else one.code
        if isinstance(one, ResultsRefused)
        else type(one).__name__
        for one in results
    )


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def test_announcement_is_made_once_by_many_at_once(contest: Contest, monkeypatch: Any):
    results = _press_at_once(contest, monkeypatch, announce=announce_campaign, people=PEOPLE)
    assert _answers(results) == {"announced": 1, "already_announced": PEOPLE - 1}
    made = Announcement.objects.get()
    assert Award.objects.filter(announcement=made).count() == 3
    assert not Award.objects.filter(announcement=None).exists()
    assert Standing.objects.filter(announcement=made).count() == 9
    assert Evidence.objects.filter(announcement=made).count() == 1
    assert CampaignDecision.objects.filter(verb="announce").count() == 1
    assert Message.objects.count() == 3


def test_announcement_would_not_stand_that_without_its_lock(contest: Contest, monkeypatch: Any):
    """The negative control: neither lock nor transaction, and people see crashes and ruins."""
    monkeypatch.setattr(locking, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    unlocked = announce_campaign.__wrapped__  # type: ignore[attr-defined]  # what atomic wraps
    results = _press_at_once(contest, monkeypatch, announce=unlocked, people=3)
    assert _answers(results) == {"announced": 1, "IntegrityError": 2}
