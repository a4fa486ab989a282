"""A released mail leaves once at most, whatever happens on the way."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.delivery import DELAYS, INTERRUPTED, deliver, enqueue_due, give_up_stuck, send
from outbox.models import Message
from tests.outbox.mails import build_message

HERE = "tests.outbox.test_delivery"


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError("nobody there")


class Refusing(BaseEmailBackend):
    """A mail server that takes no mail."""

    def send_messages(self, _messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"unknown")})


class Dying(BaseEmailBackend):
    """A worker that is killed while it sends."""

    def send_messages(self, _messages: Any) -> int:
        raise KeyboardInterrupt


def _released(**fields: Any) -> Message:
    return build_message(status="released", send_after=timezone.now(), **fields)


def test_released_mail_is_sent(db: None):
    message = _released(language="kk", subject="Құттықтаймыз!", body="Сәлем\n")
    at = timezone.now()
    assert send(message_id=message.pk, at=at) == "sent"
    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempts) == ("sent", at, 1)
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([message.to_email], "Құттықтаймыз!", "Сәлем\n")
    assert sent.from_email == "Sahna <no-reply@testserver>"
    assert sent.extra_headers["Content-Language"] == "kk"
    assert sent.extra_headers["Message-ID"].endswith("@testserver>")


@pytest.mark.parametrize("status", sorted(set(Message.Status.values) - {"released"}))
def test_mail_in_another_state_is_not_sent(db: None, status: str):
    message = build_message(status=status)
    assert send(message_id=message.pk, at=timezone.now()) == status
    message.refresh_from_db()
    assert message.status == status
    assert mail.outbox == []


def test_mail_is_not_sent_before_its_time(db: None):
    later = timezone.now() + timedelta(hours=1)
    message = build_message(status="released", send_after=later)
    assert send(message_id=message.pk, at=later - timedelta(seconds=1)) == "released"
    assert mail.outbox == []


def test_mail_is_sent_once_however_often_its_job_runs(db: None):
    message = _released()
    at = timezone.now()
    assert [send(message_id=message.pk, at=at) for _ in range(3)] == ["sent"] * 3
    assert len(mail.outbox) == 1


def test_refused_mail_is_failed_with_the_error(db: None, settings: Any):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    message = _released()
    assert send(message_id=message.pk, at=timezone.now()) == "failed"
    message.refresh_from_db()
    assert (message.status, message.sent_at) == ("failed", None)
    assert message.error.startswith("SMTPRecipientsRefused: ")


def test_mail_with_an_impossible_header_is_failed(db: None):
    message = _released(subject="two\nlines")
    assert send(message_id=message.pk, at=timezone.now()) == "failed"
    message.refresh_from_db()
    assert message.error.startswith("BadHeaderError: ")


def test_mail_waits_while_the_server_is_away(db: None, settings: Any):
    settings.EMAIL_BACKEND = f"{HERE}.Away"
    message = _released()
    at = timezone.now()
    for attempt, delay in enumerate(DELAYS, start=1):
        assert send(message_id=message.pk, at=at) == "released"
        message.refresh_from_db()
        assert (message.attempts, message.send_after) == (attempt, at + delay)
        assert message.error == "ConnectionRefusedError: nobody there"
        at += delay
    assert send(message_id=message.pk, at=at) == "failed"
    message.refresh_from_db()
    assert message.status == "failed"


def test_interrupted_mail_is_given_up_and_never_sent_by_itself(db: None, settings: Any):
    settings.EMAIL_BACKEND = f"{HERE}.Dying"
    message = _released()
    at = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        send(message_id=message.pk, at=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(message_id=message.pk, at=at) == "sending"
    assert give_up_stuck(at=at + timedelta(minutes=10)) == 0
    assert give_up_stuck(at=at + timedelta(minutes=10, seconds=1)) == 1
    message.refresh_from_db()
    assert (message.status, message.error) == ("failed", INTERRUPTED)
    assert enqueue_due(at=at + timedelta(days=1)) == 0
    assert mail.outbox == []


def test_due_mails_are_enqueued_once(db: None, django_capture_on_commit_callbacks: Any):
    at = timezone.now()
    due = build_message(status="released", send_after=at)
    build_message(status="released", send_after=at + timedelta(seconds=1))
    build_message(status="draft")
    for expected in (1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            assert enqueue_due(at=at) == expected
    [job] = DBTaskResult.objects.all()
    assert job.args_kwargs["args"] == [due.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_due_mails_are_found_by_three_queries(db: None, count: int, django_assert_num_queries: Any):
    for _ in range(count):
        _released()
    with django_assert_num_queries(3):
        assert enqueue_due(at=timezone.now()) == count


def test_worker_sends_what_was_released(transactional_db: None):
    message = _released()
    deliver.enqueue(message.pk)
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)
    message.refresh_from_db()
    assert (message.status, len(mail.outbox)) == ("sent", 1)
