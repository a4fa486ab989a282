"""Two at once: bulk and single, undoing and going on, undoing and sending. Each also unguarded."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from entries import moderation, undoing
from entries.bulk_moderation import Outcome, decide_in_bulk
from entries.models import Decision, Entry
from entries.moderation import Verb, decide
from entries.reasons import Reason
from entries.refusal import EntryRefused
from entries.undoing import undo_decision
from outbox import release
from outbox.models import Message
from outbox.release import EDITABLE, MailRefused, release_messages
from tests.builders import build_campaign, build_entry
from tests.entries.deciding import verbs_of
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def each_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do different things at the same moment; what each returned or raised."""
    waiting = iter(acts)

    def do_the_next() -> Any:
        return next(waiting)()

    return at_once(len(acts), do_the_next)


def build_people() -> tuple[User, User, User]:
    return (
        User.objects.create_user("creator@example.org"),
        User.objects.create_superuser("first@example.org", name="First"),
        User.objects.create_superuser("second@example.org", name="Second"),
    )


def unlocked_entry(entry_id: int) -> Entry:
    """What lock_entry is without its locks."""
    return Entry.objects.select_related("campaign", "creator", "submitted_by").get(pk=entry_id)


def meet_before_writing(monkeypatch: Any) -> None:
    """Whoever decides or undoes has looked at the entry before the other one writes."""
    meeting = Meeting(2)
    check, withdraw = moderation._check_circumstances, undoing.withdraw_draft

    def check_and_wait(*args: Any) -> None:
        check(*args)
        meeting.wait()

    def wait_and_withdraw(*, key: str) -> bool:
        meeting.wait()
        return withdraw(key=key)

    monkeypatch.setattr(moderation, "_check_circumstances", check_and_wait)
    monkeypatch.setattr(undoing, "withdraw_draft", wait_and_withdraw)


def take_the_locks_out(monkeypatch: Any) -> None:
    monkeypatch.setattr(moderation, "lock_entry", unlocked_entry)
    monkeypatch.setattr(undoing, "lock_entry", unlocked_entry)


def decide_singly_and_in_bulk(monkeypatch: Any) -> tuple[Entry, list[Any]]:
    creator, first, second = build_people()
    entry = build_entry(build_campaign(), status="received", submitted_by=creator)
    meet_before_writing(monkeypatch)
    at = timezone.now()
    results = each_once(
        lambda: decide_in_bulk(
            seen={entry.pk: 0}, verb=Verb.ACCEPT, by=first, at=at, reason=Reason(), batch=uuid4()
        ),
        lambda: decide(entry_id=entry.pk, verb=Verb.REJECT, by=second, at=at, reason="No.", seen=0),
    )
    return entry, results


def test_entry_decided_singly_and_in_bulk_at_once_has_one_decision(monkeypatch: Any):
    entry, results = decide_singly_and_in_bulk(monkeypatch)
    outcome = next(result for result in results if isinstance(result, Outcome))
    single = next(result for result in results if result is not outcome)
    if verbs_of(entry) == ["accept"]:
        assert outcome.done == [entry]
        refused = single
    else:
        assert verbs_of(entry) == ["reject"]
        assert (outcome.done, single) == ([], entry)
        ((_left, refused),) = outcome.refused
    assert isinstance(refused, EntryRefused)
    assert refused.code == "decided_meanwhile"
    assert str(Decision.objects.get().by) in refused.message
    assert Message.objects.count() == 1


@pytest.mark.postgres
def test_entry_would_be_decided_singly_and_in_bulk_without_the_lock(monkeypatch: Any):
    take_the_locks_out(monkeypatch)
    entry, results = decide_singly_and_in_bulk(monkeypatch)
    assert {type(result) for result in results} == {Outcome, Entry}
    assert sorted(verbs_of(entry)) == ["accept", "reject"]


def undo_while_another_goes_on(monkeypatch: Any) -> tuple[Entry, list[Any]]:
    """One takes the acceptance back, the other disqualifies what is accepted."""
    creator, first, second = build_people()
    entry = build_entry(build_campaign(), status="received", submitted_by=creator)
    at = timezone.now()
    decide(entry_id=entry.pk, verb=Verb.ACCEPT, by=first, at=at)
    decision = entry.decisions.get()
    meet_before_writing(monkeypatch)
    fields: dict[str, Any] = {"by": second, "at": at, "reason": "Bought.", "seen": decision.pk}
    results = each_once(
        lambda: undo_decision(decision_id=decision.pk, by=first, at=at),
        lambda: decide(entry_id=entry.pk, verb=Verb.DISQUALIFY, **fields),
    )
    return entry, results


def test_undoing_and_going_on_at_once_is_one_of_both(monkeypatch: Any):
    entry, results = undo_while_another_goes_on(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Entry", "EntryRefused"]
    refused = next(result for result in results if isinstance(result, EntryRefused))
    assert refused.code == "decided_meanwhile"
    entry.refresh_from_db()
    undone = verbs_of(entry) == ["accept", "undo"]
    assert undone or verbs_of(entry) == ["accept", "disqualify"]
    assert entry.status == ("received" if undone else "disqualified")
    purposes = {message.purpose for message in Message.objects.all()}
    assert purposes == (set() if undone else {"entry_accepted", "entry_disqualified"})


@pytest.mark.postgres
def test_undoing_and_going_on_would_both_happen_without_the_lock(monkeypatch: Any):
    take_the_locks_out(monkeypatch)
    entry, results = undo_while_another_goes_on(monkeypatch)
    assert [type(result) for result in results] == [Entry, Entry]
    assert sorted(verbs_of(entry)) == ["accept", "disqualify", "undo"]


def test_undo_pressed_twice_at_once_is_undone_once():
    creator, first, _second = build_people()
    entry = build_entry(build_campaign(), status="received", submitted_by=creator)
    at = timezone.now()
    decide(entry_id=entry.pk, verb=Verb.ACCEPT, by=first, at=at)
    decision = entry.decisions.get()
    results = at_once(2, lambda: undo_decision(decision_id=decision.pk, by=first, at=at))
    assert sorted(type(result).__name__ for result in results) == ["Entry", "EntryRefused"]
    refused = next(result for result in results if isinstance(result, EntryRefused))
    assert refused.code == "undone_already"
    assert verbs_of(entry) == ["accept", "undo"]


def undo_while_the_mail_is_released(monkeypatch: Any, meeting: Meeting) -> tuple[Entry, list[Any]]:
    """The release has its mail in hand while the decision behind it is taken back."""
    creator, first, _second = build_people()
    entry = build_entry(build_campaign(), status="received", submitted_by=creator)
    at = timezone.now()
    decide(entry_id=entry.pk, verb=Verb.REJECT, by=first, at=at, reason="No.")
    decision, message = entry.decisions.get(), Message.objects.get()
    move = release._move

    def move_and_wait(*args: Any, **fields: Any) -> list[Message]:
        messages = move(*args, **fields)
        meeting.wait()
        return messages

    monkeypatch.setattr(release, "_move", move_and_wait)
    results = each_once(
        lambda: undo_decision(decision_id=decision.pk, by=first, at=at),
        lambda: release_messages(message_ids=[message.pk], by=first, at=at),
    )
    return entry, results


def test_undoing_and_releasing_the_mail_at_once_is_one_of_both(monkeypatch: Any):
    entry, results = undo_while_the_mail_is_released(monkeypatch, Meeting(2))
    if 1 in results:
        refused = next(result for result in results if result != 1)
        assert isinstance(refused, EntryRefused)
        assert refused.code == "notice_left"
        assert Message.objects.get().status == "released"
        assert verbs_of(entry) == ["reject"]
    else:
        assert {type(result) for result in results} == {Entry, MailRefused}
        assert not Message.objects.exists()
        assert verbs_of(entry) == ["reject", "undo"]


@pytest.mark.postgres
def test_released_mail_would_vanish_without_the_lock(monkeypatch: Any):
    meeting = Meeting(2)

    def withdraw_unlocked(*, key: str) -> bool:
        message = Message.objects.get(key=key)
        meeting.wait()
        assert message.status in EDITABLE
        message.delete()
        return True

    monkeypatch.setattr(undoing, "withdraw_draft", withdraw_unlocked)
    entry, results = undo_while_the_mail_is_released(monkeypatch, meeting)
    assert {type(result) for result in results} == {Entry, int}
    assert verbs_of(entry) == ["reject", "undo"]
    assert not Message.objects.exists()
