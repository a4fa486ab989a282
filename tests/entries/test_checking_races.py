"""An entry checked by two at once, and checked while a person sets a rule aside."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries import checking, overriding
from entries.models import Check, Decision, Entry
from outbox.models import Message
from tests.builders import build_campaign
from tests.entries.test_checking import build_known_entry, check
from tests.entries.test_races import each_once
from tests.races import Meeting

pytestmark = pytest.mark.django_db(transaction=True)


def unlocked(campaign_id: int, entry_ids: list[int]) -> tuple[Campaign, list[Entry]]:
    """What checking._locked is without its locks."""
    campaign = Campaign.objects.get(pk=campaign_id)
    return campaign, list(campaign.entries.filter(pk__in=entry_ids).order_by("pk"))


def check_twice_at_once(monkeypatch: Any) -> list[Any]:
    """Each has found that the entry meets every rule before the other accepts it."""
    meeting = Meeting(2)
    accept = checking.accept_what_meets_every_rule

    def wait_and_accept(*args: Any, **kwargs: Any) -> Any:
        meeting.wait()
        return accept(*args, **kwargs)

    monkeypatch.setattr(checking, "accept_what_meets_every_rule", wait_and_accept)
    creator = User.objects.create_user("creator@example.org")
    entry = build_known_entry(build_campaign(accepts_automatically=True), submitted_by=creator)
    # The checks themselves are there: writing them would be a guard of its own.
    Campaign.objects.update(accepts_automatically=False)
    check(entry)
    Campaign.objects.update(accepts_automatically=True)
    return each_once(lambda: check(entry), lambda: check(entry))


def test_entry_checked_by_two_at_once_is_accepted_once(monkeypatch: Any):
    assert check_twice_at_once(monkeypatch) == [None, None]
    assert Entry.objects.get().status == "accepted"
    assert Decision.objects.get().verb == "accept"
    assert Message.objects.count() == 1


@pytest.mark.postgres
def test_entry_would_be_accepted_twice_without_the_locks(monkeypatch: Any):
    monkeypatch.setattr(checking, "_locked", unlocked)
    assert check_twice_at_once(monkeypatch) == [None, None]
    assert Decision.objects.count() == Message.objects.count() == 2


def check_while_overriding(monkeypatch: Any) -> list[Any]:
    """The check has read what is there before the person writes, and writes after that."""
    meeting = Meeting(2)
    known = checking._known_checks
    note = overriding._noted

    def read_and_wait(entries: Any) -> Any:
        read = known(entries)
        meeting.wait()
        return read

    def wait_and_note(*args: Any) -> Any:
        meeting.wait()
        return note(*args)

    moderator = User.objects.create_superuser("moderator@example.org")
    entry = build_known_entry(build_campaign(max_seconds=30))
    check(entry)
    # Something new to write: the video is known to be longer still.
    Entry.objects.update(seconds=50)
    monkeypatch.setattr(checking, "_known_checks", read_and_wait)
    monkeypatch.setattr(overriding, "_noted", wait_and_note)
    return each_once(
        lambda: check(entry),
        lambda: overriding.override_check(
            entry_id=entry.pk, rule="duration", by=moderator, at=timezone.now(), reason="A play."
        ),
    )


def assert_override_stands_with_the_newest_finding() -> None:
    duration = Check.objects.get(rule="duration")
    assert (duration.outcome, duration.found) == ("overridden", "fail")
    assert duration.evidence["seconds"] == 50
    assert Entry.objects.get().proposal == "accept"


def test_override_is_not_lost_to_a_check_at_the_same_moment(monkeypatch: Any):
    results = check_while_overriding(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Entry", "NoneType"]
    assert_override_stands_with_the_newest_finding()


@pytest.mark.postgres
def test_override_would_be_lost_without_the_locks(monkeypatch: Any):
    monkeypatch.setattr(checking, "_locked", unlocked)
    check_while_overriding(monkeypatch)
    duration = Check.objects.get(rule="duration")
    # It counts as not met, although a person's word is there.
    assert (duration.outcome, duration.override_reason) == ("fail", "A play.")
