"""What tests of moderation share: waiting entries, decisions, and what they were refused with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries.models import Decision, Entry
from entries.moderation import Verb, decide
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_campaign, build_entry


def build_waiting(campaign: Campaign | None = None, **fields: Any) -> Entry:
    """An entry in the queue, entered by the creator unless said otherwise."""
    values: dict[str, Any] = {"submitted_by": personas.creator()}
    return build_entry(campaign or build_campaign(), status="received", **values | fields)


def decided(entry: Entry, verb: Verb, *, by: User | None = None, **fields: Any) -> Decision:
    """Decide and return what was recorded."""
    values: dict[str, Any] = {"at": timezone.now(), "reason": "Off topic."}
    decide(entry_id=entry.pk, verb=verb, by=by or personas.moderator(), **values | fields)
    entry.refresh_from_db()
    return entry.decisions.order_by("-pk")[0]


def refusal(act: Callable[..., Any], **fields: Any) -> EntryRefused:
    """The refusal that a verb ends with."""
    with pytest.raises(EntryRefused) as caught:
        act(**fields)
    return caught.value


def verbs_of(entry: Entry) -> list[str]:
    """What was recorded about an entry, oldest first."""
    return list(entry.decisions.order_by("pk").values_list("verb", flat=True))
