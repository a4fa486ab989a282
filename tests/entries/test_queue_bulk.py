"""Choosing several: the page that asks, what it does, and what it tells afterwards."""

import re
from typing import Any

import pytest
from django.test import Client

from contests.models import RejectionReason
from entries.admin.queue import bulk
from entries.models import Decision, Entry
from entries.moderation import Verb
from tests import personas
from tests.builders import build_campaign
from tests.entries.deciding import build_waiting, decided, verbs_of
from tests.entries.entering import sign_in
from tests.entries.queueing import BULK, QUEUE, seen


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def choose(client: Client, verb: str, entries=(), query: str = "", **fields: Any):
    """The page that asks, for ticked entries or for all that are filtered."""
    ticked = [f"{entry.pk}:{seen(entry)}" for entry in entries]
    return client.post(BULK + query, {"verb": verb, "entry": ticked, **fields}, follow=True)


def confirm(client: Client, asking, verb: str, query: str = "", **fields: Any):
    """Send the form of the page that asks."""
    page = asking.content.decode()
    hidden = re.findall(r'name="(batch|entry)" value="([^"]+)"', page)
    data = {name: [value for key, value in hidden if key == name] for name, _value in hidden}
    return client.post(BULK + query, {"verb": verb, **data, **fields}, follow=True)


def build_several(count: int, **fields: Any) -> list[Entry]:
    campaign = build_campaign()
    return [build_waiting(campaign, **fields) for _ in range(count)]


def test_bulk_asks_first(desk: Client):
    entries = build_several(3)
    page = choose(desk, "accept", entries[:2]).content.decode()
    assert "Accept 2 entries?" in page
    assert "They take part and everybody can see them." in page
    assert "Not checked yet" in page
    assert Decision.objects.count() == 0


def test_bulk_decides_after_the_nod_and_can_be_undone(desk: Client):
    entries = build_several(3)
    query = f"?campaign={entries[0].campaign_id}"
    answer = confirm(desk, choose(desk, "accept", entries[:2], query), "accept", query)
    assert answer.redirect_chain == [(QUEUE + query, 302)]
    page = answer.content.decode()
    assert "2 entries are accepted." in page
    assert "Your last decision: Accept, 2 entries." in page
    assert [entry.status for entry in Entry.objects.order_by("pk")] == [
        "accepted",
        "accepted",
        "received",
    ]


def test_bulk_takes_all_that_are_filtered(desk: Client):
    breaking = build_several(12, proposal="reject")
    other = build_waiting(breaking[0].campaign, proposal="accept")
    asking = choose(desk, "reject", query="?proposal=reject", all="1")
    assert "Reject 12 entries?" in asking.content.decode()
    confirm(desk, asking, "reject", "?proposal=reject", reason="No.")
    assert Entry.objects.filter(status="rejected").count() == 12
    assert verbs_of(other) == []


def test_bulk_takes_the_oldest_so_many_at_once(desk: Client, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 3)
    entries = build_several(5)
    asking = choose(desk, "accept", all="1")
    confirm(desk, asking, "accept")
    accepted = Entry.objects.filter(status="accepted")
    assert set(accepted) == set(entries[:3])


def test_bulk_names_who_decided_meanwhile_and_when(desk: Client):
    entries = build_several(3)
    asking = choose(desk, "accept", entries)
    decided(entries[1], Verb.REJECT, by=personas.manager())
    page = confirm(desk, asking, "accept").content.decode()
    assert "2 entries are accepted." in page
    assert "1 entry was left as it is" in page
    assert "Manager decided about this entry meanwhile, on " in page
    assert f"@{entries[1].creator.handle}" in page
    assert verbs_of(entries[1]) == ["reject"]


def test_bulk_sent_twice_tells_the_same(desk: Client):
    entries = build_several(2)
    asking = choose(desk, "accept", entries)
    for _ in range(2):
        assert "2 entries are accepted." in confirm(desk, asking, "accept").content.decode()
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [("reject", "Tell the creator why."), ("ask", "Write what you want to know.")],
)
def test_bulk_against_needs_words(desk: Client, verb: str, sentence: str):
    entries = build_several(2)
    asking = choose(desk, verb, entries)
    assert "Reject" in asking.content.decode() or verb == "ask"
    refused = confirm(desk, asking, verb, reason=" ")
    assert sentence in refused.content.decode()
    assert Decision.objects.count() == 0
    # The same page again, with the same batch: now with words.
    confirm(desk, refused, verb, reason="Why so?")
    assert Decision.objects.count() == 2


def test_bulk_gives_reasons_of_the_list_or_the_rules(desk: Client, monkeypatch):
    monkeypatch.setattr("entries.reasons.proposed_reason", lambda entry: f"Rule {entry.pk}.")
    one, other = build_several(2, proposal="reject")
    reason = RejectionReason.objects.create(campaign=one.campaign, text_en="Not about books.")
    asking = choose(desk, "reject", [one, other])
    assert "Not about books." in asking.content.decode()
    confirm(desk, choose(desk, "reject", [one]), "reject", chosen=reason.pk)
    confirm(desk, choose(desk, "reject", [other]), "reject", chosen="rules", reason="Sorry.")
    told = dict(Entry.objects.values_list("pk", "status_reason"))
    assert told == {one.pk: "Not about books.", other.pk: f"Rule {other.pk}.\n\nSorry."}


def test_bulk_of_several_campaigns_has_no_list(desk: Client):
    one, other = build_waiting(), build_waiting()
    RejectionReason.objects.create(campaign=one.campaign, text_en="Not about books.")
    page = choose(desk, "reject", [one, other]).content.decode()
    assert "Not about books." not in page
    assert "Not about books." in choose(desk, "reject", [one]).content.decode()


def test_bulk_asking_says_who_cannot_be_asked(desk: Client):
    entries = [*build_several(1), build_waiting(submitted_by=None)]
    asking = choose(desk, "ask", entries)
    assert "1 of them was not entered by anybody on this site." in asking.content.decode()
    page = confirm(desk, asking, "ask", reason="Who speaks?").content.decode()
    assert "1 creator is asked." in page
    assert "nobody can be asked" in page


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "accept"},
        {"verb": "withdraw", "entry": "1:0"},
        {"verb": "accept", "entry": ["x", "1", "1:x", ":", f"{'9' * 30}:0"]},
        {"verb": "accept", "entry": "999999:0"},
        {"entry": "1:0"},
    ],
)
def test_nonsense_in_bulk_decides_nothing(desk: Client, data: dict[str, Any]):
    build_waiting()
    assert desk.post(BULK, data, follow=True).status_code == 200
    assert Decision.objects.count() == 0


def test_bulk_of_nothing_says_so(desk: Client):
    build_waiting()
    assert "Choose at least one entry." in choose(desk, "accept").content.decode()
