"""Where scripts run: the answer takes the card's place. And undoing, with scripts and without."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from entries.models import Entry
from entries.moderation import Verb
from entries.undoing import UNDO_WITHIN
from outbox.models import Message
from outbox.release import release_messages
from tests import personas
from tests.builders import build_campaign
from tests.entries.deciding import build_waiting, decided, verbs_of
from tests.entries.entering import sign_in
from tests.entries.queueing import IN_PLACE, QUEUE, UNDO, send


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def undo(client: Client, decision, *, headers=None, query: str = ""):
    data = {"decision": getattr(decision, "pk", decision)}
    return client.post(UNDO + query, data, follow=True, headers=headers or {})


def test_decision_is_answered_in_the_cards_place(desk: Client):
    entry = build_waiting()
    build_waiting(entry.campaign)
    answer = send(desk, entry, "accept", headers=IN_PLACE).content.decode()
    assert answer.lstrip().startswith("<article")
    assert "is accepted." in answer
    assert f'name="decision" value="{entry.decisions.get().pk}"' in answer
    assert answer.count("data-card") == 2  # its own, and the place that undoing goes to


def test_refused_decision_shows_the_card_again(desk: Client):
    entry = build_waiting()
    answer = send(desk, entry, "reject", headers=IN_PLACE).content.decode()
    assert f'id="entry-{entry.pk}"' in answer
    assert "Tell the creator why." in answer
    assert verbs_of(entry) == []


def test_what_another_decided_is_said_in_the_cards_place(desk: Client):
    entry = build_waiting()
    decided(entry, Verb.ACCEPT, by=personas.manager())
    answer = send(desk, entry, "reject", "No.", headers=IN_PLACE).content.decode()
    assert "Manager decided about this entry meanwhile" in answer
    assert "data-settled" in answer
    assert "<form" not in answer


def test_question_taken_back_in_place_is_not_undone(desk: Client):
    entry = build_waiting()
    decided(entry, Verb.ASK)
    answer = send(desk, entry, "take_back", headers=IN_PLACE).content.decode()
    assert "is taken back." in answer
    assert "data-undo" not in answer


def test_undone_card_is_back_in_its_place(desk: Client):
    entry = build_waiting()
    answer = undo(desk, decided(entry, Verb.REJECT), headers=IN_PLACE).content.decode()
    assert f'id="entry-{entry.pk}"' in answer
    # The card knows that it was undone, so that the next decision is no surprise.
    newest = entry.decisions.get(verb="undo").pk
    assert f'name="seen" value="{newest}"' in answer
    send(desk, entry, "accept", seen=newest)
    assert verbs_of(entry) == ["reject", "undo", "accept"]


def test_undo_leads_back_to_the_queue(desk: Client):
    entry = build_waiting()
    decision = decided(entry, Verb.REJECT)
    page = desk.get(QUEUE).content.decode()
    assert f"Your last decision: Reject, \u2068@{entry.creator.handle}\u2069." in page
    answer = undo(desk, decision, query=f"?campaign={entry.campaign_id}")
    assert answer.redirect_chain == [(f"{QUEUE}?campaign={entry.campaign_id}", 302)]
    assert "1 entry waits for a decision again." in answer.content.decode()
    assert "Your last decision" not in answer.content.decode()
    assert Entry.objects.get().status == "received"


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_undo_that_is_refused_says_why(desk: Client, headers: dict[str, str]):
    entry = build_waiting()
    decision = decided(entry, Verb.REJECT)
    release_messages(message_ids=[Message.objects.get().pk], by=None, at=timezone.now())
    answer = undo(desk, decision, headers=headers).content.decode()
    assert "has been told by mail already" in answer
    assert Entry.objects.get().status == "rejected"


def test_undo_of_a_batch_takes_all_of_it_back(desk: Client):
    campaign, batch = build_campaign(), uuid4()
    entries = [build_waiting(campaign) for _ in range(3)]
    decisions = [decided(entry, Verb.ACCEPT, batch=batch) for entry in entries]
    assert "Your last decision: Accept, 3 entries." in desk.get(QUEUE).content.decode()
    answer = undo(desk, decisions[2]).content.decode()
    assert "3 entries wait for a decision again." in answer
    assert set(Entry.objects.values_list("status", flat=True)) == {"received"}


def test_undo_of_a_batch_names_what_stays(desk: Client):
    campaign, batch = build_campaign(), uuid4()
    entries = [build_waiting(campaign) for _ in range(2)]
    decisions = [decided(entry, Verb.ACCEPT, batch=batch) for entry in entries]
    decided(entries[0], Verb.DISQUALIFY, by=personas.manager())
    answer = undo(desk, decisions[1]).content.decode()
    assert f"@{entries[0].creator.handle}\u2069: Manager decided" in answer
    assert "1 entry waits for a decision again." in answer


@pytest.mark.parametrize("decision", ["", "x", "999999", "9" * 30])
def test_undo_of_nothing_changes_nothing(desk: Client, decision: str):
    entry = build_waiting()
    decided(entry, Verb.ACCEPT)
    assert undo(desk, decision).status_code == 200
    assert verbs_of(entry) == ["accept"]


def test_undo_is_no_longer_offered_when_it_is_too_late(desk: Client):
    decided(build_waiting(), Verb.ACCEPT, at=timezone.now() - UNDO_WITHIN)
    assert "Your last decision" not in desk.get(QUEUE).content.decode()


def test_undo_of_anothers_decision_is_refused(desk: Client):
    entry = build_waiting()
    answer = undo(desk, decided(entry, Verb.ACCEPT, by=personas.manager()))
    assert "Only your own last decisions can be undone." in answer.content.decode()
    assert verbs_of(entry) == ["accept"]
