"""The moderators' queue: what is in it, deciding, being second, and who may enter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contests.models import RejectionReason
from contests.phases import Phase
from entries.asking import answer_question
from entries.models import Decision, Entry
from entries.moderation import Verb
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.deciding import build_waiting, decided, verbs_of
from tests.entries.entering import sign_in
from tests.entries.queueing import IN_PLACE, QUEUE, build_check, cards, send, shown

NOW = timezone.now()


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def test_queue_shows_what_waits_oldest_first(desk: Client):
    campaign = build_campaign()
    late = build_waiting(campaign, received_at=NOW)
    early = build_waiting(campaign, received_at=NOW - timedelta(hours=1))
    build_waiting(campaign, confirmed_at=None)
    for status in ("accepted", "rejected", "disqualified", "withdrawn"):
        build_entry(campaign, status=status)
    assert shown(desk) == [early, late]


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.ANNOUNCED, Phase.ARCHIVED])
def test_queue_leaves_out_what_cannot_be_decided_any_more(desk: Client, phase: Phase):
    build_waiting(build_campaign(phase=phase))
    assert shown(desk) == []


def test_accept_leads_to_the_next_one(desk: Client):
    campaign = build_campaign()
    first, second = build_waiting(campaign), build_waiting(campaign)
    query = f"?campaign={campaign.pk}"
    response = send(desk, first, "accept", query=query)
    assert response.redirect_chain == [(QUEUE + query, 302)]
    assert f"@{first.creator.handle}" in response.content.decode()
    assert shown(desk) == [second]
    first.refresh_from_db()
    assert first.status == "accepted"
    assert Decision.objects.get().by == personas.moderator()


def test_reject_tells_the_reason(desk: Client):
    entry = build_waiting()
    send(desk, entry, "reject", "Not about books.")
    entry.refresh_from_db()
    assert (entry.status, entry.status_reason) == ("rejected", "Not about books.")


@pytest.mark.parametrize(
    ("chosen", "words", "told"),
    [
        ("list", "", "Кітап туралы емес."),
        ("list", "Рахмет!", "Кітап туралы емес.\n\nРахмет!"),
        ("", "Рахмет!", "Рахмет!"),
        ("rules", "Рахмет!", "Бейне\n\nРахмет!"),
    ],
)
def test_reject_with_a_reason_of_the_list(
    desk: Client, monkeypatch, chosen: str, words: str, told: str
):
    monkeypatch.setattr("entries.reasons.proposed_reason", lambda _entry: "Бейне")
    campaign = build_campaign()
    reason = RejectionReason.objects.create(
        campaign=campaign, text_en="Not about books.", text_kk="Кітап туралы емес."
    )
    reader = personas.make_person("aigerim", language="kk")
    entry = build_waiting(campaign, submitted_by=reader, proposal="reject")
    page = desk.get(QUEUE).content.decode()
    assert "Not about books." in page
    assert "The rules that the video breaks" in page
    send(desk, entry, "reject", words, chosen=reason.pk if chosen == "list" else chosen)
    assert Entry.objects.get().status_reason == told


def test_reason_for_turning_down_is_none_for_accepting(desk: Client):
    """It is chosen already where a rule is broken; to accept takes words."""
    entry = build_waiting(proposal="reject")
    page = send(desk, entry, "accept", chosen="rules")
    assert "To accept it all the same, write why." in page.content.decode()
    send(desk, entry, "accept", "Seen in the library.", chosen="rules")
    assert Decision.objects.get().reason == "Seen in the library."


def test_reject_without_a_reason_keeps_the_entry(desk: Client):
    entry, other = build_waiting(), build_waiting()
    response = send(desk, entry, "reject", "  ")
    forms = {card.entry: card.form for card in response.context["shown"].cards}
    assert list(forms[entry].errors) == ["reason"]
    assert not forms[other].is_bound
    assert "Tell the creator why." in response.content.decode()
    assert Entry.objects.filter(status="received").count() == 2


def test_asked_entry_is_found_among_the_asked(desk: Client):
    entry = build_waiting()
    send(desk, entry, "ask", "Whose book is it?")
    assert (shown(desk), shown(desk, "?state=asked")) == ([], [entry])
    assert "Whose book is it?" in desk.get(f"{QUEUE}?state=asked").content.decode()
    answer_question(entry_id=entry.pk, by=personas.creator(), at=NOW, answer="My own.")
    page = desk.get(QUEUE).content.decode()
    assert "Whose book is it?" in page
    assert "My own." in page


def test_question_is_taken_back(desk: Client):
    entry = build_waiting()
    decided(entry, Verb.ASK, by=personas.manager())
    response = send(desk, entry, "take_back", query="?state=asked")
    assert response.redirect_chain == [(f"{QUEUE}?state=asked", 302)]
    assert shown(desk) == [entry]
    assert verbs_of(entry) == ["ask", "take_back"]


def test_nobody_is_asked_who_cannot_answer(desk: Client):
    imported, asked = build_waiting(submitted_by=None), build_waiting()
    decided(asked, Verb.ASK)
    (card,) = cards(desk)
    assert [verb for verb, _ in card.form.verbs] == ["accept", "reject"]
    (card,) = cards(desk, "?state=asked")
    assert [verb for verb, _ in card.form.verbs] == ["accept", "reject", "take_back"]
    page = send(desk, imported, "ask", "Who are you?")
    assert "nobody can be asked" in page.content.decode()


def test_second_moderator_reads_that_it_was_decided(desk: Client):
    entry = build_waiting()
    decided(entry, Verb.ACCEPT, by=personas.manager())
    response = send(desk, entry, "reject", "No.")
    assert "Manager decided about this entry meanwhile" in response.content.decode()
    assert Entry.objects.get().status == "accepted"


def test_second_moderator_learns_of_what_was_asked_and_answered(desk: Client):
    """The entry waits as before, but not as it was when the page was opened."""
    entry = build_waiting()
    decided(entry, Verb.ASK, by=personas.manager())
    answer_question(entry_id=entry.pk, by=personas.creator(), at=NOW, answer="My own.")
    response = send(desk, entry, "reject", "No.", seen=0)
    page = response.content.decode()
    assert "decided about this entry meanwhile" in page
    assert "My own." in page
    (card,) = response.context["shown"].cards
    # What was typed is there, and whoever presses again has read the card as it is now.
    assert (card.form["reason"].value(), card.form["seen"].value()) == ("No.", card.seen)
    send(desk, entry, "reject", "No.", seen=card.seen)
    assert Entry.objects.get().status == "rejected"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"entry": "x", "verb": "accept", "seen": "0"},
        {"entry": "1", "verb": "disqualify", "seen": "0"},
        {"entry": "999999", "verb": "accept", "seen": "0"},
        {"entry": "9" * 30, "verb": "accept", "seen": "0"},
    ],
)
@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_nonsense_decides_nothing(desk: Client, data: dict[str, str], headers: dict[str, str]):
    build_waiting()
    assert desk.post(QUEUE, data, headers=headers).status_code == 200
    assert Entry.objects.get().status == "received"


def test_enter_in_a_field_presses_no_button(desk: Client):
    """Browsers press the first one, which therefore does nothing; what was typed stays."""
    entry = build_waiting()
    page = send(desk, entry, "", "Off topic.").content.decode()
    assert page.index('name="verb" value=""') < page.index('name="verb" value="accept"')
    assert "Press one of the buttons." in page
    assert "Off topic." in page
    assert verbs_of(entry) == []


def test_nothing_is_decided_without_saying_what_was_read(desk: Client):
    entry = build_waiting()
    desk.post(QUEUE, {"entry": entry.pk, "verb": "accept"})
    assert Entry.objects.get().status == "received"


def test_queue_is_empty(desk: Client):
    assert "Nothing waits for a decision." in desk.get(QUEUE).content.decode()
    assert "No question waits for an answer." in desk.get(f"{QUEUE}?state=asked").content.decode()


def test_queue_goes_on_where_the_page_ended_whatever_was_decided(desk: Client):
    campaign = build_campaign()
    moments = [NOW - timedelta(minutes=number // 2) for number in range(25, 0, -1)]
    entries = [build_waiting(campaign, received_at=moment) for moment in moments]
    page = desk.get(QUEUE).context
    first = page["shown"]
    assert ([card.entry for card in first.cards], page["counts"].total) == (entries[:10], 25)
    for entry in entries[:5]:
        decided(entry, Verb.ACCEPT)
    page = desk.get(f"{QUEUE}?after={first.next_after}").context
    second = page["shown"]
    assert ([card.entry for card in second.cards], page["counts"].total) == (entries[10:20], 20)
    third = desk.get(f"{QUEUE}?after={second.next_after}").context["shown"]
    assert ([card.entry for card in third.cards], third.next_after) == (entries[20:], None)


@pytest.mark.parametrize("after", ["x", "0", "9" * 30])
def test_queue_after_nothing_begins_at_the_oldest(desk: Client, after: str):
    entry = build_waiting()
    assert shown(desk, f"?after={after}") == [entry]


def test_queue_takes_the_same_queries_whatever_its_length(desk: Client, django_assert_num_queries):
    campaigns = [build_campaign() for _ in range(3)]
    desk.get(QUEUE)
    for already, wanted in ((0, 1), (1, 3), (3, 30)):
        for number in range(already, wanted):
            entry = build_waiting(campaigns[number % 3])
            build_check(entry, "hashtag", "unknown")
            decided(entry, Verb.ACCEPT, by=personas.manager())
            Entry.objects.filter(pk=entry.pk).update(status="received")
        # Two for permissions; session, user, campaigns; which entries, entries, others of the
        # accounts; hashtags, reasons, categories, checks, proofs, decisions; counts, counts of
        # checks; the last act.
        with django_assert_num_queries(17):
            assert len(shown(desk)) == min(wanted, 10)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("moderator", 200),
        ("manager", 200),
        ("administrator", 200),
        ("announcer", 403),
        ("auditor", 403),
        ("judge", 302),
        ("creator", 302),
        ("stranger", 302),
    ],
)
@pytest.mark.parametrize("address", ["", "bulk/", "undo/"])
def test_queue_is_for_moderators(db: None, client: Client, name: str, status: int, address: str):
    entry = build_waiting()
    sign_in(client, getattr(personas, name)())
    expected = 302 if address and status == 200 else status
    assert client.get(QUEUE + address).status_code == expected
    data = {"entry": entry.pk, "verb": "accept", "seen": 0}
    answer = client.post(QUEUE + address, data)
    assert answer.status_code == (302 if status == 200 else status)
    decided_here = status == 200 and not address
    assert (Entry.objects.get().status == "accepted") == decided_here


def test_queue_sends_strangers_to_sign_in(db: None, client: Client):
    assert client.get(QUEUE).status_code == 302
