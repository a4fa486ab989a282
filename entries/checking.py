"""Every rule of a campaign answered for its entries, kept with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from contests.locking import lock_campaign
from contests.models import Campaign
from entries.automatic_acceptance import accept_what_meets_every_rule
from entries.eligibility import Finding, Proposal, evaluate, propose
from entries.models import Check, Entry
from entries.subjects import subjects_of, terms_of

__all__ = ["check_entries", "subjects_of", "terms_of"]

AT_ONCE = 500
"""Entries in one transaction: the campaign is held for a fraction of a second."""

_WRITTEN = ("outcome", "found", "code", "evidence", "checked_at")


def check_entries(*, campaign_id: int, entry_ids: Iterable[int], at: datetime) -> None:
    """Answer the campaign's rules for these entries and propose what to do about each.

    What a person has overridden stays so, beside what the rule itself finds now. Where the
    campaign says so, entries that wait and meet every rule are accepted. Checking again what has
    not changed writes nothing.
    """
    ids = iter(sorted(set(entry_ids)))
    while chunk := list(islice(ids, AT_ONCE)):
        _check(campaign_id, chunk, at)


@transaction.atomic
def _check(campaign_id: int, entry_ids: list[int], at: datetime) -> None:
    campaign, entries = _locked(campaign_id, entry_ids)
    if not entries:
        return
    terms = terms_of(campaign)
    known = _known_checks(entries)
    checks = {
        entry.pk: _answers(entry, evaluate(terms, subject), known[entry.pk], at)
        for entry, subject in zip(entries, subjects_of(campaign, entries), strict=True)
    }
    _write(checks, known)
    _write_proposals(entries, checks)
    if campaign.accepts_automatically:
        accept_what_meets_every_rule(campaign, entries, at=at)


def _locked(campaign_id: int, entry_ids: list[int]) -> tuple[Campaign, list[Entry]]:
    """The campaign and its entries, locked in this order."""
    campaign = lock_campaign(campaign_id)
    entries = list(
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .filter(campaign=campaign, pk__in=entry_ids)
        .order_by("pk")
    )
    for entry in entries:
        entry.campaign = campaign
    return campaign, entries


def _known_checks(entries: Iterable[Entry]) -> dict[int, dict[str, Check]]:
    """The checks that are there, by entry and rule."""
    known: dict[int, dict[str, Check]] = {entry.pk: {} for entry in entries}
    for check in Check.objects.filter(entry__in=known).order_by():
        known[check.entry_id][check.rule] = check
    return known


def _answers(
    entry: Entry, findings: Sequence[Finding], known: dict[str, Check], at: datetime
) -> list[Check]:
    """The checks as they are to be: overridden ones keep their outcome, asked for or not."""
    checks = [
        Check(
            entry=entry,
            rule=finding.rule.value,
            outcome=finding.outcome.value,
            found=finding.outcome.value,
            code=finding.code,
            evidence=finding.evidence,
            checked_at=at,
        )
        for finding in findings
    ]
    asked = {check.rule for check in checks}
    checks += [
        Check(entry=entry, rule=rule, checked_at=at)
        for rule, check in known.items()
        if rule not in asked and _is_overridden(check)
    ]
    for check in checks:
        before = known.get(check.rule)
        if before is not None and _is_overridden(before):
            check.outcome = Check.Outcome.OVERRIDDEN
            check.overridden_by_id = before.overridden_by_id
            check.overridden_at = before.overridden_at
            check.override_reason = before.override_reason
    return checks


def _write(checks: dict[int, list[Check]], known: dict[int, dict[str, Check]]) -> None:
    """Write what is new or has changed, and take out what is not asked any more."""
    Check.objects.bulk_create(
        [
            check
            for entry_id, answers in checks.items()
            for check in answers
            if _differs(check, known[entry_id].get(check.rule))
        ],
        update_conflicts=True,
        unique_fields=("entry", "rule"),
        update_fields=_WRITTEN,
    )
    gone = [
        check.pk
        for entry_id, answers in checks.items()
        for rule, check in known[entry_id].items()
        if rule not in {answer.rule for answer in answers}
    ]
    if gone:
        Check.objects.filter(pk__in=gone).delete()


def _write_proposals(entries: Iterable[Entry], checks: dict[int, list[Check]]) -> None:
    changed: defaultdict[Proposal, list[int]] = defaultdict(list)
    for entry in entries:
        proposal = propose(checks[entry.pk])
        if entry.proposal != proposal:
            entry.proposal = proposal.value
            changed[proposal].append(entry.pk)
    for proposal, ids in changed.items():
        Entry.objects.filter(pk__in=ids).update(proposal=proposal.value)


def _is_overridden(check: Check) -> bool:
    return check.outcome == Check.Outcome.OVERRIDDEN


def _differs(check: Check, before: Check | None) -> bool:
    """Whether there is something new to write; when it was looked at is nothing new."""
    if before is None:
        return True
    return any(getattr(check, name) != getattr(before, name) for name in _WRITTEN[:-1])
