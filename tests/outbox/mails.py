"""Builders of mails."""

from itertools import count
from typing import Any

from django.utils import timezone

from outbox.models import Message

_numbers = count(1)


def build_message(*, status: str = "draft", **fields: Any) -> Message:
    """A mail in the state asked for, with the times that the state needs."""
    number = next(_numbers)
    now = timezone.now()
    values: dict[str, Any] = {
        "purpose": "winner",
        "topic": "kitaptok",
        "key": f"mail-{number}",
        "to_email": f"reader{number}@example.org",
        "language": "en",
        "subject": f"Subject {number}",
        "body": f"Text {number}\n",
        "created_at": now,
    }
    if status not in ("draft", "held"):
        values |= {"released_at": now, "send_after": now}
    if status in ("sending", "sent", "failed"):
        values |= {"started_at": now, "attempts": 1}
    if status == "sent":
        values["sent_at"] = now
    return Message.objects.create(status=status, **values | fields)
