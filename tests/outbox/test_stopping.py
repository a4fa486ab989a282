"""The switch that keeps all mail of the site back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outbox.delivery import enqueue_due, send
from outbox.models import MailStop, Message
from outbox.release import release_messages
from outbox.stopping import StopRefused, lift_stop, stop_all_mail
from tests.outbox.mails import build_message
from tests.personas import announcer, auditor, judge, manager, moderator

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def stop(**facts):
    values = {"reason": "A wrong list", "by": None, "at": timezone.now()}
    return stop_all_mail(**values | facts)


def page(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


ADDRESS = "/admin/outbox/message/stop/"


def test_nothing_leaves_while_all_mail_is_stopped():
    message = build_message(status="released")
    stop()
    assert send(message_id=message.pk, at=timezone.now()) == "released"
    assert mail.outbox == []
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("released", 0)


def test_periodic_job_leaves_waiting_mail_alone():
    build_message(status="released")
    stop()
    assert enqueue_due(at=timezone.now()) == 0
    assert not DBTaskResult.objects.exists()


def test_what_people_release_meanwhile_waits_and_leaves_once_when_the_stop_is_lifted(
    django_capture_on_commit_callbacks,
):
    message = build_message()
    stop()
    with django_capture_on_commit_callbacks(execute=True):
        release_messages(message_ids=[message.pk], by=None, at=timezone.now())
    assert send(message_id=message.pk, at=timezone.now()) == "released"
    DBTaskResult.objects.all().delete()  # the job ran, and found the stop
    with django_capture_on_commit_callbacks(execute=True):
        lift_stop(by=None, at=timezone.now())
    assert DBTaskResult.objects.count() == 1
    assert send(message_id=message.pk, at=timezone.now()) == "sent"
    assert send(message_id=message.pk, at=timezone.now()) == "sent"
    assert len(mail.outbox) == 1


def test_stop_that_was_lifted_stops_nothing():
    stop()
    lift_stop(by=None, at=timezone.now())
    message = build_message(status="released")
    assert send(message_id=message.pk, at=timezone.now()) == "sent"


def test_mail_may_be_stopped_again_and_each_stop_stays_told():
    for reason in ("A wrong list", "Another wrong list"):
        stop(reason=reason)
        lift_stop(by=None, at=timezone.now())
    assert [one.reason for one in MailStop.objects.order_by("pk")] == [
        "A wrong list",
        "Another wrong list",
    ]


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_stop_needs_a_reason(reason):
    with pytest.raises(StopRefused) as refused:
        stop(reason=reason)
    assert refused.value.code == "no_reason"
    assert not MailStop.objects.exists()


def test_stopped_mail_is_not_stopped_again_nor_lifted_twice():
    stop()
    with pytest.raises(StopRefused) as refused:
        stop()
    assert refused.value.code == "stopped_already"
    lift_stop(by=None, at=timezone.now())
    with pytest.raises(StopRefused) as refused:
        lift_stop(by=None, at=timezone.now())
    assert refused.value.code == "not_stopped"


@pytest.mark.parametrize("change", [{"reason": "Nicer"}, {"lifted_at": None}])
def test_what_a_stop_says_is_never_rewritten(change):
    stop()
    lift_stop(by=None, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        MailStop.objects.update(**change)


def test_lifting_does_not_rewrite_the_reason():
    stop()
    with pytest.raises(IntegrityError), transaction.atomic():
        MailStop.objects.update(lifted_at=timezone.now(), reason="Nicer")


# -- The page ------------------------------------------------------------------------------------
def test_page_stops_and_lifts_and_names_the_person():
    by = manager()
    client = page(by)
    build_message(status="released")
    assert client.post(ADDRESS, {"stop": "", "reason": "A wrong list"}).status_code == 302
    text = client.get(ADDRESS).content.decode()
    assert "A wrong list" in text
    assert str(by) in text
    assert "1 released mail waits" in text
    assert client.post(ADDRESS, {"lift": ""}).status_code == 302
    assert MailStop.objects.get().lifted_by == by
    assert "Mail goes as usual" in client.get(ADDRESS).content.decode()


def test_page_asks_for_a_reason_beside_its_field():
    answer = page(manager()).post(ADDRESS, {"stop": "", "reason": " "})
    assert list(answer.context["form"].errors) == ["reason"]


@pytest.mark.parametrize("values", [{}, {"lift": ""}, {"stop": "", "reason": "x" * 100_000}])
def test_page_outlives_what_nobody_would_send(values):
    answer = page(manager()).post(ADDRESS, values, follow=True)
    assert answer.status_code == 200
    assert not MailStop.objects.exists()


@pytest.mark.parametrize(
    ("persona", "status"), [(announcer, 302), (auditor, 403), (moderator, 403), (judge, 302)]
)
def test_only_those_who_release_mail_stop_it(persona, status):
    client = page(persona())
    assert client.post(ADDRESS, {"stop": "", "reason": "No"}).status_code == status
    assert MailStop.objects.exists() == (persona is announcer)


def test_outbox_and_first_page_say_that_all_mail_is_stopped():
    stop(reason="A wrong list", at=timezone.now() - timedelta(hours=1))
    client = page(manager())
    assert "A wrong list" in client.get(reverse("admin:outbox_message_changelist")).content.decode()
    assert ADDRESS in client.get(reverse("admin:index")).content.decode()
    lift_stop(by=None, at=timezone.now())
    assert "All mail is stopped" not in client.get(reverse("admin:index")).content.decode()
    assert Message.objects.count() == 0
