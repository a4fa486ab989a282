"""Deciding about many entries in one go: each by itself, so that one refusal stops no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.models import User
from entries.models import Decision, Entry
from entries.moderation import Verb, decide
from entries.reasons import Reason
from entries.refusal import EntryRefused

MOST_AT_ONCE = 500
IN_BULK = (Verb.ACCEPT, Verb.REJECT, Verb.ASK)


@dataclass
class Outcome:
    """What became of each entry: done, or refused with the sentence that says why."""

    done: list[Entry] = field(default_factory=list)
    refused: list[tuple[Entry, EntryRefused]] = field(default_factory=list)


def decide_in_bulk(
    *,
    seen: Mapping[int, int],
    verb: Verb,
    by: User,
    at: datetime,
    reason: Reason,
    batch: UUID,
) -> Outcome:
    """Decide about every entry as `decide` does, each in a transaction of its own.

    seen: by entry, the id of the last decision that the person has read, 0 for none. What
        somebody else decided meanwhile is left as it is and named in the outcome.
    batch: a new one for each confirmation page, so that sending the page twice, or again after a
        break, decides nothing twice.
    """
    entries = Entry.objects.filter(pk__in=seen).select_related(
        "campaign", "creator", "submitted_by"
    )
    outcome = Outcome()
    for entry in entries.order_by("received_at", "pk")[:MOST_AT_ONCE]:
        try:
            decide(
                entry_id=entry.pk,
                verb=verb,
                by=by,
                at=at,
                reason=reason.told_about(entry),
                seen=seen[entry.pk],
                batch=batch,
            )
        except EntryRefused as refused:
            if Decision.objects.filter(entry=entry, batch=batch).exists():
                outcome.done.append(entry)
            else:
                outcome.refused.append((entry, refused))
        else:
            outcome.done.append(entry)
    return outcome
