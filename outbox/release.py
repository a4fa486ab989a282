"""A person's nod: releasing mails, holding them back, trying failed ones again, editing drafts."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from outbox.delivery import enqueue_messages
from outbox.models import Message

logger = logging.getLogger(__name__)
Status = Message.Status

# (state, verb) → new state. What is missing here is refused.
MOVES: dict[tuple[str, str], str] = {
    (Status.DRAFT, "release"): Status.RELEASED,
    (Status.HELD, "release"): Status.RELEASED,
    (Status.DRAFT, "hold"): Status.HELD,
    (Status.RELEASED, "hold"): Status.HELD,
    (Status.FAILED, "hold"): Status.HELD,
    (Status.FAILED, "retry"): Status.RELEASED,
}
EDITABLE = (Status.DRAFT, Status.HELD)


class MailRefused(Refused):
    """A verb on mails was refused; nothing was changed."""

    messages = {
        "nothing": _("Choose at least one mail."),
        "moved": _(
            "Nothing was changed. Chosen mails that are in another state by now: %(count)s. "
            "Look at the list again."
        ),
        "locked": _("This mail is no longer a draft, so its text stays as it is."),
        "empty": _("A mail needs a subject and a text."),
    }


@transaction.atomic
def release_messages(*, message_ids: Collection[int], by: User | None, at: datetime) -> int:
    """Let drafts and held mails go to the post; return how many. All of them or none.

    They are sent as soon as this transaction is committed. Raises MailRefused.
    """
    messages = _move(message_ids, verb="release")
    _send_out(messages, by=by, at=at)
    return len(messages)


@transaction.atomic
def hold_messages(*, message_ids: Collection[int], by: User | None, at: datetime) -> int:
    """Hold mails back that have not begun to be sent; return how many. All of them or none.

    Raises MailRefused, also when one of them has left meanwhile.
    """
    messages = _move(message_ids, verb="hold")
    for message in messages:
        message.save(update_fields=["status"])
    logger.info("User %s held %d mails back", by and by.pk, len(messages))
    return len(messages)


@transaction.atomic
def retry_messages(*, message_ids: Collection[int], by: User | None, at: datetime) -> int:
    """Send failed mails once more; return how many. All of them or none. Raises MailRefused."""
    messages = _move(message_ids, verb="retry")
    _send_out(messages, by=by, at=at)
    return len(messages)


@transaction.atomic
def edit_message(
    *, message_id: int, subject: str, body: str, by: User | None, at: datetime
) -> Message:
    """Change the text of a draft or a held mail. Raises MailRefused once it is released."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status not in EDITABLE:
        raise MailRefused("locked")
    # A line break in a subject would begin another header.
    message.subject, message.body = " ".join(subject.split()), body.strip() + "\n"
    if not message.subject or not message.body.strip():
        raise MailRefused("empty")
    message.save(update_fields=["subject", "body"])
    logger.info("User %s changed the text of mail %d", by and by.pk, message.pk)
    return message


def _move(message_ids: Collection[int], *, verb: str) -> list[Message]:
    """Lock the mails, look each one's move up, and give them their new state (not yet written)."""
    if not message_ids:
        raise MailRefused("nothing")
    # Always in the same order, so that two people releasing at once wait for each other.
    messages = list(Message.objects.select_for_update().filter(pk__in=message_ids).order_by("pk"))
    moved = len(set(message_ids)) - sum((one.status, verb) in MOVES for one in messages)
    if moved:
        raise MailRefused("moved", count=moved)
    for message in messages:
        message.status = MOVES[message.status, verb]
    return messages


def _send_out(messages: list[Message], *, by: User | None, at: datetime) -> None:
    for message in messages:
        message.released_at = message.send_after = at
        message.released_by = by
        message.attempts, message.error = 0, ""
        message.save(
            update_fields=[
                "status",
                "released_at",
                "send_after",
                "released_by",
                "attempts",
                "error",
            ]
        )
    enqueue_messages([message.pk for message in messages])
