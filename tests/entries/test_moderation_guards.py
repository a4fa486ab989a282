"""What stands in the way of a decision: rules, guardians, and what others decided meanwhile."""

import pytest
from django.utils import timezone

from entries.models import Check, Decision, Entry, GuardianConsent
from entries.moderation import Verb, decide
from entries.undoing import undo_decision
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.deciding import build_waiting, decided, refusal


def refusal_of(entry, verb, **fields):
    return refusal(decided, entry=entry, verb=verb, **fields)


def test_rules_accept_without_a_person(db: None):
    entry = build_entry(build_campaign(), status="received", submitted_by=personas.creator())
    decide(entry_id=entry.pk, verb=Verb.ACCEPT, by=None, at=timezone.now())
    assert Decision.objects.get().by is None
    assert Message.objects.get().purpose == "entry_accepted"
    refused = refusal_of(entry, Verb.REJECT)
    assert refused.code == "decided_meanwhile"
    assert refused.message.startswith("The rules decided about this entry meanwhile")


def test_rules_cannot_withdraw(db: None):
    entry = build_entry(build_campaign(), submitted_by=personas.creator())
    act = {"entry_id": entry.pk, "verb": Verb.WITHDRAW, "by": None, "at": timezone.now()}
    assert refusal(decide, **act).code == "not_yours"


def test_decision_on_what_was_read_is_taken(db: None):
    entry = build_waiting()
    decided(entry, Verb.ACCEPT, seen=0)
    seen = entry.decisions.get().pk
    decided(entry, Verb.DISQUALIFY, seen=seen)
    assert Entry.objects.get().status == "disqualified"


@pytest.mark.parametrize("shown_before", [True, False])
def test_decision_unawares_of_another_is_refused(db: None, shown_before: bool):
    """Also where the other one has been undone, so that the entry waits again."""
    entry = build_waiting()
    first = decided(entry, Verb.ASK, by=personas.manager())
    undo_decision(decision_id=first.pk, by=personas.manager(), at=first.at)
    refused = refusal_of(entry, Verb.ACCEPT, seen=first.pk if shown_before else 0)
    assert refused.code == "decided_meanwhile"
    assert "Manager decided" in refused.message
    assert "received" in refused.message
    undone = entry.decisions.get(verb="undo")
    decided(entry, Verb.ACCEPT, seen=undone.pk)


def build_check(entry, outcome: str, rule: str = "guardian"):
    overridden = outcome == "overridden"
    return Check.objects.create(
        entry=entry,
        rule=rule,
        outcome=outcome,
        checked_at=timezone.now(),
        overridden_at=timezone.now() if overridden else None,
        override_reason="Seen on paper." if overridden else "",
    )


@pytest.mark.parametrize(
    ("age", "outcome", "agreed", "is_missing"),
    [
        (12, None, False, True),
        (12, None, True, False),
        (12, "unknown", False, True),
        (12, "unknown", True, False),
        (12, "fail", False, True),
        (12, "pass", False, False),
        (12, "overridden", False, False),
        (16, None, False, False),
        (None, None, False, False),
        (None, "unknown", False, False),
        (None, "fail", False, True),
    ],
)
def test_guardian_has_to_agree_before_acceptance(
    db: None, age: int | None, outcome: str | None, agreed: bool, is_missing: bool
):
    entry = build_waiting(build_campaign(guardian_age=16), declared_age=age)
    if outcome:
        build_check(entry, outcome)
    GuardianConsent.objects.create(
        entry=entry,
        name="Mother",
        email="mother@example.org",
        language="kk",
        nonce="x",
        asked_at=timezone.now(),
        confirmed_at=timezone.now() if agreed else None,
    )
    if is_missing:
        assert refusal_of(entry, Verb.ACCEPT).code == "guardian_missing"
        decided(entry, Verb.REJECT)
    else:
        decided(entry, Verb.ACCEPT)


def test_entry_that_breaks_a_rule_is_accepted_only_with_a_reason(db: None):
    entry = build_waiting(proposal="reject")
    assert refusal_of(entry, Verb.ACCEPT, reason=" ").code == "breaks_a_rule"
    decided(entry, Verb.ACCEPT, reason="The jury asked for it.")
    assert Decision.objects.get().reason == "The jury asked for it."


@pytest.mark.parametrize("proposal", ["", "accept", "look"])
def test_entry_that_breaks_no_rule_needs_no_reason(db: None, proposal: str):
    decided(build_waiting(proposal=proposal), Verb.ACCEPT, reason="")


def test_message_of_an_undone_decision_does_not_come_back(db: None):
    entry = build_waiting()
    for _ in range(2):
        first = decided(entry, Verb.REJECT)
        undo_decision(decision_id=first.pk, by=personas.moderator(), at=first.at)
    decided(entry, Verb.ACCEPT)
    assert [message.purpose for message in Message.objects.all()] == ["entry_accepted"]
