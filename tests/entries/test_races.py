"""Two at once: one video entered twice, one entry decided twice. And each without its guard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries import intake, moderation
from entries.models import Consent, Creator, Decision, Entry
from entries.moderation import Verb, decide
from entries.refusal import EntryRefused
from outbox.models import Message
from tests.builders import build_campaign, build_creator, build_entry
from tests.entries.entering import build_contest, enter, tiktok_link
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def each_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do different things at the same moment; what each returned or raised."""
    waiting = iter(acts)

    def do_the_next() -> Any:
        return next(waiting)()

    return at_once(len(acts), do_the_next)


def unlocked_campaign(campaign_id: int) -> Campaign:
    """What lock_campaign is without its lock."""
    return Campaign.objects.get(pk=campaign_id)


def submit_twice_at_once(monkeypatch: Any) -> list[Any]:
    """Two people enter one video; each has looked whether it is there before the other writes."""
    meeting = Meeting(2)
    check = intake._check_number

    def check_and_wait(entry: Entry, creator: Creator, by: User) -> None:
        check(entry, creator, by)
        meeting.wait()

    monkeypatch.setattr(intake, "_check_number", check_and_wait)
    campaign, url = build_contest(), tiktok_link()
    # Making the creator would be a guard of its own: the second one waits for the first there.
    build_creator(handle="aysel.math")
    people = [User.objects.create_user(f"{name}@example.org") for name in ("one", "two")]
    return each_once(*[lambda by=by: enter(campaign, by, url=url) for by in people])


def assert_one_entry_and_one_refusal(results: list[Any], *, codes: set[str]) -> None:
    entry = Entry.objects.get()
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Entry", "EntryRefused"]
    refused = next(result for result in results if isinstance(result, EntryRefused))
    assert refused.code in codes
    # Nothing half done is left of the refused one.
    assert Decision.objects.get().by == entry.submitted_by
    assert set(Consent.objects.values_list("given_by", flat=True)) == {entry.submitted_by_id}


def test_video_entered_by_two_at_once_is_one_entry(monkeypatch: Any):
    results = submit_twice_at_once(monkeypatch)
    assert_one_entry_and_one_refusal(results, codes={"waits_for_another"})


@pytest.mark.postgres
def test_constraint_holds_where_the_lock_does_not(monkeypatch: Any):
    """An import does not lock the campaign: there the constraint alone decides."""
    monkeypatch.setattr(intake, "lock_campaign", unlocked_campaign)
    results = submit_twice_at_once(monkeypatch)
    assert_one_entry_and_one_refusal(results, codes={"already_entered"})


@pytest.mark.postgres
def test_second_one_would_crash_without_lock_and_savepoint(monkeypatch: Any):
    monkeypatch.setattr(intake, "lock_campaign", unlocked_campaign)
    monkeypatch.setattr(intake, "_save_once", Entry.save)
    results = submit_twice_at_once(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Entry", "IntegrityError"]
    error = next(result for result in results if isinstance(result, IntegrityError))
    assert "entries_entry_video_once" in str(error)


def enter_two_campaigns_at_once(monkeypatch: Any) -> list[Any]:
    """One new creator in two campaigns; each looks for the creator before the other writes."""
    meeting = Meeting(2)
    create = Creator.objects.create

    def wait_and_create(**fields: Any) -> Creator:
        meeting.wait()
        return create(**fields)

    monkeypatch.setattr(Creator.objects, "create", wait_and_create)
    by = User.objects.create_user("creator@example.org")
    return each_once(*[lambda to=to: enter(to, by) for to in (build_contest(), build_contest())])


def test_creator_new_in_two_campaigns_at_once_is_one_creator(monkeypatch: Any):
    first, second = enter_two_campaigns_at_once(monkeypatch)
    assert first.creator == second.creator == Creator.objects.get()


@pytest.mark.postgres
def test_new_creator_would_crash_the_second_one_without_the_savepoint(monkeypatch: Any):
    def create_or_crash(platform: str, handle: str) -> Creator:
        known = Creator.objects.filter(platform=platform, handle=handle).first()
        return known or Creator.objects.create(platform=platform, handle=handle)

    monkeypatch.setattr(intake, "_creator", create_or_crash)
    results = enter_two_campaigns_at_once(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Entry", "IntegrityError"]


def decide_twice_at_once(monkeypatch: Any) -> list[Any]:
    """One moderator accepts, one rejects; each has checked the state before the other writes."""
    meeting = Meeting(2)
    check = moderation._check_circumstances

    def check_and_wait(*args: Any) -> None:
        check(*args)
        meeting.wait()

    monkeypatch.setattr(moderation, "_check_circumstances", check_and_wait)
    creator = User.objects.create_user("creator@example.org")
    entry = build_entry(build_campaign(), status="received", submitted_by=creator)
    first = User.objects.create_superuser("first@example.org", name="First")
    second = User.objects.create_superuser("second@example.org", name="Second")
    at = timezone.now()
    return each_once(
        lambda: decide(entry_id=entry.pk, verb=Verb.ACCEPT, by=first, at=at),
        lambda: decide(entry_id=entry.pk, verb=Verb.REJECT, by=second, at=at, reason="No."),
    )


def test_entry_decided_by_two_at_once_has_one_decision(monkeypatch: Any):
    results = decide_twice_at_once(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Entry", "EntryRefused"]
    decision = Decision.objects.get()
    refused = next(result for result in results if isinstance(result, EntryRefused))
    assert refused.code == "decided_meanwhile"
    assert str(decision.by) in refused.message
    assert Entry.objects.get().status == decision.to_status
    assert Message.objects.count() == 1


@pytest.mark.postgres
def test_entry_would_be_decided_twice_without_the_lock(monkeypatch: Any):
    monkeypatch.setattr(
        moderation,
        "lock_entry",
        lambda pk: Entry.objects.select_related("campaign", "creator", "submitted_by").get(pk=pk),
    )
    results = decide_twice_at_once(monkeypatch)
    assert [type(result) for result in results] == [Entry, Entry]
    assert set(Decision.objects.values_list("to_status", flat=True)) == {"accepted", "rejected"}
    assert Message.objects.count() == 2
