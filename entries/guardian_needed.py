"""Whether an entry still waits for a guardian's word."""

from __future__ import annotations

from entries.models import Check, Entry, GuardianConsent

AGREED = (Check.Outcome.PASS, Check.Outcome.OVERRIDDEN)


def guardian_is_missing(entry: Entry) -> bool:
    """True for an entrant known to be under age whose guardian has not agreed.

    Staff's word counts as the guardian's. Where no age was declared, as for imported entries,
    nobody can say: then the check says "unknown" and a person decides.
    """
    outcome = entry.checks.filter(rule="guardian").values_list("outcome", flat=True).first()
    if outcome is not None and outcome in AGREED:
        return False
    limit, age = entry.campaign.guardian_age, entry.declared_age
    if limit is None or age is None or age >= limit:
        return outcome == Check.Outcome.FAIL
    return not GuardianConsent.objects.filter(entry=entry, confirmed_at__isnull=False).exists()
