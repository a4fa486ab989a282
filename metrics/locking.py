"""The lock that whoever writes readings of one entry takes."""

from __future__ import annotations

from contests.locking import lock_campaign
from entries.models import Entry


def lock_entry(entry_id: int) -> Entry:
    """Hold the entry, with its campaign as it is now; two readings of it queue here.

    The announcement, imports and the keeping of figures wait on the campaign.
    """
    campaign_id = Entry.objects.values_list("campaign_id", flat=True).get(pk=entry_id)
    campaign = lock_campaign(campaign_id)
    entry = Entry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry_id)
    entry.campaign = campaign
    return entry
