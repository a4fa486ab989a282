"""YouTube's quota of a day: what the final reading needs is not used up by hourly ones."""

from datetime import timedelta
from typing import Any

import pytest

from entries.models import CallBudget
from entries.platforms.days import midnight_before
from metrics.models import PendingReading, Reading
from tests.metrics.collecting import (
    FINAL,
    HOUR,
    MINUTE,
    YOUTUBE,
    collect,
    measured_campaign,
    watch_of,
    youtube_entry,
)

pytestmark = pytest.mark.django_db


def spend(platforms: Any, settings: Any, *, units_left: int, at: Any) -> None:
    settings.YOUTUBE_UNITS_PER_DAY = 100
    CallBudget.objects.create(
        name="youtube/day", began_at=midnight_before(at), used=100 - units_left
    )


@pytest.mark.parametrize(("units_left", "is_read"), [(4, True), (3, False)])
def test_hourly_reading_leaves_what_the_final_one_needs(
    platforms: Any, settings: Any, units_left: int, is_read: bool
):
    """120 videos need three calls, with a tenth more for second questions."""
    campaign = measured_campaign()
    for _ in range(120):
        youtube_entry(platforms, campaign)
    # Quota days begin at midnight in California: 08:00 in UTC.
    at = FINAL - 2 * HOUR
    spend(platforms, settings, units_left=units_left, at=at)
    watch = watch_of(platforms)
    collect(campaign, watch, at)
    assert (Reading.objects.count() > 0) == is_read
    collect(campaign, watch, FINAL)
    assert Reading.objects.filter(taken_at__gte=FINAL).count() == 120
    assert not PendingReading.objects.exists()


def test_what_waits_costs_no_attempt(platforms: Any, settings: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    at = FINAL - HOUR
    spend(platforms, settings, units_left=1, at=at)
    collect(campaign, watch_of(platforms), at)
    row = PendingReading.objects.get(entry=entry)
    assert (row.source, row.attempts, row.taken_at, row.error) == (YOUTUBE, 0, None, "")
    assert row.due_at > at + HOUR


def test_nothing_is_kept_on_other_days(platforms: Any, settings: Any):
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    at = FINAL - timedelta(days=1) + 2 * MINUTE
    spend(platforms, settings, units_left=1, at=at)
    collect(campaign, watch_of(platforms), at)
    assert Reading.objects.count() == 1
