"""An entry that leaves makes room for the creator's next one; one that comes back takes it."""

from __future__ import annotations

from datetime import datetime

from entries.checking import check_entries
from entries.eligibility import Outcome, Rule
from entries.models import Check, Entry


def check_those_behind(entry: Entry, *, at: datetime) -> None:
    """Check again the creator's later entries whose number may have changed with this one.

    The caller holds the campaign's lock. Of those that did not fit, only as many as ever could.
    """
    most = entry.campaign.max_entries_per_creator
    if most is None:
        return
    numbers = Check.objects.filter(
        rule=Rule.NUMBER.value,
        entry__campaign=entry.campaign_id,
        entry__creator=entry.creator_id,
        entry__received_at__gte=entry.received_at,
    ).exclude(entry=entry.pk)
    in_turn = numbers.order_by("entry__received_at", "entry").values_list("entry_id", flat=True)
    fit = in_turn.filter(found=Outcome.PASS.value)
    do_not_fit = in_turn.exclude(found=Outcome.PASS.value)
    behind = [*fit, *do_not_fit[:most]]
    if behind:
        check_entries(campaign_id=entry.campaign_id, entry_ids=behind, at=at)
