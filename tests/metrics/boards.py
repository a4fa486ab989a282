"""What tests of boards share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Decision, Entry
from metrics.models import BoardLine, ReadingPlan, ViewsProgress
from tests.builders import build_campaign, build_category, build_entry, build_reading

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def views_category(
    method: str = Category.Method.MOST_VIEWED_VIDEO, *, phase: Phase = Phase.OPEN
) -> Category:
    return build_category(build_campaign(phase=phase), method=Category.Method(method))


def seen(campaign: Campaign, views: int, *, at: datetime | None = None, **fields: Any) -> Entry:
    """An entry with one reading."""
    entry = build_entry(campaign, **fields)
    build_reading(entry, views=views, taken_at=at or timezone.now() - HOUR)
    return entry


def change(campaign: Campaign) -> None:
    """What writers of readings leave behind."""
    ViewsProgress.objects.get_or_create(
        campaign=campaign,
        defaults={"opens_at": campaign.opens_at, "closes_at": campaign.closes_at},
    )
    ViewsProgress.objects.filter(campaign=campaign).update(changes=F("changes") + 1)


def decide(entry: Entry, status: str = "disqualified") -> None:
    """What moderators leave behind."""
    Entry.objects.filter(pk=entry.pk).update(status=status, status_reason="Why.")
    Decision.objects.create(
        entry=entry,
        verb="disqualify",
        from_status=entry.status,
        to_status=status,
        at=timezone.now(),
        reason="Why.",
    )


def freeze(campaign: Campaign, moment: datetime) -> None:
    ReadingPlan.objects.update_or_create(campaign=campaign, defaults={"board_freezes_at": moment})


def lines(board_id: int) -> list[tuple[int, int, int]]:
    """(position, rank, views) of all lines."""
    found = BoardLine.objects.filter(board=board_id).order_by("position")
    return list(found.values_list("position", "rank", "views"))
