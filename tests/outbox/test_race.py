"""Many workers, one mail: it leaves once. And what would happen without the compare-and-set."""

from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from outbox import delivery
from outbox.delivery import send
from outbox.models import Message
from outbox.release import MailRefused, release_messages
from tests.outbox.mails import build_message
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def _send_by_many(monkeypatch: Any, *, workers: int) -> list[Any]:
    """Many workers with the same mail; each waits for the others before it sends."""
    meeting = Meeting(workers, patience=1)
    write = delivery._mail

    def wait_and_write(message: Message) -> Any:
        meeting.wait()
        return write(message)

    monkeypatch.setattr(delivery, "_mail", wait_and_write)
    message = build_message(status="released")
    return at_once(workers, partial(send, message_id=message.pk, at=timezone.now()))


def test_mail_is_sent_once_by_many_workers(monkeypatch: Any):
    results = _send_by_many(monkeypatch, workers=8)
    assert len(mail.outbox) == 1
    assert results.count("sent") >= 1
    assert set(results) <= {"sent", "sending"}


def test_mail_would_be_sent_by_each_without_the_compare_and_set(monkeypatch: Any):
    def claim(message_id: int, at: Any) -> int:
        released = Message.objects.filter(pk=message_id, status="released").exists()
        assert released
        meeting.wait()
        values = {"status": "sending", "started_at": at, "attempts": F("attempts") + 1}
        return Message.objects.filter(pk=message_id).update(**values)

    meeting = Meeting(3, patience=10)
    monkeypatch.setattr(delivery, "claim", claim)
    _send_by_many(monkeypatch, workers=3)
    assert len(mail.outbox) == 3


def test_mail_is_released_by_one_of_many():
    message, by = build_message(), User.objects.create_user("manager@example.org")
    release = partial(release_messages, message_ids=[message.pk], by=by, at=timezone.now())
    results = at_once(10, release)
    assert results.count(1) == 1
    assert sum(isinstance(one, MailRefused) for one in results) == 9
    assert DBTaskResult.objects.count() == 1
