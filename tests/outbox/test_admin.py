"""The outbox in the admin: who may do what, and that a question comes before an act."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.admin import MOST_AT_ONCE
from outbox.models import Message
from outbox.release import MailRefused
from tests import personas
from tests.outbox.mails import build_message

LIST = "/admin/outbox/message/"
MAY_LOOK = {"administrator", "manager", "announcer", "auditor"}
MAY_RELEASE = MAY_LOOK - {"auditor"}


def _sign_in(client: Client, name: str) -> Client:
    person = getattr(personas, name)()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _act(client: Client, verb: str, *messages: Message, **more: Any) -> Any:
    ids = [message.pk for message in messages]
    return client.post(LIST, {"action": verb, ACTION_CHECKBOX_NAME: ids, "index": 0} | more)


@pytest.mark.parametrize("name", ["administrator", "manager", "moderator", "announcer", "auditor"])
@pytest.mark.parametrize("status", Message.Status.values)
def test_mails_are_seen_by_those_who_may(db: None, client: Client, name: str, status: str):
    message = build_message(status=status)
    _sign_in(client, name)
    expected = 200 if name in MAY_LOOK else 403
    assert client.get(LIST).status_code == expected
    assert client.get(f"{LIST}{message.pk}/change/").status_code == expected


@pytest.mark.parametrize("name", ["judge", "creator"])
def test_mails_are_hidden_from_those_without_admin(db: None, client: Client, name: str):
    _sign_in(client, name)
    assert client.get(LIST).status_code == 302
    assert client.get(f"{LIST}{build_message().pk}/change/").status_code == 302


@pytest.mark.parametrize("name", sorted(MAY_LOOK))
def test_mails_are_neither_added_nor_deleted(db: None, client: Client, name: str):
    message = build_message()
    _sign_in(client, name)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Message.objects.filter(pk=message.pk).exists()


@pytest.mark.parametrize("name", sorted(MAY_LOOK))
def test_text_of_a_draft_is_changed_by_those_who_may(db: None, client: Client, name: str):
    message = build_message(subject="Old")
    _sign_in(client, name)
    answer = client.post(f"{LIST}{message.pk}/change/", {"subject": "New", "body": "Text"})
    message.refresh_from_db()
    if name in MAY_RELEASE:
        assert (answer.status_code, message.subject, message.body) == (302, "New", "Text\n")
    else:
        assert (answer.status_code, message.subject) == (403, "Old")


@pytest.mark.parametrize("status", ["released", "sending", "sent", "failed"])
def test_text_of_a_released_mail_is_not_changed(db: None, client: Client, status: str):
    message = build_message(status=status, subject="Old")
    _sign_in(client, "manager")
    answer = client.post(f"{LIST}{message.pk}/change/", {"subject": "New", "body": "Text"})
    message.refresh_from_db()
    assert (answer.status_code, message.subject) == (403, "Old")


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [("release", "draft", "released"), ("hold", "draft", "held"), ("retry", "failed", "released")],
)
def test_action_asks_before_it_acts(db: None, client: Client, verb: str, before: str, after: str):
    messages = [build_message(status=before) for _ in range(12)]
    _sign_in(client, "manager")
    question = _act(client, verb, *messages)
    assert question.status_code == 200
    assert question.context["chosen"] == messages
    assert "12 mails" in question.context["title"]
    assert Message.objects.filter(status=before).count() == 12
    answer = _act(client, verb, *messages, confirmed=verb)
    assert answer.status_code == 302
    assert Message.objects.filter(status=after).count() == 12


def test_action_pressed_twice_is_refused_with_a_sentence(db: None, client: Client):
    message = build_message()
    _sign_in(client, "announcer")
    _act(client, "release", message, confirmed="release")
    again = _act(client, "release", message, confirmed="release")
    told = [str(one) for one in client.get(again["Location"]).context["messages"]]
    assert told == [
        "1 mail is on its way.",
        MailRefused("moved", count=1).message,
    ]


def test_action_acts_on_all_that_were_named_or_on_none(db: None, client: Client):
    """The list is filtered by state: a mail that left it meanwhile must not be passed over."""
    first, second = build_message(), build_message()
    _sign_in(client, "manager")
    Message.objects.filter(pk=second.pk).update(status="held")
    form = {
        "action": "hold",
        ACTION_CHECKBOX_NAME: [first.pk, second.pk],
        "confirmed": "hold",
        "index": 0,
    }
    client.post(f"{LIST}?status__exact=draft", form)
    first.refresh_from_db()
    assert first.status == "draft"


@pytest.mark.parametrize("verb", ["release", "hold", "retry"])
def test_action_is_not_open_to_an_auditor(db: None, client: Client, verb: str):
    message = build_message()
    _sign_in(client, "auditor")
    _act(client, verb, message, confirmed=verb)
    message.refresh_from_db()
    assert message.status == "draft"


def test_action_on_too_many_is_refused(db: None, client: Client, monkeypatch: Any):
    monkeypatch.setattr("outbox.admin.MOST_AT_ONCE", 2)
    assert MOST_AT_ONCE > 2
    messages = [build_message() for _ in range(3)]
    _sign_in(client, "manager")
    assert _act(client, "release", *messages).status_code == 302
    assert Message.objects.filter(status="draft").count() == 3


def test_list_takes_the_same_queries_at_any_length(
    db: None, client: Client, django_assert_num_queries: Any
):
    _sign_in(client, "manager")
    build_message()
    client.get(LIST)
    with CaptureQueriesContext(connection) as alone:
        client.get(LIST)
    for count in (3, 30):
        while Message.objects.count() < count:
            build_message()
        with django_assert_num_queries(len(alone)):
            client.get(LIST)


@pytest.mark.parametrize("language", ["kk", "ru", "az", "ar"])
def test_pages_are_rendered_in_every_language(db: None, client: Client, language: str):
    message = build_message(status="failed", error="interrupted", purpose="unheard_of")
    _sign_in(client, "manager")
    client.cookies["django_language"] = language
    assert client.get(LIST).status_code == 200
    assert client.get(reverse("admin:outbox_message_change", args=[message.pk])).status_code == 200
    assert _act(client, "retry", message).status_code == 200
