"""Deciding a case: a person looked at the curve and says what follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.wording import day_and_time
from entries.moderation import disqualify_entry, lock_entry
from metrics.models import Case
from metrics.raising import PHASES
from metrics.refusal import MetricsRefused


@transaction.atomic
def decide_case(
    *, case_id: int, outcome: str, reason: str, by: User, at: datetime, told: str = ""
) -> Case:
    """Close a case for good; a disqualified entry leaves the contest in the same transaction.

    reason: for staff, kept with the case. told: what the creator reads of a disqualification;
    staff's reason would teach how to get round the flags, so it never goes out.

    Raises MetricsRefused: decided_already, case_not_now, outcome_missing, case_reason_missing,
    told_missing; EntryRefused where the entry cannot be disqualified.
    """
    entry = lock_entry(Case.objects.only("entry_id").get(pk=case_id).entry_id)
    case = (
        Case.objects.select_for_update(no_key=True, of=("self",))
        .select_related("decided_by")
        .get(pk=case_id)
    )
    if case.decided_at is not None:
        raise MetricsRefused(
            "decided_already",
            who=case.decided_by,
            when=day_and_time(case.decided_at, entry.campaign.zone),
            outcome=Case.Outcome(case.outcome).label,
        )
    if entry.campaign.phase_under_lock(at=at) not in PHASES:
        raise MetricsRefused("case_not_now")
    _check_words(outcome, reason, told)
    if outcome == Case.Outcome.DISQUALIFIED:
        disqualify_entry(entry_id=entry.pk, by=by, at=at, reason=told)
    case.outcome, case.reason = outcome, reason.strip()
    case.decided_by, case.decided_at = by, at
    case.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
    return case


def _check_words(outcome: str, reason: str, told: str) -> None:
    if outcome not in Case.Outcome.values:
        raise MetricsRefused("outcome_missing")
    if not reason.strip():
        raise MetricsRefused("case_reason_missing")
    if outcome == Case.Outcome.DISQUALIFIED and not told.strip():
        raise MetricsRefused("told_missing")
