"""Fifty people press "announce" at once: one announcement, and forty-nine who are told so."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from contests.models import Campaign, CampaignDecision
from outbox.models import Message
from results import confirming, correcting, locking
from results.announcement import announce_campaign
from results.confirming import confirm_announcement
from results.correcting import open_correction, withdraw_correction, write_correction_note
from results.models import (
    Announcement,
    AnnouncementPlan,
    Award,
    Claim,
    Confirmation,
    Correction,
    Evidence,
    Standing,
)
from results.refusal import ResultsRefused
from tests.races import Meeting, at_once
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest, build_person

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def meet_after(monkeypatch: Any, module: Any, name: str, people: int) -> None:
    """Whoever has come through the first look waits for the others there."""
    meeting, look = Meeting(people, patience=1), getattr(module, name)

    def look_and_meet(*args: Any, **values: Any) -> Any:
        found = look(*args, **values)
        meeting.wait()
        return found

    monkeypatch.setattr(module, name, look_and_meet)


def without_locks(monkeypatch: Any) -> None:
    for module in (locking, correcting):
        monkeypatch.setattr(module, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))


def bare(verb: Any) -> Any:
    """The verb without its transaction: what atomic wraps."""
    return verb.__wrapped__


def in_turn(*acts: Callable[[], Any]) -> Callable[[], Any]:
    """One of the acts for each of those who come, whoever comes first."""
    waiting = list(acts)

    def act() -> Any:
        return waiting.pop()()

    return act


def answers(results: list[Any]) -> Counter[str]:
    """What each was told: what was written, the code of a refusal, or the name of a crash."""
    return Counter(
        one.code if isinstance(one, ResultsRefused) else type(one).__name__ for one in results
    )


def press(contest: Contest, *, announce: Any = announce_campaign, by: User | None = None) -> Any:
    return partial(
        announce,
        campaign_id=contest.campaign.pk,
        digest=contest.digest(),
        by=by or contest.staff,
        at=contest.at,
    )


def test_announcement_is_made_once_by_many_at_once(contest: Contest, monkeypatch: Any):
    act = press(contest)
    meet_after(monkeypatch, confirming, "preview_of", PEOPLE)
    results = at_once(PEOPLE, act)
    assert answers(results) == {"Announcement": 1, "already_announced": PEOPLE - 1}
    made = Announcement.objects.get()
    assert Award.objects.filter(announcement=made).count() == 3
    assert not Award.objects.filter(announcement=None).exists()
    assert Standing.objects.filter(announcement=made).count() == 9
    assert Evidence.objects.filter(announcement=made).count() == 1
    assert CampaignDecision.objects.filter(verb="announce").count() == 1
    assert (Message.objects.count(), Claim.objects.count()) == (3, 3)


def test_announcement_would_not_stand_that_without_its_lock(contest: Contest, monkeypatch: Any):
    """The negative control: neither lock nor transaction, and people see crashes and ruins."""
    without_locks(monkeypatch)
    act = press(contest, announce=bare(announce_campaign))
    meet_after(monkeypatch, confirming, "preview_of", 3)
    assert answers(at_once(3, act)) == {"Announcement": 1, "IntegrityError": 2}


def test_two_who_confirmed_announce_at_once_and_one_does(contest: Contest, monkeypatch: Any):
    AnnouncementPlan.objects.create(campaign=contest.campaign, needs_two=True)
    people = [build_person("first"), build_person("second")]
    for person in people:
        press(contest, announce=confirm_announcement, by=person)()
    acts = [press(contest, by=person) for person in people]
    meet_after(monkeypatch, confirming, "preview_of", 2)
    assert answers(at_once(2, in_turn(*acts))) == {"Announcement": 1, "already_announced": 1}
    assert Announcement.objects.count() == 1


def test_first_confirms_while_the_second_announces(contest: Contest, monkeypatch: Any):
    """Whoever has the lock first: announced by two, or told that a second one is missing."""
    AnnouncementPlan.objects.create(campaign=contest.campaign, needs_two=True)
    acts = [
        press(contest, announce=confirm_announcement, by=build_person("first")),
        press(contest, by=build_person("second")),
    ]
    meet_after(monkeypatch, confirming, "preview_of", 2)
    told = answers(at_once(2, in_turn(*acts)))
    assert told in (
        {"Confirmation": 1, "Announcement": 1},
        {"Confirmation": 1, "second_person": 1},
    )
    assert Confirmation.objects.count() == 1
    assert Announcement.objects.count() == told["Announcement"]


def test_one_person_confirms_in_many_tabs_at_once(contest: Contest, monkeypatch: Any):
    act = press(contest, announce=confirm_announcement)
    meet_after(monkeypatch, confirming, "confirmations_of", 5)
    assert answers(at_once(5, act)) == {"Confirmation": 1, "confirmed_already": 4}
    assert Confirmation.objects.count() == 1


def test_confirming_would_crash_without_its_lock(contest: Contest, monkeypatch: Any):
    """The negative control."""
    without_locks(monkeypatch)
    act = press(contest, announce=bare(confirm_announcement))
    meet_after(monkeypatch, confirming, "confirmations_of", 3)
    assert answers(at_once(3, act)) == {"Confirmation": 1, "IntegrityError": 2}


def _open(contest: Contest, verb: Any = open_correction) -> Any:
    return partial(
        verb, campaign_id=contest.campaign.pk, reason="Why", by=contest.staff, at=contest.at
    )


def test_correction_is_opened_once_by_many_at_once(contest: Contest, monkeypatch: Any):
    announce(contest)
    meet_after(monkeypatch, correcting, "open_correction_of", 5)
    assert answers(at_once(5, _open(contest))) == {"Correction": 1, "correction_open": 4}
    assert Award.objects.filter(announcement=None).count() == 3


def test_opening_a_correction_would_crash_without_its_lock(contest: Contest, monkeypatch: Any):
    """The negative control."""
    announce(contest)
    without_locks(monkeypatch)
    meet_after(monkeypatch, correcting, "open_correction_of", 3)
    told = answers(at_once(3, _open(contest, bare(open_correction))))
    assert told == {"Correction": 1, "IntegrityError": 2}


def test_correction_is_announced_or_withdrawn_but_not_both(contest: Contest, monkeypatch: Any):
    announce(contest)
    correction: Correction = _open(contest)()
    write_correction_note(
        correction_id=correction.pk,
        texts=dict.fromkeys(contest.campaign.languages, "Corrected"),
        by=contest.staff,
        at=contest.at,
    )
    acts = [
        press(contest),
        partial(withdraw_correction, correction_id=correction.pk, by=contest.staff, at=contest.at),
    ]
    meet_after(monkeypatch, confirming, "preview_of", 2)
    meet_after(monkeypatch, correcting, "open_correction_of", 2)
    told = answers(at_once(2, in_turn(*acts)))
    assert told in (
        {"Announcement": 1, "correction_over": 1},
        {"Correction": 1, "already_announced": 1},
    )
    assert Announcement.objects.count() == 1 + told["Announcement"]
    assert not Award.objects.filter(announcement=None).exists()
