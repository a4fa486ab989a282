"""A campaign whose readings are looked through for what is striking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import transaction
from django.utils import timezone

from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.flagging import flag_readings
from metrics.keeping import keep_anew
from metrics.models import Case, Reading
from tests.builders import build_campaign, build_entry

SLOT = timedelta(hours=6)
JUMP = (500,) * 8 + (60_000,)
CALM = (500,) * 9


def running(**fields: Any) -> Campaign:
    return build_campaign(phase=Phase.OPEN, **fields)


def add_readings(
    entry: Entry,
    gains: Sequence[int],
    *,
    views: int = 1_000,
    likes: int | None = 50,
    until: datetime | None = None,
) -> list[Reading]:
    """Readings every six hours, the last two hours ago; likes are per 1,000 views."""
    last = until or timezone.now() - timedelta(hours=2)
    counts = list(accumulate(gains, initial=views))
    made = [
        Reading(
            entry=entry,
            taken_at=last - SLOT * (len(counts) - 1 - place),
            views=count,
            likes=None if likes is None else count * likes // 1000,
            source=Reading.Source.IMPORT,
            recorded_at=timezone.now(),
        )
        for place, count in enumerate(counts)
    ]
    return Reading.objects.bulk_create(made)


def keep(campaign: Campaign) -> None:
    """What every writer of readings does in its transaction."""
    with transaction.atomic():
        keep_anew(campaign=lock_campaign(campaign.pk))


def entry_with(campaign: Campaign, gains: Sequence[int], **fields: Any) -> Entry:
    entry = build_entry(campaign)
    add_readings(entry, gains, **fields)
    return entry


def look(campaign: Campaign, *, at: datetime | None = None) -> list[tuple[int, str]]:
    """Look through what is new; the open cases then."""
    keep(campaign)
    flag_readings(campaign_id=campaign.pk, at=at or timezone.now())
    return open_cases(campaign)


def open_cases(campaign: Campaign) -> list[tuple[int, str]]:
    cases = Case.objects.filter(entry__campaign=campaign, decided_at__isnull=True)
    return list(cases.order_by("entry", "kind").values_list("entry", "kind"))
