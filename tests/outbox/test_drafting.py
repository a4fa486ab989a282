"""Drafts: one for each key, in the reader's language, plain text."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.utils import timezone, translation

from accounts.models import User
from outbox.drafting import SUBJECT_LENGTH, draft_message, write
from outbox.models import Message
from tests import personas

AT = timezone.now()


@pytest.fixture
def mail(tmp_path: Path, settings: Any) -> Any:
    """A way to write mail templates for one test."""
    folder = tmp_path / "mail"
    folder.mkdir()
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    engines.__dict__.pop("templates", None)

    def make(text: str, name: str = "test") -> None:
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    return make


def _draft(**values: Any) -> Message:
    base: dict[str, Any] = {
        "key": "one",
        "purpose": "test",
        "recipient": personas.creator(),
        "template": "test",
        "context": {},
        "at": AT,
    }
    return draft_message(**base | values)


def test_draft_waits_for_a_person(db: None, mail: Any):
    mail("Subject\n\nText")
    message = _draft(topic="kitaptok")
    message.refresh_from_db()
    assert message.status == Message.Status.DRAFT
    assert (message.subject, message.body) == ("Subject", "Text\n")
    assert (message.recipient, message.to_email) == (personas.creator(), "creator@example.org")
    assert (message.topic, message.purpose, message.created_at) == ("kitaptok", "test", AT)
    assert message.released_at is None


def test_draft_of_a_known_key_is_left_as_it_is(db: None, mail: Any):
    mail("First\n\nText")
    first = _draft()
    Message.objects.update(subject="Edited by staff")
    mail("Second\n\nText")
    again = _draft()
    assert (again.pk, again.subject) == (first.pk, "Edited by staff")
    assert Message.objects.count() == 1


def test_draft_is_written_in_the_language_of_its_reader(db: None, mail: Any):
    mail("{% load i18n %}{% get_current_language as L %}{{ L }}\n{% url 'account_login' %}")
    message = _draft(recipient=personas.make_person("reader", language="kk"))
    assert (message.language, message.subject, message.body) == ("kk", "kk", "/kk/account/login/\n")
    assert translation.get_language() == settings.LANGUAGE_CODE


def test_draft_to_an_address_takes_the_language_it_is_given(db: None, mail: Any):
    mail("{% load i18n %}{% get_current_language as L %}{{ L }}\nText")
    message = _draft(recipient="partner@example.org", language="ar")
    assert (message.recipient, message.to_email) == (None, "partner@example.org")
    assert (message.language, message.subject) == ("ar", "ar")


def test_draft_is_plain_text_and_not_html(db: None, mail: Any):
    mail(
        "{{ title }}\n\n{{ title }}\n"
        "{% load i18n %}{% blocktranslate %}{{ title }}{% endblocktranslate %}"
    )
    message = _draft(context={"title": "Books & <b>reels</b>"})
    assert message.subject == "Books & <b>reels</b>"
    assert message.body == "Books & <b>reels</b>\nBooks & <b>reels</b>\n"


def test_draft_folds_the_blank_lines_that_tags_leave(db: None, mail: Any):
    mail("{# a remark #}\n\nSubject\n\n\nOne\n \n\n\nTwo\n\n")
    message = _draft()
    assert (message.subject, message.body) == ("Subject", "One\n\nTwo\n")


def test_draft_cuts_a_subject_that_does_not_fit(db: None, mail: Any):
    mail("{{ title }}\nText")
    assert len(_draft(context={"title": "x" * 500}).subject) == SUBJECT_LENGTH


def test_draft_isolates_what_it_is_asked_to_isolate(db: None, mail: Any):
    mail("{% load mail %}{{ handle|isolated }}{{ nothing|isolated }}\nText")
    assert (
        _draft(context={"handle": "@la.la.leila", "nothing": ""}).subject
        == "\u2068@la.la.leila\u2069"
    )


def test_draft_knows_the_site(mail: Any):
    mail("{{ site_name }}\n{{ site_url }}/x")
    assert write(template="test", context={}, language="en") == ("Sahna", "http://testserver/x\n")


def test_draft_goes_to_the_address_of_its_reader(db: None, mail: Any):
    mail("Subject\nText")
    reader = User.objects.create_user("Aigul@Example.org")
    assert _draft(recipient=reader).to_email == "aigul@example.org"
