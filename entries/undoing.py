"""Taking one's last decision back, as long as it has had no consequence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from entries.bulk_moderation import Outcome
from entries.models import Decision, Entry
from entries.moderation import LEAVES, PHASES, Verb, check_seen, last_decision, lock_entry
from entries.notices import notice_key
from entries.refusal import EntryRefused
from outbox.withdrawal import withdraw_draft

UNDO = "undo"
"""Decision.verb of a decision that takes the one before it back."""
UNDO_WITHIN = timedelta(minutes=10)
UNDOABLE = (Verb.ACCEPT, Verb.REJECT, Verb.ASK)
# What is written beside an entry without moving it.
_ASIDE = ("override", "restore")


@dataclass(frozen=True)
class LastAct:
    """What a person decided last and may take back: one decision, or a batch of them."""

    decision: Decision
    count: int


def last_act(*, by: User, at: datetime) -> LastAct | None:
    """The person's newest decision, or batch, after which nothing has happened yet."""
    recent = Decision.objects.filter(by=by, verb__in=UNDOABLE, at__gt=at - UNDO_WITHIN)
    later = Decision.objects.filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"))
    last = recent.exclude(Exists(later))
    decision = last.select_related("entry__creator").order_by("-pk").first()
    if decision is None:
        return None
    count = last.filter(batch=decision.batch).count() if decision.batch else 1
    return LastAct(decision, count)


@transaction.atomic
def undo_decision(*, decision_id: int, by: User, at: datetime) -> Entry:
    """Put an entry back to where it stood before the decision; an unsent notice is not sent.

    Raises EntryRefused: not_undoable, undo_too_late, undone_already, decided_meanwhile,
    not_in_this_phase, notice_left.
    """
    decision = Decision.objects.get(pk=decision_id)
    if decision.by_id != by.pk or decision.verb not in UNDOABLE:
        raise EntryRefused("not_undoable")
    entry = lock_entry(decision.entry_id)
    last = last_decision(entry)
    if last is not None and last.verb == UNDO and last.by_id == by.pk:
        raise EntryRefused("undone_already")
    check_seen(entry, decision.pk)
    if at >= decision.at + UNDO_WITHIN:
        raise EntryRefused("undo_too_late")
    if entry.campaign.phase_under_lock(at=at) not in PHASES[Verb.ACCEPT]:
        raise EntryRefused("not_in_this_phase")
    if not withdraw_draft(key=notice_key(decision)):
        raise EntryRefused("notice_left")
    from_status, entry.status = entry.status, decision.from_status
    entry.status_reason, entry.asked_at = "", _question_before(decision)
    entry.save(update_fields=["status", "status_reason", "asked_at"])
    Decision.objects.create(
        entry=entry, verb=UNDO, from_status=from_status, to_status=entry.status, by=by, at=at
    )
    if decision.verb in LEAVES:
        _take_room(entry, at)
    return entry


def _take_room(entry: Entry, at: datetime) -> None:
    """Let the creator's later entries move back behind this one."""
    from entries.those_behind import check_those_behind

    check_those_behind(entry, at=at)


def undo_batch(*, batch: UUID, by: User, at: datetime) -> Outcome:
    """Undo each decision of a batch by itself; those that cannot be undone any more stay."""
    decisions = Decision.objects.filter(batch=batch, by=by, verb__in=UNDOABLE)
    outcome = Outcome()
    for decision in decisions.select_related("entry__creator").order_by("pk"):
        try:
            undo_decision(decision_id=decision.pk, by=by, at=at)
        except EntryRefused as refused:
            outcome.refused.append((decision.entry, refused))
        else:
            outcome.done.append(decision.entry)
    return outcome


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """What is left of an entry's decisions, given and returned oldest first, after all undoing.

    What was noted beside the entry's path (overridden rules) is left out.
    """
    path: list[Decision] = []
    for decision in decisions:
        if decision.verb == UNDO and path:
            path.pop()
        elif decision.verb not in _ASIDE:
            path.append(decision)
    return path


def _question_before(decision: Decision) -> datetime | None:
    """When the question was asked that was open before the decision; None without one."""
    before = Decision.objects.filter(entry=decision.entry_id, pk__lt=decision.pk)
    path = standing(before.order_by("pk"))
    return path[-1].at if path and path[-1].verb == Verb.ASK else None
