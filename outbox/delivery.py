"""How a released mail leaves: once at most, whatever is killed, pressed twice or out of order.

released → being sent is a compare-and-set, so that of any number of workers one sends. A worker
that dies in between leaves the mail "being sent"; nobody knows then whether it left, so that it
is never sent again by itself: `give_up_stuck` tells staff, and a person decides.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

import django
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.clock import database_now
from outbox.models import MailStop, Message

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

Status = Message.Status

# While the mail server does not answer at all, nothing has left: wait and try again this often.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
# The mail server's own time-out is far shorter (EMAIL_TIMEOUT).
STUCK_AFTER = timedelta(minutes=10)
INTERRUPTED = "interrupted"
ERRORS: dict[str, Promise] = {
    INTERRUPTED: _(
        "The program was stopped while it sent this mail: it may have left or not. "
        "Ask the recipient before you send it again."
    )
}


def standing_stops() -> QuerySet[MailStop]:
    """The stop that keeps all mail back, if one stands."""
    return MailStop.objects.filter(lifted_at__isnull=True)


@task()
def deliver(message_id: int) -> str:
    """Send one released mail; return its new state."""
    return send(message_id=message_id, at=database_now())


def enqueue_messages(message_ids: Collection[int]) -> None:
    """Hand mails to the workers once the current transaction is committed."""
    for message_id in message_ids:
        transaction.on_commit(partial(deliver.enqueue, message_id))


def enqueue_due(*, at: datetime) -> int:
    """Enqueue the due mails that no waiting job will send; return how many. A periodic job.

    They are those put off because the mail server was away, and those whose job was lost. None
    while all mail is stopped: lifting the stop enqueues what has waited.
    """
    if standing_stops().exists():
        return 0
    waiting = DBTaskResult.objects.filter(
        task_path=deliver.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    taken = {job["args"][0] for job in waiting.values_list("args_kwargs", flat=True)}
    due = [pk for pk in Message.objects.due(at=at).values_list("pk", flat=True) if pk not in taken]
    enqueue_messages(due)
    return len(due)


def give_up_stuck(*, at: datetime) -> int:
    """Mark mails whose sending was interrupted as failed; return how many. A periodic job."""
    stuck = Message.objects.filter(status=Status.SENDING, started_at__lt=at - STUCK_AFTER)
    return stuck.update(status=Status.FAILED, error=INTERRUPTED)


def send(*, message_id: int, at: datetime) -> str:
    """Send a released mail unless it is not released (any more); return its state afterwards."""
    connection = get_connection()
    claimed = claim(message_id, at)
    message = Message.objects.get(pk=message_id)
    if not claimed:
        return message.status
    try:
        connection.open()
    except OSError as error:  # smtplib's own errors are OSErrors too
        return _put_off(message, error, at=at)
    try:
        # The default: a failure is told, not swallowed.
        connection.send_messages([_mail(message)])
    except (OSError, ValueError) as error:
        return _settle(message, Status.FAILED, error=_sentence(error))
    finally:
        connection.close()
    return _settle(message, Status.SENT, sent_at=at)


@transaction.atomic(durable=True)
def claim(message_id: int, at: datetime) -> int:
    """Take a released mail for this worker; 1 if it got it. On disk before anything is sent."""
    released = Message.objects.filter(pk=message_id, status=Status.RELEASED, send_after__lte=at)
    # Asked in the same statement: who stops all mail is obeyed from that moment on.
    moving = released.exclude(Exists(standing_stops()))
    return moving.update(status=Status.SENDING, started_at=at, attempts=F("attempts") + 1)


def _mail(message: Message) -> EmailMessage:
    host = settings.SITE_URL.split("://")[-1].split("/")[0].split(":")[0]
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to_email],
        headers={
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
            # The same at every attempt, so that a mailbox can recognise a second copy.
            "Message-ID": f"<message-{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>",
        },
    )


def _put_off(message: Message, error: OSError, *, at: datetime) -> str:
    """Nothing left, because the mail server was away: wait, and give up after the last delay."""
    if message.attempts > len(DELAYS):
        return _settle(message, Status.FAILED, error=_sentence(error))
    later = at + DELAYS[message.attempts - 1]
    return _settle(message, Status.RELEASED, send_after=later, error=_sentence(error))


def _settle(
    message: Message,
    status: str,
    *,
    error: str = "",
    sent_at: datetime | None = None,
    send_after: datetime | None = None,
) -> str:
    """Write how the attempt ended, unless another attempt has begun since."""
    # A mail given up as stuck that came through after all is sent.
    mine = Message.objects.filter(
        pk=message.pk,
        started_at=message.started_at,
        status__in=[Status.SENDING, Status.FAILED],
    )
    mine.update(
        status=status,
        error=error,
        sent_at=sent_at,
        send_after=send_after or message.send_after,
    )
    return status


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
