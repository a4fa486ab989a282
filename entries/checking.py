"""Every rule of a campaign answered for its entries, kept with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction

from contests.locking import lock_campaign
from contests.models import Campaign
from entries.automatic_acceptance import accept_what_meets_every_rule
from entries.eligibility import Finding, evaluate, propose
from entries.models import Check, Entry
from entries.subjects import subjects_of, terms_of

__all__ = ["check_entries", "subjects_of", "terms_of"]

AT_ONCE = 500
"""Entries in one transaction: the campaign is held for a fraction of a second."""


class _Kept(NamedTuple):
    """What a check says, and who overrode it: columns of Check."""

    outcome: str
    found: str = ""
    code: str = ""
    evidence: Mapping[str, Any] = {}
    overridden_by_id: int | None = None
    overridden_at: datetime | None = None
    override_reason: str = ""


_FOUND = ("outcome", "found", "code", "evidence", "checked_at")
"""What checking writes; the rest is the word of a person."""


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
    answers = {
        entry.pk: _answers(evaluate(terms, subject), known[entry.pk])
        for entry, subject in zip(entries, subjects_of(campaign, entries), strict=True)
    }
    _write(answers, known, at)
    _write_proposals(entries, answers)
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


def _known_checks(entries: Iterable[Entry]) -> dict[int, dict[str, _Kept]]:
    """The checks that are there, by entry and rule."""
    known: dict[int, dict[str, _Kept]] = {entry.pk: {} for entry in entries}
    checks = Check.objects.filter(entry__in=known).order_by()
    for entry, rule, *kept in checks.values_list("entry_id", "rule", *_Kept._fields):
        known[entry][rule] = _Kept(*kept)
    return known


def _answers(findings: Iterable[Finding], known: Mapping[str, _Kept]) -> dict[str, _Kept]:
    """The checks as they are to be: overridden ones keep their outcome, asked for or not."""
    answers = {
        finding.rule.value: _Kept(
            finding.outcome.value, finding.outcome.value, finding.code, finding.evidence
        )
        for finding in findings
    }
    for rule, before in known.items():
        if before.outcome == Check.Outcome.OVERRIDDEN:
            found = answers.get(rule, _Kept(before.outcome))
            answers[rule] = before._replace(
                found=found.found, code=found.code, evidence=found.evidence
            )
    return answers


def _write(
    answers: Mapping[int, Mapping[str, _Kept]],
    known: Mapping[int, Mapping[str, _Kept]],
    at: datetime,
) -> None:
    """Write what is new or has changed, and take out what is not asked any more."""
    changed = [
        Check(entry_id=entry_id, rule=rule, checked_at=at, **answer._asdict())
        for entry_id, rules in answers.items()
        for rule, answer in rules.items()
        if known[entry_id].get(rule) != answer
    ]
    gone: defaultdict[str, list[int]] = defaultdict(list)
    for entry_id, rules in known.items():
        for rule in rules.keys() - answers[entry_id].keys():
            gone[rule].append(entry_id)
    Check.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=("entry", "rule"),
        update_fields=_FOUND,
    )
    for rule, entry_ids in gone.items():
        Check.objects.filter(rule=rule, entry__in=entry_ids).delete()


def _write_proposals(entries: Iterable[Entry], answers: Mapping[int, Mapping[str, _Kept]]) -> None:
    changed: defaultdict[str, list[int]] = defaultdict(list)
    for entry in entries:
        proposal = propose(answers[entry.pk].values()).value
        if entry.proposal != proposal:
            entry.proposal = proposal
            changed[proposal].append(entry.pk)
    for proposal, ids in changed.items():
        Entry.objects.filter(pk__in=ids).update(proposal=proposal)
