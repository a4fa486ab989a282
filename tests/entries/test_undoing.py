"""Undoing: what comes back, for how long, and what stands in the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from entries.asking import answer_question
from entries.checking import check_entries
from entries.history import history_of
from entries.models import Decision, Entry
from entries.moderation import Verb, withdraw_entry
from entries.undoing import UNDO_WITHIN, last_act, undo_batch, undo_decision
from outbox.models import Message
from outbox.release import hold_messages, release_messages
from tests import personas
from tests.builders import build_campaign, build_creator
from tests.entries.deciding import build_waiting, decided, refusal, verbs_of

NOW = timezone.now()
UNDOABLE = [Verb.ACCEPT, Verb.REJECT, Verb.ASK]


def undo(decision: Decision, *, by=None, at=None):
    by = by or personas.moderator()
    return undo_decision(decision_id=decision.pk, by=by, at=at or decision.at)


@pytest.mark.parametrize("verb", UNDOABLE)
def test_undone_entry_waits_again_and_nothing_is_told(db: None, verb: Verb):
    entry = build_waiting()
    decision = decided(entry, verb)
    assert Message.objects.count() == 1
    undo(decision)
    entry.refresh_from_db()
    assert (entry.status, entry.status_reason, entry.asked_at) == ("received", "", None)
    assert list(Entry.objects.waiting()) == [entry]
    assert not Message.objects.exists()
    assert verbs_of(entry) == [verb, "undo"]
    step = entry.decisions.get(verb="undo")
    assert (step.from_status, step.to_status) == (decision.to_status, "received")
    assert step.by == personas.moderator()


def test_undone_decision_is_not_told_to_the_creator(db: None):
    entry = build_waiting()
    undo(decided(entry, Verb.REJECT))
    decided(entry, Verb.ACCEPT, reason="")
    told = [str(event.sentence) for event in history_of(entry)]
    assert told == ["The organisers accepted it."]


def test_undoing_restores_an_open_question(db: None):
    entry = build_waiting()
    asked = decided(entry, Verb.ASK)
    for _ in range(2):
        undo(decided(entry, Verb.REJECT))
        entry.refresh_from_db()
        assert entry.asked_at == asked.at


def test_undo_is_possible_for_ten_minutes(db: None):
    decision = decided(build_waiting(), Verb.ACCEPT)
    late = decision.at + UNDO_WITHIN
    assert refusal(undo, decision=decision, at=late).code == "undo_too_late"
    undo(decision, at=late - timedelta(seconds=1))


def test_undo_is_for_ones_own_decisions(db: None):
    decision = decided(build_waiting(), Verb.ACCEPT)
    assert refusal(undo, decision=decision, by=personas.manager()).code == "not_undoable"


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.DISQUALIFY])
def test_what_was_ended_is_not_undone(db: None, verb: Verb):
    entry = build_waiting()
    decided(entry, Verb.ACCEPT)
    assert refusal(undo, decision=decided(entry, verb)).code == "not_undoable"


def test_undo_twice_is_undone_once(db: None):
    entry = build_waiting()
    decision = decided(entry, Verb.ACCEPT)
    undo(decision)
    assert refusal(undo, decision=decision).code == "undone_already"
    assert verbs_of(entry) == ["accept", "undo"]


def test_undo_stops_where_somebody_went_on(db: None):
    entry = build_waiting()
    decision = decided(entry, Verb.ACCEPT)
    withdraw_entry(entry_id=entry.pk, by=personas.creator(), at=decision.at)
    refused = refusal(undo, decision=decision)
    assert refused.code == "decided_meanwhile"
    assert "Creator decided" in refused.message
    asked = build_waiting()
    question = decided(asked, Verb.ASK)
    answer_question(entry_id=asked.pk, by=personas.creator(), at=question.at, answer="Yes.")
    assert refusal(undo, decision=question).code == "decided_meanwhile"


def test_undo_is_refused_once_the_mail_is_on_its_way(db: None):
    entry = build_waiting()
    decision = decided(entry, Verb.REJECT)
    release_messages(message_ids=[Message.objects.get().pk], by=None, at=NOW)
    assert refusal(undo, decision=decision).code == "notice_left"
    entry.refresh_from_db()
    assert (entry.status, verbs_of(entry)) == ("rejected", ["reject"])


def test_mail_held_back_does_not_stop_undoing(db: None):
    decision = decided(build_waiting(), Verb.REJECT)
    hold_messages(message_ids=[Message.objects.get().pk], by=None, at=NOW)
    undo(decision)
    assert not Message.objects.exists()


def test_undo_is_refused_after_the_announcement(db: None):
    campaign = build_campaign()
    decision = decided(build_waiting(campaign), Verb.ACCEPT)
    type(campaign).objects.filter(pk=campaign.pk).update(
        closes_at=decision.at, announced_at=decision.at
    )
    assert refusal(undo, decision=decision).code == "not_in_this_phase"


def test_entry_that_comes_back_takes_its_place_again(db: None):
    campaign, creator = build_campaign(max_entries_per_creator=1), build_creator()
    first, second = (
        build_waiting(campaign, creator=creator, received_at=NOW - timedelta(hours=hours))
        for hours in (2, 1)
    )
    check_entries(campaign_id=campaign.pk, entry_ids=[first.pk, second.pk], at=NOW)

    def number_of_second() -> str:
        return str(second.checks.get(rule="number").outcome)

    assert number_of_second() == "fail"
    decision = decided(first, Verb.REJECT)
    assert number_of_second() == "pass"
    undo(decision)
    assert number_of_second() == "fail"


def test_entry_without_a_reader_is_undone_too(db: None):
    entry = build_waiting(submitted_by=None)
    undo(decided(entry, Verb.ACCEPT))
    assert verbs_of(entry) == ["accept", "undo"]


def test_batch_is_undone_but_for_what_went_on(db: None):
    campaign, batch = build_campaign(), uuid4()
    entries = [build_waiting(campaign) for _ in range(3)]
    for entry in entries:
        decided(entry, Verb.ACCEPT, batch=batch)
    other = build_waiting(campaign)
    decided(other, Verb.ACCEPT)
    withdraw_entry(entry_id=entries[1].pk, by=personas.creator(), at=timezone.now())
    outcome = undo_batch(batch=batch, by=personas.moderator(), at=timezone.now())
    assert outcome.done == [entries[0], entries[2]]
    assert [(entry, said.code) for entry, said in outcome.refused] == [
        (entries[1], "decided_meanwhile")
    ]
    assert set(Entry.objects.waiting()) == {entries[0], entries[2]}
    other.refresh_from_db()
    assert other.status == "accepted"


def test_batch_of_somebody_else_is_left_alone(db: None):
    batch = uuid4()
    decided(build_waiting(), Verb.ACCEPT, batch=batch)
    outcome = undo_batch(batch=batch, by=personas.manager(), at=timezone.now())
    assert (outcome.done, outcome.refused) == ([], [])


def act_of(by=None):
    act = last_act(by=by or personas.moderator(), at=timezone.now())
    return (act.decision, act.count) if act else None


def test_last_act_is_the_newest_that_stands(db: None):
    campaign, batch = build_campaign(), uuid4()
    assert act_of() is None
    one = decided(build_waiting(campaign), Verb.ACCEPT)
    both = [decided(build_waiting(campaign), Verb.REJECT, batch=batch) for _ in range(2)]
    decided(build_waiting(campaign), Verb.ACCEPT, by=personas.manager())
    decided(build_waiting(campaign), Verb.WITHDRAW)
    assert act_of() == (both[1], 2)
    undo(both[1])
    assert act_of() == (both[0], 1)
    undo(both[0])
    assert act_of() == (one, 1)
    undo(one)
    assert act_of() is None


def test_last_act_is_forgotten_after_ten_minutes(db: None):
    decided(build_waiting(), Verb.ACCEPT, at=timezone.now() - UNDO_WITHIN)
    assert act_of() is None
