"""Cases from flags: one open case of each kind about an entry, and never the same thing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.flags import Flag, is_news
from metrics.models import Case, Reading

PHASES = frozenset({Phase.OPEN, Phase.REVIEW})
"""While entries are decided about: before there are no views, after it is too late."""
AT_ONCE = 500


def raise_cases(campaign: Campaign, flags: Sequence[Flag], *, at: datetime) -> int:
    """Open a case for each flag that says something new; how many. The caller holds the lock.

    Nothing is raised where a case of the kind is open, nor on what a person has looked at: only
    on readings that came after the last decision, see metrics.flags.is_news.
    """
    if campaign.phase_under_lock(at=at) not in PHASES:
        return 0
    raised = 0
    for start in range(0, len(flags), AT_ONCE):
        raised += _raise(campaign, flags[start : start + AT_ONCE], at)
    return raised


def _raise(campaign: Campaign, flags: Sequence[Flag], at: datetime) -> int:
    entry_ids = {flag.entry_id for flag in flags}
    accepted = set(
        Entry.objects.accepted()
        .filter(campaign=campaign, pk__in=entry_ids)
        .values_list("pk", flat=True)
    )
    newest = _newest_cases(entry_ids)
    came = _came_at(flags, newest)
    cases = {
        (flag.entry_id, flag.kind): Case(
            entry_id=flag.entry_id, kind=flag.kind, evidence=flag.evidence, raised_at=at
        )
        for flag in flags
        if flag.entry_id in accepted
        and _is_new(flag, newest.get((flag.entry_id, flag.kind)), came.get(flag.reading_id))
    }
    # The constraint has the last word, should anybody raise one without the lock.
    Case.objects.bulk_create(cases.values(), ignore_conflicts=True)
    return len(cases)


def _is_new(flag: Flag, last: Case | None, came_at: datetime | None) -> bool:
    if last is None:
        return True
    if last.decided_at is None:
        return False
    if flag.reading_id and (came_at is None or came_at <= last.decided_at):
        return False
    watched = last.outcome != Case.Outcome.HARMLESS
    return is_news(flag, last.evidence, watched=watched)


def _newest_cases(entry_ids: Iterable[int]) -> dict[tuple[int, str], Case]:
    """The newest case of each entry and kind, the open one if there is one."""
    cases = Case.objects.filter(entry__in=entry_ids).order_by("raised_at", "pk")
    return {(case.entry_id, case.kind): case for case in cases}


def _came_at(flags: Sequence[Flag], newest: dict[tuple[int, str], Case]) -> dict[int, datetime]:
    """When the readings behind flags began to count, where a person has decided before."""
    asked = [flag.reading_id for flag in flags if (flag.entry_id, flag.kind) in newest]
    rows = Reading.objects.filter(pk__in=asked).values_list(
        "pk", "recorded_at", "attestation__attested_at"
    )
    return {pk: attested_at or recorded_at for pk, recorded_at, attested_at in rows}
