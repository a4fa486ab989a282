"""Units of YouTube's daily quota that are kept for the final readings of the same day.

A campaign of 20,000 videos needs 400 of the day's 10,000 units for each reading of all: on its last
day, hourly ones would use up what the final one needs, and no other reading can stand in for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from django.conf import settings

from entries.models import CallBudget
from entries.platforms.days import midnight_after, midnight_before
from entries.platforms.youtube import YouTube
from metrics.collecting import collecting_campaigns, entries_to_read, hours_of, loaded_plan
from metrics.models import PendingReading
from metrics.schedule import final_slot

Source = PendingReading.Source


def must_wait(rows: Sequence[PendingReading], *, at: datetime) -> list[PendingReading]:
    """Those of the rows (with their entries) that would use what final readings need today."""
    others = [row for row in rows if not _is_final(row)]
    return others if others and _units_left(at) <= _units_kept(at) else []


def _is_final(row: PendingReading) -> bool:
    campaign = row.entry.campaign
    if campaign.opens_at is None or campaign.closes_at is None:
        return False
    hours = hours_of(loaded_plan(campaign))
    return row.slot_at >= final_slot(hours, campaign.opens_at, campaign.closes_at)


def _units_left(at: datetime) -> int:
    day = CallBudget.objects.filter(name=f"{YouTube.name}/day", began_at=midnight_before(at))
    return settings.YOUTUBE_UNITS_PER_DAY - (day.values_list("used", flat=True).first() or 0)


def _units_kept(at: datetime) -> int:
    """Enough for all final readings that begin later today, and a tenth for second questions."""
    videos = 0
    for campaign in collecting_campaigns(at=at):
        if campaign.opens_at is None or campaign.closes_at is None:
            continue
        begins_at = final_slot(
            hours_of(loaded_plan(campaign)), campaign.opens_at, campaign.closes_at
        )
        if at < begins_at < midnight_after(at):
            videos += entries_to_read(campaign)[Source.YOUTUBE].count()
    return ceil(videos * 11 / (10 * YouTube.batch_size))
