"""Questions to creators: asked, answered, taken back; and the page of the answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from contests.phases import Phase
from entries.asking import answer_question, ask_creator, open_question, take_question_back
from entries.history import history_of
from entries.models import Entry
from entries.moderation import Verb
from outbox.models import Message
from outbox.release import release_messages
from tests import personas
from tests.builders import build_campaign
from tests.entries.deciding import build_waiting, decided, refusal, verbs_of
from tests.entries.entering import sign_in

NOW = timezone.now()
QUESTION = "Whose book is it?"


def build_asked(**fields):
    entry = build_waiting(**fields)
    ask_creator(entry_id=entry.pk, by=personas.moderator(), at=NOW, question=QUESTION)
    return Entry.objects.get(pk=entry.pk)


def answer_it(entry, *, by=None, answer="My own.", at=None):
    return answer_question(
        entry_id=entry.pk, by=by or personas.creator(), at=at or NOW, answer=answer
    )


def address(entry, language="en"):
    with translation.override(language):
        return reverse("entries:answer", args=[entry.pk])


def test_asked_entry_leaves_the_queue_until_it_is_answered(db: None):
    entry = build_asked()
    assert (entry.status, entry.asked_at, entry.status_reason) == ("received", NOW, "")
    assert not Entry.objects.waiting().exists()
    answer_it(entry)
    assert list(Entry.objects.waiting()) == [entry]
    assert verbs_of(entry) == ["ask", "answer"]
    answer = entry.decisions.get(verb="answer")
    assert (answer.by, answer.reason) == (personas.creator(), "My own.")


def test_question_is_told_in_the_creators_language(db: None):
    reader = personas.make_person("aigerim", language="kk")
    entry = build_asked(submitted_by=reader)
    message = Message.objects.get()
    assert (message.purpose, message.language) == ("entry_question", "kk")
    assert QUESTION in message.body
    assert address(entry, "kk") in message.body


def test_nobody_is_asked_twice_at_once(db: None):
    entry = build_asked()
    again = {"entry_id": entry.pk, "by": personas.manager(), "at": NOW, "question": "And?"}
    assert refusal(ask_creator, **again).code == "asked_already"
    answer_it(entry)
    ask_creator(**again)
    assert verbs_of(entry) == ["ask", "answer", "ask"]


def test_nobody_is_asked_about_an_imported_entry(db: None):
    entry = build_waiting(submitted_by=None)
    refused = refusal(
        ask_creator, entry_id=entry.pk, by=personas.moderator(), at=NOW, question="Who are you?"
    )
    assert refused.code == "nobody_to_ask"


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.REJECT, Verb.WITHDRAW])
def test_decision_without_the_answer_ends_the_question(db: None, verb: Verb):
    entry = build_asked()
    decided(entry, verb)
    assert entry.asked_at is None
    code = refusal(answer_it, entry=entry).code
    assert code == "no_question"


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.CANCELLED, Phase.ARCHIVED])
def test_answer_comes_too_late_once_nothing_is_decided_any_more(db: None, phase: Phase):
    entry = build_waiting(build_campaign(phase=phase), asked_at=NOW)
    assert refusal(answer_it, entry=entry).code == "no_question"


def test_answer_is_the_creators_alone(db: None):
    entry = build_asked()
    for by in (personas.stranger(), personas.moderator()):
        assert refusal(answer_it, entry=entry, by=by).code == "not_your_answer"


def test_answer_needs_words(db: None):
    assert refusal(answer_it, entry=build_asked(), answer=" \n").code == "answer_missing"


def test_question_taken_back_returns_the_entry_and_its_unsent_mail(db: None):
    entry = build_asked()
    take_question_back(entry_id=entry.pk, by=personas.manager(), at=NOW)
    entry.refresh_from_db()
    assert (entry.asked_at, open_question(entry)) == (None, None)
    assert not Message.objects.exists()
    assert verbs_of(entry) == ["ask", "take_back"]
    again = {"entry_id": entry.pk, "by": personas.manager(), "at": NOW}
    assert refusal(take_question_back, **again).code == "no_question"


def test_question_taken_back_leaves_a_mail_that_has_left(db: None):
    entry = build_asked()
    release_messages(message_ids=[Message.objects.get().pk], by=None, at=NOW)
    take_question_back(entry_id=entry.pk, by=personas.manager(), at=NOW)
    assert Message.objects.get().status == "released"


def test_question_is_not_taken_back_unawares_of_the_answer(db: None):
    entry = build_asked()
    seen = entry.decisions.get().pk
    answer_it(entry)
    refused = refusal(
        take_question_back, entry_id=entry.pk, by=personas.moderator(), at=NOW, seen=seen
    )
    assert refused.code == "decided_meanwhile"


def test_creator_reads_question_and_answer_in_the_history(db: None):
    entry = build_asked()
    answer_it(entry, at=NOW + timedelta(minutes=1))
    told = [(str(event.sentence), event.reason) for event in history_of(entry)]
    assert told == [("The organisers asked you something.", QUESTION), ("You answered.", "My own.")]


def test_page_shows_the_question_and_takes_the_answer(db: None, client: Client):
    entry = build_asked()
    sign_in(client, personas.creator())
    mine = client.get(f"/en/my/{entry.pk}/").content.decode()
    assert address(entry) in mine
    assert "The organisers have a question." in mine
    assert QUESTION in client.get(address(entry)).content.decode()
    answered = client.post(address(entry), {"answer": "My own."}, follow=True)
    assert answered.redirect_chain == [(f"/en/my/{entry.pk}/", 302)]
    assert "Thank you." in answered.content.decode()
    assert verbs_of(entry) == ["ask", "answer"]
    assert client.get(address(entry)).status_code == 302


def test_page_keeps_what_was_typed(db: None, client: Client):
    entry = build_asked()
    sign_in(client, personas.creator())
    page = client.post(address(entry), {"answer": "  "})
    assert (page.status_code, "Write your answer." in page.content.decode()) == (422, True)
    take_question_back(entry_id=entry.pk, by=personas.moderator(), at=NOW)
    page = client.post(address(entry), {"answer": "A long <answer>"})
    assert "no longer wait for an answer" in page.content.decode()
    assert "A long &lt;answer&gt;" in page.content.decode()
    assert page.status_code == 422


@pytest.mark.parametrize(("name", "status"), [("stranger", 404), ("moderator", 404)])
def test_page_is_the_creators_alone(db: None, client: Client, name: str, status: int):
    entry = build_asked()
    sign_in(client, getattr(personas, name)())
    assert client.get(address(entry)).status_code == status
    assert client.post(address(entry), {"answer": "Mine!"}).status_code == status
    assert verbs_of(entry) == ["ask"]


def test_page_sends_strangers_to_sign_in(db: None, client: Client):
    assert client.get(address(build_asked())).status_code == 302
