"""Decisions about entries: the whole table of states and verbs, phases, reasons, notices."""

import pytest
from django.utils import timezone, translation

from contests.phases import Phase
from entries.models import Decision, Entry
from entries.moderation import (
    MOVES,
    NEEDS_REASON,
    PHASES,
    Verb,
    accept_entry,
    disqualify_entry,
    is_possible,
    reject_entry,
    withdraw_entry,
)
from entries.refusal import EntryRefused
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.deciding import decided

STATES = list(Entry.Status)
REFUSALS = {
    Verb.ACCEPT: "not_received",
    Verb.REJECT: "not_received",
    Verb.ASK: "not_received",
    Verb.DISQUALIFY: "not_accepted",
    Verb.WITHDRAW: "withdrawn_already",
}


def refusal_of(entry, verb, **fields):
    with pytest.raises(EntryRefused) as caught:
        decided(entry, verb, **fields)
    return caught.value


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("verb", list(Verb))
def test_decide_follows_the_table(db: None, status: str, verb: Verb):
    entry = build_entry(build_campaign(), status=status, submitted_by=personas.creator())
    before = entry.status_reason
    expected = MOVES.get((status, verb))
    if expected is None:
        assert refusal_of(entry, verb).code == REFUSALS[verb]
        entry.refresh_from_db()
        assert (entry.status, entry.status_reason) == (status, before)
        assert Decision.objects.count() == 0
        return
    decided(entry, verb)
    entry.refresh_from_db()
    told = "" if verb is Verb.ASK else "Off topic."
    assert (entry.status, entry.status_reason) == (expected, told)
    assert (entry.asked_at is not None) == (verb is Verb.ASK)
    decision = Decision.objects.get()
    assert (decision.from_status, decision.to_status, decision.verb) == (status, expected, verb)
    assert (decision.by, decision.reason) == (personas.moderator(), "Off topic.")


def test_moves_are_those_of_the_design():
    received, accepted, rejected, disqualified, withdrawn = STATES
    assert {(source, str(verb), target) for (source, verb), target in MOVES.items()} == {
        (received, "accept", accepted),
        (received, "reject", rejected),
        (received, "ask", received),
        (accepted, "disqualify", disqualified),
        (received, "withdraw", withdrawn),
        (accepted, "withdraw", withdrawn),
        (rejected, "withdraw", withdrawn),
        (disqualified, "withdraw", withdrawn),
    }


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (Verb.ACCEPT, Entry.Status.RECEIVED),
        (Verb.REJECT, Entry.Status.RECEIVED),
        (Verb.ASK, Entry.Status.RECEIVED),
        (Verb.DISQUALIFY, Entry.Status.ACCEPTED),
        (Verb.WITHDRAW, Entry.Status.ACCEPTED),
    ],
)
def test_decide_in_each_phase(db: None, verb: Verb, status: str, phase: Phase):
    campaign = build_campaign(phase=phase)
    entry = build_entry(campaign, status=status, submitted_by=personas.creator())
    assert is_possible(entry, verb, at=timezone.now()) == (phase in PHASES[verb])
    if phase in PHASES[verb]:
        decided(entry, verb)
        assert Entry.objects.get().status == MOVES[status, verb]
        return
    expected = "announced" if verb is Verb.WITHDRAW else "not_in_this_phase"
    assert refusal_of(entry, verb).code == expected
    assert Entry.objects.get().status == status


@pytest.mark.parametrize("verb", sorted(NEEDS_REASON))
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decide_against_an_entry_needs_a_reason(db: None, verb: Verb, reason: str):
    status = next(status for status, known in MOVES if known == verb)
    entry = build_entry(build_campaign(), status=status)
    entry.submitted_by = personas.creator()
    entry.save()
    code = "question_missing" if verb is Verb.ASK else "reason_missing"
    assert refusal_of(entry, verb, reason=reason).code == code


def test_decide_waits_for_the_confirmed_address(db: None):
    entry = build_entry(build_campaign(), status="received", confirmed_at=None)
    assert refusal_of(entry, Verb.ACCEPT).code == "not_confirmed"


def test_second_moderator_reads_who_decided_and_when(db: None):
    campaign = build_campaign(time_zone="Asia/Almaty")
    entry = build_entry(campaign, status="received")
    at = timezone.now().replace(hour=9, minute=5)
    accept_entry(entry_id=entry.pk, by=personas.moderator(), at=at)
    refused = refusal_of(entry, Verb.REJECT, by=personas.manager())
    assert refused.code == "decided_meanwhile"
    assert "Moderator decided" in refused.message
    assert "14:05" in refused.message
    assert "accepted" in refused.message


def test_refusal_speaks_the_language_of_its_reader(db: None):
    entry = build_entry(build_campaign(), status="received")
    accept_entry(entry_id=entry.pk, by=personas.moderator(), at=timezone.now())
    refused = refusal_of(entry, Verb.ACCEPT)
    english = refused.message
    with translation.override("ru"):
        assert refused.message != english


def test_every_refusal_can_be_said():
    class _Anything(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    for code, sentence in EntryRefused.messages.items():
        assert str(sentence) % _Anything(), code


def test_withdraw_by_the_one_who_entered(db: None):
    entry = build_entry(build_campaign(), submitted_by=personas.creator())
    withdraw_entry(entry_id=entry.pk, by=personas.creator(), at=timezone.now())
    assert Entry.objects.get().status == Entry.Status.WITHDRAWN


def test_withdraw_by_a_stranger_is_refused(db: None):
    entry = build_entry(build_campaign(), submitted_by=personas.creator())
    assert refusal_of(entry, Verb.WITHDRAW, by=personas.stranger()).code == "not_yours"
    assert Entry.objects.get().status == Entry.Status.ACCEPTED


@pytest.mark.parametrize(
    ("verb", "status", "purpose"),
    [
        (accept_entry, "received", "entry_accepted"),
        (reject_entry, "received", "entry_rejected"),
        (disqualify_entry, "accepted", "entry_disqualified"),
    ],
)
def test_decision_is_told_by_a_draft(db: None, verb, status: str, purpose: str):
    entry = build_entry(build_campaign(), status=status, submitted_by=personas.creator())
    verb(
        entry_id=entry.pk, by=personas.moderator(), at=timezone.now(), reason="Шу\u0301 <тым> & co"
    )
    message = Message.objects.get()
    assert (message.purpose, message.recipient) == (purpose, personas.creator())
    assert message.topic == entry.campaign.slug
    assert message.status == Message.Status.DRAFT
    assert entry.url in message.body
    assert f"/en/my/{entry.pk}/" in message.body
    assert ("Шу\u0301 <тым> & co" in message.body) == (purpose != "entry_accepted")


def test_decision_is_told_in_the_creators_language(db: None):
    reader = personas.make_person("aigerim", language="kk")
    entry = build_entry(build_campaign(), status="received", submitted_by=reader)
    accept_entry(entry_id=entry.pk, by=personas.moderator(), at=timezone.now())
    message = Message.objects.get()
    assert message.language == "kk"
    assert f"/kk/my/{entry.pk}/" in message.body


@pytest.mark.parametrize("submitted", [True, False])
def test_nothing_is_told_without_a_reader_or_a_reason_to(db: None, submitted: bool):
    person = personas.creator() if submitted else None
    entry = build_entry(build_campaign(), status="received", submitted_by=person)
    if submitted:
        withdraw_entry(entry_id=entry.pk, by=personas.creator(), at=timezone.now())
    else:
        accept_entry(entry_id=entry.pk, by=personas.moderator(), at=timezone.now())
    assert Message.objects.count() == 0
