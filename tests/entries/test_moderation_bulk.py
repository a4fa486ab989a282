"""Deciding about many entries at once: each by itself, named reasons, nothing twice."""

from uuid import uuid4

import pytest
from django.utils import timezone

from contests.models import RejectionReason
from entries.bulk_moderation import decide_in_bulk
from entries.models import Decision, Entry
from entries.moderation import Verb
from entries.reasons import Reason
from entries.undoing import undo_batch
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign
from tests.entries.deciding import build_waiting, decided


def decide_all(entries, verb=Verb.ACCEPT, *, by=None, batch=None, seen=None, **reason):
    return decide_in_bulk(
        seen=seen or {entry.pk: 0 for entry in entries},
        verb=verb,
        by=by or personas.moderator(),
        at=timezone.now(),
        reason=Reason(**reason),
        batch=batch or uuid4(),
    )


def build_reason(campaign, **texts):
    return RejectionReason.objects.create(campaign=campaign, **texts)


@pytest.mark.parametrize(
    ("verb", "status", "purpose"),
    [
        (Verb.ACCEPT, "accepted", "entry_accepted"),
        (Verb.REJECT, "rejected", "entry_rejected"),
        (Verb.ASK, "received", "entry_question"),
    ],
)
def test_bulk_decides_about_each(db: None, verb: Verb, status: str, purpose: str):
    campaign, batch = build_campaign(), uuid4()
    entries = [build_waiting(campaign) for _ in range(3)]
    outcome = decide_all(entries, verb, batch=batch, words="Why so?")
    assert (outcome.done, outcome.refused) == (entries, [])
    assert set(Entry.objects.values_list("status", flat=True)) == {status}
    assert not Entry.objects.waiting().exists()
    assert Decision.objects.filter(batch=batch, by=personas.moderator()).count() == 3
    assert Message.objects.filter(purpose=purpose).count() == 3


def test_bulk_names_what_was_decided_meanwhile_and_does_the_rest(db: None):
    campaign = build_campaign()
    entries = [build_waiting(campaign) for _ in range(4)]
    decided(entries[0], Verb.REJECT, by=personas.manager())
    decided(entries[2], Verb.ASK, by=personas.manager())
    outcome = decide_all(entries)
    assert outcome.done == [entries[1], entries[3]]
    assert [entry for entry, _ in outcome.refused] == [entries[0], entries[2]]
    assert {said.code for _, said in outcome.refused} == {"decided_meanwhile"}
    assert "Manager decided about this entry meanwhile" in outcome.refused[0][1].message
    assert [entry.status for entry in Entry.objects.order_by("pk")] == [
        "rejected",
        "accepted",
        "received",
        "accepted",
    ]


def test_bulk_refuses_each_for_its_own_reason(db: None):
    campaign = build_campaign(guardian_age=16)
    fine = build_waiting(campaign)
    breaking = build_waiting(campaign, proposal="reject")
    young = build_waiting(campaign, declared_age=12)
    outcome = decide_all([fine, breaking, young])
    assert outcome.done == [fine]
    assert {entry: said.code for entry, said in outcome.refused} == {
        breaking: "breaks_a_rule",
        young: "guardian_missing",
    }


def test_bulk_sent_twice_decides_nothing_twice(db: None):
    campaign, batch = build_campaign(), uuid4()
    entries = [build_waiting(campaign) for _ in range(2)]
    for _ in range(2):
        outcome = decide_all(entries, Verb.REJECT, batch=batch, words="No.")
        assert (outcome.done, outcome.refused) == (entries, [])
    assert Decision.objects.count() == Message.objects.count() == 2


def test_bulk_sees_that_its_entries_were_undone(db: None):
    """The confirmation page of the first moderator is older than what the second one did."""
    entry = build_waiting()
    batch = uuid4()
    decide_all([entry], by=personas.manager(), batch=batch)
    undo_batch(batch=batch, by=personas.manager(), at=timezone.now())
    outcome = decide_all([entry])
    assert [said.code for _, said in outcome.refused] == ["decided_meanwhile"]


def test_reason_of_the_list_is_told_in_each_creators_language(db: None):
    campaign = build_campaign()
    reason = build_reason(campaign, text_en="Not about books.", text_kk="Кітап туралы емес.")
    english = build_waiting(campaign)
    kazakh = build_waiting(campaign, submitted_by=personas.make_person("aigerim", language="kk"))
    imported = build_waiting(campaign, submitted_by=None)
    decide_all([english, kazakh, imported], Verb.REJECT, chosen=reason, words="Sorry!")
    told = {entry: entry.status_reason for entry in Entry.objects.all()}
    assert told == {
        english: "Not about books.\n\nSorry!",
        kazakh: "Кітап туралы емес.\n\nSorry!",
        # The first language of the campaign, where nobody entered the video here.
        imported: "Кітап туралы емес.\n\nSorry!",
    }
    assert "Кітап туралы емес." in Message.objects.get(language="kk").body


def test_reason_of_another_campaign_is_not_told(db: None):
    reason = build_reason(build_campaign(), text_en="Not about books.")
    entry = build_waiting()
    outcome = decide_all([entry], Verb.REJECT, chosen=reason)
    assert [said.code for _, said in outcome.refused] == ["reason_missing"]
