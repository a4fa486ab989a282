"""Two who stop or lift at once, and a worker that sends while somebody stops."""

from functools import partial

import pytest
from django.core import mail
from django.utils import timezone

from outbox import delivery
from outbox.delivery import send
from outbox.models import MailStop, Message
from outbox.stopping import StopRefused, lift_stop, stop_all_mail
from tests.outbox.mails import build_message
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def stop():
    return stop_all_mail(reason="A wrong list", by=None, at=timezone.now())


def test_all_mail_is_stopped_once_by_many_at_once():
    results = at_once(8, stop)
    assert sum(isinstance(one, MailStop) for one in results) == 1
    assert sum(isinstance(one, StopRefused) for one in results) == 7
    assert MailStop.objects.count() == 1


def test_stop_is_lifted_once_by_many_at_once():
    stop()
    results = at_once(8, partial(lift_stop, by=None, at=timezone.now()))
    assert sum(isinstance(one, MailStop) for one in results) == 1
    assert sum(isinstance(one, StopRefused) for one in results) == 7


def test_many_workers_send_nothing_once_mail_is_stopped():
    messages = [build_message(status="released") for _ in range(8)]
    stop()
    ids = iter([message.pk for message in messages])
    results = at_once(8, lambda: send(message_id=next(ids), at=timezone.now()))
    assert results == ["released"] * 8
    assert mail.outbox == []


def test_stop_would_be_passed_by_without_the_question(monkeypatch):
    message = build_message(status="released")
    stop()
    monkeypatch.setattr(delivery, "standing_stops", MailStop.objects.none)
    assert send(message_id=message.pk, at=timezone.now()) == "sent"
    assert Message.objects.get().status == "sent"
