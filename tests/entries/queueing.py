"""What tests of the queue share: its address, sending its forms, what it shows."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from entries.models import Check, Entry

QUEUE = "/admin/entries/entry/queue/"
UNDO = f"{QUEUE}undo/"
BULK = f"{QUEUE}bulk/"
IN_PLACE = {"HX-Request": "true"}
"""Headers of a request whose answer takes the card's place."""


def seen(entry: Entry) -> int:
    """The newest decision about an entry, as a page that is fresh would send it."""
    last = entry.decisions.order_by("-pk").first()
    return last.pk if last else 0


def send(client: Client, entry: Entry, verb: str, reason: str = "", **fields: Any) -> Any:
    """Press a button of an entry's card."""
    query, headers = fields.pop("query", ""), fields.pop("headers", {})
    data = {"entry": entry.pk, "seen": seen(entry), "verb": verb, "reason": reason, **fields}
    return client.post(QUEUE + query, data, follow=True, headers=headers)


def cards(client: Client, query: str = "") -> list[Any]:
    return list(client.get(QUEUE + query).context["shown"].cards)


def shown(client: Client, query: str = "") -> list[Entry]:
    return [card.entry for card in cards(client, query)]


def build_check(entry: Entry, rule: str, outcome: str, **fields: Any) -> Check:
    return Check.objects.create(
        entry=entry, rule=rule, outcome=outcome, checked_at=timezone.now(), **fields
    )
