"""What a person may do with mails in which state, and what happens when two do it at once."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.models import Message
from outbox.release import (
    MOVES,
    MailRefused,
    edit_message,
    hold_messages,
    release_messages,
    retry_messages,
)
from tests import personas
from tests.outbox.mails import build_message

AT = timezone.now()
VERBS: dict[str, Callable[..., int]] = {
    "release": release_messages,
    "hold": hold_messages,
    "retry": retry_messages,
}
# The whole truth, written once more by hand.
LEGAL = {
    ("draft", "release"): "released",
    ("held", "release"): "released",
    ("draft", "hold"): "held",
    ("released", "hold"): "held",
    ("failed", "hold"): "held",
    ("failed", "retry"): "released",
}


def _do(verb: str, *messages: Message, **values: Any) -> int:
    ids = [message.pk for message in messages]
    return VERBS[verb](**{"message_ids": ids, "by": personas.manager(), "at": AT} | values)


def test_moves_are_the_agreed_ones():
    assert {(str(state), verb): str(new) for (state, verb), new in MOVES.items()} == LEGAL


@pytest.mark.parametrize(("status", "verb"), list(product(Message.Status.values, VERBS)))
def test_move_is_made_or_refused(db: None, status: str, verb: str):
    message = build_message(status=status)
    if (status, verb) in LEGAL:
        assert _do(verb, message) == 1
    else:
        with pytest.raises(MailRefused) as refusal:
            _do(verb, message)
        assert refusal.value.code == "moved"
    message.refresh_from_db()
    assert message.status == LEGAL.get((status, verb), status)


@pytest.mark.parametrize("verb", VERBS)
def test_mails_are_moved_all_or_none(db: None, verb: str):
    start = next(state for state, name in LEGAL if name == verb)
    fit, unfit = build_message(status=start), build_message(status="sent")
    with pytest.raises(MailRefused, match=r"another state by now: 1\."):
        _do(verb, fit, unfit)
    fit.refresh_from_db()
    assert fit.status == start
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_no_mails_is_refused(db: None, verb: str):
    with pytest.raises(MailRefused) as refusal:
        _do(verb)
    assert refusal.value.code == "nothing"


def test_mail_that_does_not_exist_is_refused(db: None):
    with pytest.raises(MailRefused) as refusal:
        _do("release", message_ids=[404])
    assert (refusal.value.code, refusal.value.params) == ("moved", {"count": 1})


def test_release_records_who_and_when(db: None):
    message = build_message()
    _do("release", message)
    message.refresh_from_db()
    assert (message.released_by, message.released_at) == (personas.manager(), AT)
    assert message.send_after == AT


def test_release_enqueues_each_mail_after_the_commit(
    db: None, django_capture_on_commit_callbacks: Any
):
    first, second = build_message(), build_message(status="held")
    with django_capture_on_commit_callbacks() as callbacks:
        assert _do("release", first, second) == 2
    assert not DBTaskResult.objects.exists()
    for callback in callbacks:
        callback()
    jobs = DBTaskResult.objects.values_list("task_path", "args_kwargs")
    assert sorted((path, kwargs["args"]) for path, kwargs in jobs) == [
        ("outbox.delivery.deliver", [first.pk]),
        ("outbox.delivery.deliver", [second.pk]),
    ]


def test_retry_starts_counting_attempts_again(db: None):
    message = build_message(status="failed", attempts=5, error="no route")
    _do("retry", message)
    message.refresh_from_db()
    assert (message.attempts, message.error, message.released_by) == (0, "", personas.manager())


@pytest.mark.parametrize("status", Message.Status.values)
def test_text_is_changed_only_before_the_release(db: None, status: str):
    message = build_message(status=status, subject="Old", body="Old\n")
    values = {"subject": " New\r\nBcc: x@example.org ", "body": " New text \n\n"}
    if status in ("draft", "held"):
        edit_message(message_id=message.pk, by=personas.manager(), at=AT, **values)
    else:
        with pytest.raises(MailRefused, match="no longer a draft"):
            edit_message(message_id=message.pk, by=personas.manager(), at=AT, **values)
    message.refresh_from_db()
    if status in ("draft", "held"):
        assert (message.subject, message.body) == ("New Bcc: x@example.org", "New text\n")
    else:
        assert (message.subject, message.body) == ("Old", "Old\n")


@pytest.mark.parametrize(("subject", "body"), [("", "Text"), ("\n", "Text"), ("Subject", " \n")])
def test_empty_text_is_refused(db: None, subject: str, body: str):
    message = build_message()
    with pytest.raises(MailRefused) as refusal:
        edit_message(message_id=message.pk, subject=subject, body=body, by=None, at=AT)
    assert refusal.value.code == "empty"
