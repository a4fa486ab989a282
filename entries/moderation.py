"""What people and rules decide about an entry: accept, reject, ask, disqualify, withdraw."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contests.locking import lock_campaign
from contests.phases import Phase
from contests.wording import day_and_time
from entries.guardian_needed import guardian_is_missing
from entries.models import Decision, Entry
from entries.notices import draft_notice
from entries.refusal import EntryRefused

Status = Entry.Status


class Verb(StrEnum):
    """What can be done to an entry that is there. Kept in Decision.verb, as is "receive"."""

    ACCEPT = "accept"
    REJECT = "reject"
    ASK = "ask"
    DISQUALIFY = "disqualify"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[str, Verb], Entry.Status] = {
    (Status.RECEIVED, Verb.ACCEPT): Status.ACCEPTED,
    (Status.RECEIVED, Verb.REJECT): Status.REJECTED,
    (Status.RECEIVED, Verb.ASK): Status.RECEIVED,
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
    Verb.ASK: frozenset({Phase.OPEN, Phase.REVIEW}),
    # After the announcement too: what is announced stays until it is corrected.
    Verb.DISQUALIFY: frozenset({Phase.OPEN, Phase.REVIEW, Phase.ANNOUNCED, Phase.ARCHIVED}),
    # Whoever entered may always leave, until the entry is part of published results.
    Verb.WITHDRAW: frozenset(set(Phase) - {Phase.ANNOUNCED, Phase.ARCHIVED}),
}
LEAVES = frozenset({Verb.REJECT, Verb.DISQUALIFY, Verb.WITHDRAW})
NEEDS_REASON = frozenset({Verb.REJECT, Verb.ASK, Verb.DISQUALIFY})


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
    if verb is Verb.ASK and (entry.submitted_by_id is None or entry.asked_at is not None):
        return False
    return (entry.status, verb) in MOVES and entry.campaign.phase(at=at) in PHASES[verb]


@transaction.atomic
def decide(
    *,
    entry_id: int,
    verb: Verb,
    by: User | None,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
    batch: UUID | None = None,
) -> Entry:
    """Move an entry to the state that `verb` leads to, and remember who, when and why.

    by: None where the campaign's rules decide.
    seen: the id of the last decision that the person has read, 0 for none: if another one was
        taken meanwhile, nothing happens. None where nobody has looked.
    batch: what was decided in one go can be undone in one go.

    Raises EntryRefused: reason_missing, question_missing, not_yours, not_confirmed, not_received,
    decided_meanwhile, not_accepted, withdrawn_already, not_in_this_phase, announced,
    guardian_missing, breaks_a_rule, nobody_to_ask, asked_already.
    """
    entry = lock_entry(entry_id)
    reason = reason.strip()
    _check_person(entry, verb, by)
    check_seen(entry, seen)
    to_status = MOVES.get((entry.status, verb))
    if to_status is None:
        raise _illegal(entry, verb)
    _check_circumstances(entry, verb, reason, at)
    from_status, entry.status = entry.status, to_status
    # A question is read where it is answered; it is no reason for the state.
    entry.status_reason = "" if verb is Verb.ASK else reason
    entry.asked_at = at if verb is Verb.ASK else None
    entry.save(update_fields=["status", "status_reason", "asked_at"])
    decision = Decision.objects.create(
        entry=entry,
        verb=verb,
        from_status=from_status,
        to_status=to_status,
        by=by,
        at=at,
        reason=reason,
        batch=batch,
    )
    # In the same transaction: a decision without its notice would never be noticed.
    draft_notice(decision, at=at)
    # After the announcement nobody moves up into the contest.
    if verb in LEAVES and entry.campaign.announced_at is None:
        make_room(entry, at)
    return entry


def make_room(entry: Entry, at: datetime) -> None:
    """Let the creator's next entry move up, or step back, when this one leaves or returns.

    One that moves up may be accepted by the rules at that.
    """
    from entries.those_behind import check_those_behind

    check_those_behind(entry, at=at)


def lock_entry(entry_id: int) -> Entry:
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


def check_seen(entry: Entry, seen: int | None) -> None:
    """Refuse to go on from what a person has read if somebody has decided since."""
    last = last_decision(entry)
    if seen is not None and last is not None and last.pk != seen:
        raise _decided_meanwhile(entry, last)


def last_decision(entry: Entry) -> Decision | None:
    """The newest one, in the order in which they were written."""
    return entry.decisions.select_related("by").order_by("-pk").first()


def _check_person(entry: Entry, verb: Verb, by: User | None) -> None:
    if verb is not Verb.WITHDRAW or (by is not None and entry.submitted_by_id == by.pk):
        return
    if by is None or not by.has_perm("entries.moderate_entry", entry):
        raise EntryRefused("not_yours")


def _check_circumstances(entry: Entry, verb: Verb, reason: str, at: datetime) -> None:
    phase = entry.campaign.phase_under_lock(at=at)
    if phase not in PHASES[verb]:
        raise EntryRefused("announced" if verb is Verb.WITHDRAW else "not_in_this_phase")
    if verb is not Verb.WITHDRAW and entry.confirmed_at is None:
        raise EntryRefused("not_confirmed")
    if verb is Verb.ASK:
        _check_question(entry)
    if verb in NEEDS_REASON and not reason:
        raise EntryRefused("question_missing" if verb is Verb.ASK else "reason_missing")
    if verb is Verb.ACCEPT:
        _check_rules(entry, reason)


def _check_question(entry: Entry) -> None:
    if entry.submitted_by_id is None:
        raise EntryRefused("nobody_to_ask")
    if entry.asked_at is not None:
        raise EntryRefused("asked_already")


def _check_rules(entry: Entry, reason: str) -> None:
    """Without a guardian's word nobody is let in; against any other rule only with a reason."""
    if guardian_is_missing(entry):
        raise EntryRefused("guardian_missing")
    if entry.proposal == Entry.Proposal.REJECT and not reason:
        raise EntryRefused("breaks_a_rule")


def _illegal(entry: Entry, verb: Verb) -> EntryRefused:
    """Why there is no such move from the entry's state, in words."""
    if verb is Verb.WITHDRAW:
        return EntryRefused("withdrawn_already")
    if verb is Verb.DISQUALIFY:
        return EntryRefused("not_accepted", status=Status(entry.status).label)
    last = last_decision(entry)
    if last is None:
        return EntryRefused("not_received", status=Status(entry.status).label)
    return _decided_meanwhile(entry, last)


def _decided_meanwhile(entry: Entry, last: Decision) -> EntryRefused:
    return EntryRefused(
        "decided_meanwhile",
        who=last.by or THE_RULES,
        when=_moment(last.at, entry.campaign.zone),
        status=Status(entry.status).label,
    )


THE_RULES = _("The rules")
"""Who decided where nobody did."""

_moment = lazy(day_and_time, str)
