"""What people decide about an entry: accept, reject, disqualify, withdraw."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.functional import lazy

from accounts.models import User
from contests.locking import lock_campaign
from contests.phases import Phase
from contests.wording import day_and_time
from entries.models import Decision, Entry
from entries.notices import draft_notice
from entries.refusal import EntryRefused

Status = Entry.Status


class Verb(StrEnum):
    """What can be done to an entry that is there. Kept in Decision.verb, as is "receive"."""

    ACCEPT = "accept"
    REJECT = "reject"
    DISQUALIFY = "disqualify"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[str, Verb], Entry.Status] = {
    (Status.RECEIVED, Verb.ACCEPT): Status.ACCEPTED,
    (Status.RECEIVED, Verb.REJECT): Status.REJECTED,
    (Status.ACCEPTED, Verb.DISQUALIFY): Status.DISQUALIFIED,
    (Status.RECEIVED, Verb.WITHDRAW): Status.WITHDRAWN,
    (Status.ACCEPTED, Verb.WITHDRAW): Status.WITHDRAWN,
    (Status.REJECTED, Verb.WITHDRAW): Status.WITHDRAWN,
    (Status.DISQUALIFIED, Verb.WITHDRAW): Status.WITHDRAWN,
}
"""Every legal move; what is not here is refused."""

PHASES: dict[Verb, frozenset[Phase]] = {
    Verb.ACCEPT: frozenset({Phase.OPEN, Phase.REVIEW}),
    Verb.REJECT: frozenset({Phase.OPEN, Phase.REVIEW}),
    Verb.DISQUALIFY: frozenset({Phase.OPEN, Phase.REVIEW}),
    # Whoever entered may always leave, until the entry is part of published results.
    Verb.WITHDRAW: frozenset(set(Phase) - {Phase.ANNOUNCED, Phase.ARCHIVED}),
}
NEEDS_REASON = frozenset({Verb.REJECT, Verb.DISQUALIFY})


def accept_entry(*, entry_id: int, by: User, at: datetime, reason: str = "") -> Entry:
    """Let a received entry take part."""
    return decide(entry_id=entry_id, verb=Verb.ACCEPT, by=by, at=at, reason=reason)


def reject_entry(*, entry_id: int, by: User, at: datetime, reason: str) -> Entry:
    """Keep a received entry out; the creator reads the reason."""
    return decide(entry_id=entry_id, verb=Verb.REJECT, by=by, at=at, reason=reason)


def disqualify_entry(*, entry_id: int, by: User, at: datetime, reason: str) -> Entry:
    """Take an accepted entry out of the contest; the creator reads the reason."""
    return decide(entry_id=entry_id, verb=Verb.DISQUALIFY, by=by, at=at, reason=reason)


def withdraw_entry(*, entry_id: int, by: User, at: datetime, reason: str = "") -> Entry:
    """Take an entry back, as the person who entered it or as a moderator on their wish."""
    return decide(entry_id=entry_id, verb=Verb.WITHDRAW, by=by, at=at, reason=reason)


def is_possible(entry: Entry, verb: Verb, *, at: datetime) -> bool:
    """Whether a page should offer the move; `decide` has the last word."""
    return (entry.status, verb) in MOVES and entry.campaign.phase(at=at) in PHASES[verb]


@transaction.atomic
def decide(*, entry_id: int, verb: Verb, by: User, at: datetime, reason: str = "") -> Entry:
    """Move an entry to the state that `verb` leads to, and remember who, when and why.

    Raises EntryRefused: reason_missing, not_yours, not_confirmed, not_received,
    decided_meanwhile, not_accepted, withdrawn_already, not_in_this_phase, announced.
    """
    entry = _locked(entry_id)
    reason = reason.strip()
    _check_person(entry, verb, by)
    to_status = MOVES.get((entry.status, verb))
    if to_status is None:
        raise _illegal(entry, verb)
    _check_circumstances(entry, verb, reason, at)
    from_status, entry.status, entry.status_reason = entry.status, to_status, reason
    entry.save(update_fields=["status", "status_reason"])
    decision = Decision.objects.create(
        entry=entry,
        verb=verb,
        from_status=from_status,
        to_status=to_status,
        by=by,
        at=at,
        reason=reason,
    )
    # In the same transaction: a decision without its notice would never be noticed.
    draft_notice(decision, at=at)
    return entry


def _locked(entry_id: int) -> Entry:
    """The entry with its campaign and itself locked, in this order."""
    entry = Entry.objects.only("campaign_id").get(pk=entry_id)
    campaign = lock_campaign(entry.campaign_id)
    entry = (
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("creator", "submitted_by")
        .get(pk=entry_id)
    )
    entry.campaign = campaign
    return entry


def _check_person(entry: Entry, verb: Verb, by: User) -> None:
    if verb is not Verb.WITHDRAW or entry.submitted_by_id == by.pk:
        return
    if not by.has_perm("entries.moderate_entry"):
        raise EntryRefused("not_yours")


def _check_circumstances(entry: Entry, verb: Verb, reason: str, at: datetime) -> None:
    phase = entry.campaign.phase_under_lock(at=at)
    if phase not in PHASES[verb]:
        raise EntryRefused("announced" if verb is Verb.WITHDRAW else "not_in_this_phase")
    if verb is not Verb.WITHDRAW and entry.confirmed_at is None:
        raise EntryRefused("not_confirmed")
    if verb in NEEDS_REASON and not reason:
        raise EntryRefused("reason_missing")


def _illegal(entry: Entry, verb: Verb) -> EntryRefused:
    """Why there is no such move from the entry's state, in words."""
    if verb is Verb.WITHDRAW:
        return EntryRefused("withdrawn_already")
    status = Status(entry.status).label
    if verb is Verb.DISQUALIFY:
        return EntryRefused("not_accepted", status=status)
    last = entry.decisions.select_related("by").first()
    if last is None or last.by is None:
        return EntryRefused("not_received", status=status)
    when = _moment(last.at, entry.campaign.zone)
    return EntryRefused("decided_meanwhile", who=last.by, when=when, status=status)


_moment = lazy(day_and_time, str)
