"""A person sets a rule aside for one entry, or lets it count again; both with a reason.

What the rule itself found stays beside the person's word.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from entries.checking import check_entries
from entries.models import Check, Decision, Entry
from entries.moderation import PHASES, Verb, lock_entry
from entries.refusal import EntryRefused

OVERRIDE = "override"
"""Decision.verb when a rule is set aside; told to staff only."""
RESTORE = "restore"
"""Decision.verb when it counts again."""

Outcome = Check.Outcome


@transaction.atomic
def override_check(*, entry_id: int, rule: str, by: User, at: datetime, reason: str) -> Entry:
    """Let a rule that is not met, or not known to be, count as met.

    Where that was the last one and the campaign accepts by itself, the entry is accepted.
    Raises EntryRefused: not_a_moderator, override_reason_missing, not_in_this_phase,
    rule_not_asked, rule_is_met, overridden_already.
    """
    entry, check, reason = _locked(entry_id, rule, by, at, reason)
    if check.outcome == Outcome.OVERRIDDEN:
        raise EntryRefused("overridden_already", who=check.overridden_by)
    if check.outcome == Outcome.PASS:
        raise EntryRefused("rule_is_met")
    check.outcome = Outcome.OVERRIDDEN
    check.overridden_by, check.overridden_at, check.override_reason = by, at, reason
    check.save(
        update_fields=["outcome", "overridden_by", "overridden_at", "override_reason"],
    )
    return _noted(entry, OVERRIDE, rule, by, at, reason)


@transaction.atomic
def restore_check(*, entry_id: int, rule: str, by: User, at: datetime, reason: str) -> Entry:
    """Let a rule that was set aside count again, as it stands now.

    Raises EntryRefused: not_a_moderator, override_reason_missing, not_in_this_phase,
    rule_not_asked, not_overridden.
    """
    entry, check, reason = _locked(entry_id, rule, by, at, reason)
    if check.outcome != Outcome.OVERRIDDEN:
        raise EntryRefused("not_overridden")
    # If the campaign does not ask for it any more, the check that follows takes it out.
    check.outcome = check.found or Outcome.UNKNOWN
    check.overridden_by, check.overridden_at, check.override_reason = None, None, ""
    check.save(
        update_fields=["outcome", "overridden_by", "overridden_at", "override_reason"],
    )
    return _noted(entry, RESTORE, rule, by, at, reason)


def _locked(
    entry_id: int, rule: str, by: User, at: datetime, reason: str
) -> tuple[Entry, Check, str]:
    """The entry and its check, held, after everything that both verbs ask has been asked."""
    if not (reason := reason.strip()):
        raise EntryRefused("override_reason_missing")
    entry = lock_entry(entry_id)
    if not by.has_perm("entries.moderate_entry", entry):
        raise EntryRefused("not_a_moderator")
    if entry.campaign.phase_under_lock(at=at) not in PHASES[Verb.ACCEPT]:
        raise EntryRefused("not_in_this_phase")
    check = entry.checks.select_related("overridden_by").filter(rule=rule).first()
    if check is None:
        raise EntryRefused("rule_not_asked")
    return entry, check, reason


def _noted(entry: Entry, verb: str, rule: str, by: User, at: datetime, reason: str) -> Entry:
    """Record who did it and why; then propose anew what to do about the entry."""
    Decision.objects.create(
        entry=entry,
        verb=verb,
        from_status=entry.status,
        to_status=entry.status,
        by=by,
        at=at,
        reason=f"{rule}: {reason}",
    )
    check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=at)
    entry.refresh_from_db(fields=["status", "status_reason", "proposal"])
    return entry
