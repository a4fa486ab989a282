"""Taking back a mail that nobody has released: what it says is no longer so."""

from __future__ import annotations

from django.db import transaction

from outbox.models import Message
from outbox.release import EDITABLE


@transaction.atomic
def withdraw_draft(*, key: str) -> bool:
    """Take the unreleased mail with this key away; False if it has been released meanwhile.

    True also where there never was one: then nobody is told anything false.
    """
    message = Message.objects.select_for_update().filter(key=key).first()
    if message is None:
        return True
    if message.status not in EDITABLE:
        return False
    message.delete()
    return True
