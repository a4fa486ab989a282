"""Which videos are due to be read from the platforms, and who asks."""

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entries.models import Entry
from metrics.collecting_jobs import enqueue_due_readings, take_readings_task
from metrics.models import EntryViews, PendingReading, ReadingPlan
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.metrics.collecting import (
    CLOSES,
    DISPLAY,
    FINAL,
    HOUR,
    MINUTE,
    OPENS,
    TICK,
    YOUTUBE,
    collect,
    history,
    measured_campaign,
    permit,
    tiktok_entry,
    want,
    watch_of,
    youtube_entry,
)

pytestmark = pytest.mark.django_db


def test_every_video_that_can_be_asked_about_is_wanted_once(platforms: Any):
    campaign = measured_campaign()
    permit(platforms, personas.creator())
    youtube = youtube_entry(platforms, campaign)
    tiktok = tiktok_entry(platforms, campaign, personas.creator())
    assert want(campaign, OPENS) == 2
    assert want(campaign, OPENS + MINUTE) == 0
    assert set(PendingReading.objects.values_list("entry", "source", "slot_at", "due_at")) == {
        (youtube.pk, "youtube", OPENS, OPENS),
        (tiktok.pk, "tiktok_display", OPENS, OPENS),
    }


def test_token_of_the_account_s_own_user_is_as_good_as_the_entrant_s(platforms: Any):
    campaign = measured_campaign()
    permit(platforms, personas.creator())
    entry = tiktok_entry(platforms, campaign, None)
    assert want(campaign, OPENS) == 0
    entry.creator.user = personas.creator()
    entry.creator.save()
    assert want(campaign, OPENS) == 1


def test_without_key_and_token_nobody_is_asked(platforms: Any, settings: Any):
    settings.YOUTUBE_API_KEY = ""
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    tiktok_entry(platforms, campaign, personas.creator())
    build_entry(campaign, platform="instagram", video_id="C4abcDEFghi")
    assert want(campaign, OPENS) == 0


@pytest.mark.parametrize(
    ("status", "is_wanted"),
    [
        ("received", True),
        ("accepted", True),
        ("rejected", False),
        ("disqualified", False),
        ("withdrawn", False),
    ],
)
def test_entries_that_may_still_win_are_read(platforms: Any, status: str, is_wanted: bool):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    Entry.objects.filter(pk=entry.pk).update(status=status, status_reason="x")
    assert want(campaign, OPENS) == is_wanted


def test_unconfirmed_entries_are_not_read(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    Entry.objects.filter(pk=entry.pk).update(confirmed_at=None)
    assert want(campaign, OPENS) == 0


@pytest.mark.parametrize(
    ("at", "fields", "is_wanted"),
    [
        (OPENS - TICK, {}, False),
        (OPENS, {}, True),
        (CLOSES - TICK, {}, True),
        (CLOSES + 9 * HOUR, {}, True),
        (CLOSES + 9 * HOUR, {"announced_at": CLOSES + 8 * HOUR}, False),
        (OPENS, {"cancelled_at": OPENS}, False),
        (OPENS, {"published_at": None}, False),
    ],
)
def test_campaigns_are_read_from_the_opening_to_the_announcement(
    platforms: Any, at: Any, fields: dict[str, Any], is_wanted: bool
):
    campaign = measured_campaign(**fields)
    youtube_entry(platforms, campaign)
    assert enqueue_due_readings(at=at) == is_wanted
    assert want(campaign, at) == 0
    assert PendingReading.objects.count() == is_wanted


def test_plan_may_forbid_asking(platforms: Any):
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    plan = ReadingPlan.objects.create(campaign=campaign, collects=False)
    enqueue_due_readings(at=OPENS)
    assert want(campaign, OPENS) == 0
    plan.collects = True
    plan.save()
    enqueue_due_readings(at=OPENS)
    assert PendingReading.objects.count() == 1


def test_video_read_since_the_slot_is_not_due(platforms: Any):
    """By an import, or by us: the kept figures tell."""
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    EntryViews.objects.create(
        entry=entry, campaign=campaign, last_at=OPENS + 6 * HOUR, last_views=1
    )
    assert want(campaign, OPENS + 11 * HOUR) == 0
    assert want(campaign, OPENS + 12 * HOUR) == 1


def test_plan_s_hours_are_kept_to(platforms: Any):
    campaign = measured_campaign()
    ReadingPlan.objects.create(campaign=campaign, every_hours=24, last_day_hours=12)
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    for hour in range(72):
        collect(campaign, watch, OPENS + hour * HOUR)
    collect(campaign, watch, FINAL)
    hours = [(moment - OPENS) // HOUR for moment, _views in history(entry)]
    assert hours == [0, 24, 48, 60, 71]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_tick_costs_the_same_for_any_number_of_videos(
    platforms: Any, django_assert_num_queries: Any, count: int
):
    campaign = measured_campaign()
    for _ in range(count):
        youtube_entry(platforms, campaign)
    # The savepoint of the test's transaction, campaign, plan, and one for each source.
    with django_assert_num_queries(6):
        assert want(campaign, OPENS) == count


def test_jobs_read_what_is_due_now(platforms: Any):
    campaign = build_campaign(at=timezone.now())
    entry = youtube_entry(platforms, campaign)
    permit(platforms, personas.creator(), until=timezone.now())
    own = tiktok_entry(platforms, campaign, personas.creator())
    assert enqueue_due_readings(at=timezone.now()) == 2
    assert enqueue_due_readings(at=timezone.now()) == 0
    assert [take_readings_task.call(source) for source in (YOUTUBE.value, DISPLAY.value)] == [1, 1]
    assert len(history(entry)) == len(history(own)) == 1
    assert enqueue_due_readings(at=timezone.now()) == 0


def test_job_ends_after_a_while_and_another_goes_on(platforms: Any, monkeypatch: Any):
    campaign = build_campaign(at=timezone.now())
    for _ in range(120):
        youtube_entry(platforms, campaign)
    enqueue_due_readings(at=timezone.now())
    monkeypatch.setattr("metrics.collecting_jobs.SECONDS_AT_A_TIME", -1)
    DBTaskResult.objects.all().delete()
    assert [take_readings_task.call(YOUTUBE.value) for _ in range(4)] == [50, 50, 20, 0]
    assert DBTaskResult.objects.count() == 1
