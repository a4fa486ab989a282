"""Entries that meet every rule take part at once, where the campaign says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contests.models import Campaign
from entries.models import Decision, Entry
from entries.moderation import MOVES, PHASES, Verb
from entries.notices import draft_notice
from entries.undoing import UNDO

TAKEN_UP = (Verb.ASK, UNDO)
"""Decisions after which people have an entry in hand, and not the rules."""


def accept_what_meets_every_rule(
    campaign: Campaign, entries: Iterable[Entry], *, at: datetime
) -> list[Entry]:
    """Accept those that wait for a decision and break no rule; nobody's name stands below it.

    The caller holds the locks of the campaign and of the entries, whose proposals are fresh. As
    many queries for a thousand imported entries as for one; a mail is drafted for each submitter.
    """
    if campaign.phase_under_lock(at=at) not in PHASES[Verb.ACCEPT]:
        return []
    ready = _left_to_the_rules([entry for entry in entries if _is_ready(entry)])
    if not ready:
        return []
    for entry in ready:
        entry.status = MOVES[Entry.Status.RECEIVED, Verb.ACCEPT]
    Entry.objects.filter(pk__in=[entry.pk for entry in ready]).update(
        status=Entry.Status.ACCEPTED, status_reason=""
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            entry=entry,
            verb=Verb.ACCEPT,
            from_status=Entry.Status.RECEIVED,
            to_status=entry.status,
            by=None,
            at=at,
        )
        for entry in ready
    )
    for decision in decisions:
        draft_notice(decision, at=at)
    return ready


def _is_ready(entry: Entry) -> bool:
    return (
        entry.proposal == Entry.Proposal.ACCEPT
        and entry.status == Entry.Status.RECEIVED
        and entry.confirmed_at is not None
        and entry.asked_at is None
    )


def _left_to_the_rules(entries: list[Entry]) -> list[Entry]:
    decisions = Decision.objects.filter(entry__in=entries, verb__in=TAKEN_UP)
    taken_up = set(decisions.values_list("entry_id", flat=True)) if entries else set()
    return [entry for entry in entries if entry.pk not in taken_up]
