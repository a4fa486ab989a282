"""Publishing and cancelling: each verb in each phase, and two at once."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from contests import publication
from contests.locking import lock_campaign
from contests.models import Campaign, CampaignDecision
from contests.phases import Phase
from contests.publication import MOVES, cancel_campaign, may, publish_campaign
from contests.refusals import CampaignRefused
from tests.builders import build_campaign
from tests.contests.ready import ready_campaign
from tests.personas import manager

PUBLISHED = [phase for phase in Phase if phase not in (Phase.DRAFT, Phase.CANCELLED)]


def decisions(campaign: Campaign) -> list[tuple[str, str, str, str]]:
    return list(campaign.decisions.values_list("verb", "from_phase", "to_phase", "reason"))


def test_moves_answer_for_every_phase():
    assert {verb: set(answers) for verb, answers in MOVES.items()} == {
        "publish": set(Phase),
        "cancel": set(Phase),
    }


@pytest.mark.django_db
def test_publish_shows_the_draft_and_records_who_and_when():
    campaign, by, at = ready_campaign(), manager(), timezone.now()
    publish_campaign(campaign_id=campaign.pk, by=by, at=at)
    campaign.refresh_from_db()
    assert (campaign.published_at, campaign.phase(at=at)) == (at, Phase.COMING)
    decision = CampaignDecision.objects.get()
    assert (decision.verb, decision.by, decision.at) == ("publish", by, at)
    assert decisions(campaign) == [("publish", "draft", "coming", "")]


@pytest.mark.django_db
def test_publish_after_the_opening_date_opens_at_once():
    now = timezone.now()
    campaign = ready_campaign(opens_at=now - timedelta(days=1))
    publish_campaign(campaign_id=campaign.pk, by=None, at=now)
    assert decisions(campaign) == [("publish", "draft", "open", "")]


@pytest.mark.django_db
def test_publish_refuses_an_incomplete_draft():
    campaign = build_campaign(phase=Phase.DRAFT)
    with pytest.raises(CampaignRefused) as refused:
        publish_campaign(campaign_id=campaign.pk, by=manager(), at=timezone.now())
    campaign.refresh_from_db()
    assert (refused.value.code, campaign.published_at) == ("incomplete", None)
    assert decisions(campaign) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "code"),
    [(phase, "already_published") for phase in PUBLISHED] + [(Phase.CANCELLED, "cancelled")],
)
def test_publish_refuses_whatever_is_no_draft(phase, code):
    campaign = build_campaign(phase=phase)
    before = campaign.published_at
    with pytest.raises(CampaignRefused) as refused:
        publish_campaign(campaign_id=campaign.pk, by=manager(), at=timezone.now())
    campaign.refresh_from_db()
    assert (refused.value.code, campaign.published_at) == (code, before)
    assert decisions(campaign) == []


@pytest.mark.django_db
@pytest.mark.parametrize("phase", [Phase.COMING, Phase.OPEN, Phase.REVIEW])
def test_cancel_calls_a_running_campaign_off_with_its_reason(phase):
    campaign, at = build_campaign(phase=phase), timezone.now()
    cancel_campaign(campaign_id=campaign.pk, by=manager(), at=at, reason="  No sponsor. ")
    campaign.refresh_from_db()
    assert campaign.cancelled_at == at
    assert decisions(campaign) == [("cancel", phase.value, "cancelled", "No sponsor.")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "not_published"),
        (Phase.ANNOUNCED, "already_announced"),
        (Phase.ARCHIVED, "already_announced"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_cancel_refuses_in_the_other_phases(phase, code):
    campaign = build_campaign(phase=phase)
    before = campaign.cancelled_at
    with pytest.raises(CampaignRefused) as refused:
        cancel_campaign(campaign_id=campaign.pk, by=manager(), at=timezone.now(), reason="Late")
    campaign.refresh_from_db()
    assert (refused.value.code, campaign.cancelled_at) == (code, before)
    assert decisions(campaign) == []


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_cancel_refuses_without_a_reason(reason):
    campaign = build_campaign()
    with pytest.raises(CampaignRefused) as refused:
        cancel_campaign(campaign_id=campaign.pk, by=manager(), at=timezone.now(), reason=reason)
    assert (refused.value.code, decisions(campaign)) == ("no_reason", [])


@pytest.mark.django_db
def test_decision_cannot_be_rewritten():
    campaign = ready_campaign()
    publish_campaign(campaign_id=campaign.pk, by=None, at=timezone.now())
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        CampaignDecision.objects.update(reason="Another story")


@pytest.mark.django_db
def test_publishing_is_refused_when_somebody_published_while_it_waited():
    campaign, at = ready_campaign(), timezone.now()
    publish_campaign(campaign_id=campaign.pk, by=None, at=at)
    with pytest.raises(CampaignRefused) as refusal:
        publish_campaign(campaign_id=campaign.pk, by=None, at=at - timedelta(microseconds=1))
    assert refusal.value.code == "already_published"


@pytest.mark.parametrize(("verb", "count"), [("publish", 1), ("cancel", 3)])
def test_may_says_in_how_many_phases_a_verb_is_possible(verb, count):
    assert sum(may(verb, phase) for phase in Phase) == count


def publish_at_the_same_time(campaign: Campaign, count: int) -> list[str]:
    """Publish from several threads; return what each got, sorted."""
    outcomes: list[str] = []

    def publish() -> None:
        try:
            publish_campaign(campaign_id=campaign.pk, by=None, at=timezone.now())
            outcomes.append("published")
        except CampaignRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once(monkeypatch):
    def lock_and_dawdle(campaign_id: int) -> Campaign:
        campaign = lock_campaign(campaign_id)
        time.sleep(0.2)  # long enough for the other to arrive at the lock
        return campaign

    monkeypatch.setattr(publication, "lock_campaign", lock_and_dawdle)
    campaign = ready_campaign()
    assert publish_at_the_same_time(campaign, 2) == ["already_published", "published"]
    assert decisions(campaign) == [("publish", "draft", "coming", "")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_publish(monkeypatch):
    meeting = threading.Barrier(2, timeout=10)

    def read_without_lock(campaign_id: int) -> Campaign:
        campaign = Campaign.objects.get(pk=campaign_id)
        meeting.wait()
        return campaign

    monkeypatch.setattr(publication, "lock_campaign", read_without_lock)
    campaign = ready_campaign()
    assert publish_at_the_same_time(campaign, 2) == ["published", "published"]
    assert len(decisions(campaign)) == 2
