"""Questions to creators: who was asked has to answer before staff go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.phases import Phase
from entries.models import Decision, Entry
from entries.moderation import PHASES, Verb, check_seen, decide, lock_entry
from entries.notices import notice_key
from entries.refusal import EntryRefused
from outbox.withdrawal import withdraw_draft

ANSWER = "answer"
"""Decision.verb of a creator's answer."""
TAKE_BACK = "take_back"
"""Decision.verb of a question that staff no longer ask."""
LONGEST_ANSWER = 2000


def ask_creator(
    *, entry_id: int, by: User, at: datetime, question: str, seen: int | None = None
) -> Entry:
    """Ask whoever entered the video; until the answer the entry is not in the queue.

    Raises EntryRefused as `decide` does.
    """
    return decide(entry_id=entry_id, verb=Verb.ASK, by=by, at=at, reason=question, seen=seen)


@transaction.atomic
def answer_question(*, entry_id: int, by: User, at: datetime, answer: str) -> Entry:
    """Keep the creator's answer; the entry is back in the queue.

    Raises EntryRefused: not_your_answer, no_question, answer_missing.
    """
    entry = lock_entry(entry_id)
    if entry.submitted_by_id != by.pk:
        raise EntryRefused("not_your_answer")
    if not is_answerable(entry, phase=entry.campaign.phase_under_lock(at=at)):
        raise EntryRefused("no_question")
    if not answer.strip():
        raise EntryRefused("answer_missing")
    return _close(entry, verb=ANSWER, by=by, at=at, reason=answer.strip()[:LONGEST_ANSWER])


@transaction.atomic
def take_question_back(*, entry_id: int, by: User, at: datetime, seen: int | None = None) -> Entry:
    """Do without the answer: the entry is back in the queue, an unsent mail is not sent.

    Raises EntryRefused: no_question, decided_meanwhile.
    """
    entry = lock_entry(entry_id)
    check_seen(entry, seen)
    question = open_question(entry)
    if question is None:
        raise EntryRefused("no_question")
    withdraw_draft(key=notice_key(question))
    return _close(entry, verb=TAKE_BACK, by=by, at=at, reason="")


def open_question(entry: Entry) -> Decision | None:
    """The question that waits for an answer."""
    if entry.asked_at is None or entry.status != Entry.Status.RECEIVED:
        return None
    return entry.decisions.filter(verb=Verb.ASK).order_by("-pk").first()


def is_answerable(entry: Entry, *, phase: Phase) -> bool:
    """Whether the creator's answer can still change anything."""
    return (
        entry.asked_at is not None
        and entry.status == Entry.Status.RECEIVED
        and phase in PHASES[Verb.ASK]
    )


def _close(entry: Entry, *, verb: str, by: User, at: datetime, reason: str) -> Entry:
    entry.asked_at = None
    entry.save(update_fields=["asked_at"])
    Decision.objects.create(
        entry=entry,
        verb=verb,
        from_status=entry.status,
        to_status=entry.status,
        by=by,
        at=at,
        reason=reason,
    )
    return entry
