"""What is kept of the platforms' answers about views, up to the close and after it."""

from datetime import timedelta
from typing import Any

import pytest

from entries.models import Entry, PlatformAnswer
from entries.platforms.youtube import YouTube
from metrics.collecting import hours_of
from metrics.models import EntryViews, PendingReading, Reading, ReadingBatch, ReadingPlan
from metrics.schedule import slots
from tests import personas
from tests.builders import build_reading
from tests.fakes import answering
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
    kept,
    measured_campaign,
    permit,
    tiktok_entry,
    want,
    watch_of,
    work_off,
    youtube_entry,
)

pytestmark = pytest.mark.django_db


def test_youtube_is_read_by_fifty(platforms: Any):
    campaign = measured_campaign()
    entries = [youtube_entry(platforms, campaign) for _ in range(53)]
    watch = watch_of(platforms, OPENS + HOUR)
    want(campaign, watch.now)
    assert [turn.settled for turn in work_off(YOUTUBE, watch)] == [50, 3]
    assert len(platforms.calls_of("youtube")) == 2
    assert ReadingBatch.objects.count() == 2
    assert not PendingReading.objects.exists()
    assert set(Reading.objects.values_list("views", "likes", "comments", "shares", "source")) == {
        (1060, 91, 4, None, "platform_api")
    }
    assert {len(history(entry)) for entry in entries} == {1}


def test_tiktok_is_read_by_twenty_for_each_person(platforms: Any):
    campaign = measured_campaign()
    for number, user in enumerate((personas.creator(), personas.stranger())):
        handle = f"handle{number}"
        permit(platforms, user, handle=handle)
        for _ in range(22):
            tiktok_entry(platforms, campaign, user, handle=handle)
    watch = watch_of(platforms, OPENS + HOUR)
    want(campaign, watch.now)
    assert sorted(turn.settled for turn in work_off(DISPLAY, watch)) == [2, 2, 20, 20]
    assert len(platforms.calls_of("tiktok_display")) == 4
    assert ReadingBatch.objects.count() == 4
    assert set(Reading.objects.values_list("views", "likes", "comments", "shares", "source")) == {
        (1060, 91, 4, 2, "creator_token")
    }
    assert Reading.objects.values("entry").distinct().count() == 44


def test_reading_has_the_time_before_the_call(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    watch = watch_of(platforms, OPENS)
    seen = []

    def slow(self: Any, video_ids: Any) -> Any:
        seen.append(watch.now)
        watch.now += 10 * timedelta(seconds=1)
        return ask(self, video_ids)

    ask = YouTube.ask
    monkeypatch.setattr(YouTube, "ask", slow)
    work_off(YOUTUBE, watch)
    reading = Reading.objects.get()
    # The budget was counted between the two.
    assert reading.taken_at == seen[0] - TICK
    assert reading.recorded_at > seen[0] + timedelta(seconds=10)
    assert reading.batch
    assert reading.batch.came_at == reading.recorded_at
    assert (kept(entry).last_at, kept(entry).answered_at) == (reading.taken_at,) * 2


def test_views_rise_from_slot_to_slot(platforms: Any):
    campaign = measured_campaign()
    permit(platforms, personas.creator())
    youtube = youtube_entry(platforms, campaign)
    tiktok = tiktok_entry(platforms, campaign, personas.creator())
    watch = watch_of(platforms)
    for minute in range(0, 3 * 24 * 60 + 600, 30):
        collect(campaign, watch, OPENS + minute * MINUTE)
    expected = [
        (slot, 1000 + 60 * ((slot - OPENS) // MINUTE) // 60)
        for slot in slots(hours_of(ReadingPlan()), OPENS, CLOSES)
    ]
    assert len(expected) == 8 + 24 + 1
    assert history(youtube) == history(tiktok) == expected
    assert kept(youtube).closing_views == kept(tiktok).closing_views == 1000 + 71 * 60 + 30


def test_video_in_two_campaigns_is_read_by_one_call_for_both(platforms: Any):
    campaigns = [measured_campaign(), measured_campaign()]
    entries = [youtube_entry(platforms, one, video_id="BGQWPY4IigY") for one in campaigns]
    watch = watch_of(platforms, OPENS)
    for campaign in campaigns:
        want(campaign, OPENS)
    assert [turn.settled for turn in work_off(YOUTUBE, watch)] == [2]
    assert len(platforms.calls_of("youtube")) == 1
    assert [history(entry) for entry in entries] == [[(OPENS, 1000)]] * 2
    assert kept(entries[0]).last_views == kept(entries[1]).last_views == 1000


def test_unchanged_answers_are_no_news(platforms: Any):
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    permit(platforms, personas.creator())
    tiktok_entry(platforms, campaign, personas.creator())
    watch = watch_of(platforms)
    for hours in (0, 6, 12):
        collect(campaign, watch, OPENS + hours * HOUR)
    assert Reading.objects.count() == 6
    assert PlatformAnswer.objects.count() == 2
    said = [set(answer.said) for answer in PlatformAnswer.objects.all()]
    assert not any(names & {"views", "likes", "comments", "shares", "cover_url"} for names in said)


def test_changed_caption_is_kept_and_checked(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    collect(campaign, watch, OPENS)
    entry.refresh_from_db()
    assert (entry.caption, entry.available) == ("#кітапток", True)
    platforms.videos["youtube", entry.video_id].caption = "something else"
    platforms.videos["youtube", entry.video_id].privacy = "unlisted"
    collect(campaign, watch, OPENS + 6 * HOUR)
    entry.refresh_from_db()
    assert (entry.caption, entry.available) == ("something else", False)
    assert dict(entry.checks.values_list("rule", "outcome"))["hashtag"] == "fail"
    assert len(history(entry)) == 2


def test_counts_that_are_not_told_are_unknown(platforms: Any, monkeypatch: Any):
    whole = answering.shapes.youtube_video

    def without_likes(*args: Any) -> Any:
        video = whole(*args)
        video["statistics"] = {"viewCount": "7", "likeCount": "9" * 19}
        return video

    monkeypatch.setattr(answering.shapes, "youtube_video", without_likes)
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    collect(campaign, watch_of(platforms), OPENS)
    reading = Reading.objects.get()
    assert (reading.views, reading.likes, reading.comments) == (7, None, None)


def test_final_reading_ends_it(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    collect(campaign, watch, FINAL)
    for minute in (1, 29, 30, 31, 6000):
        collect(campaign, watch, FINAL + minute * MINUTE)
    assert [moment for moment, _views in history(entry)] == [FINAL]
    assert kept(entry).closing_at == kept(entry).last_at


def test_late_reading_is_kept_but_does_not_count(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    collect(campaign, watch, FINAL - HOUR)
    platforms.fail("youtube", "500")
    collect(campaign, watch, FINAL)
    platforms.heal()
    collect(campaign, watch, CLOSES + HOUR)
    collect(campaign, watch, CLOSES + 40 * HOUR)
    assert [moment for moment, _views in history(entry)] == [FINAL - HOUR, CLOSES + HOUR]
    assert kept(entry).closing_at.replace(microsecond=0) == FINAL - HOUR
    assert kept(entry).last_at.replace(microsecond=0) == CLOSES + HOUR


def test_what_was_put_off_is_asked_again_at_the_final_slot(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    platforms.fail("youtube", "500", times=100)
    for hour in range(12):
        collect(campaign, watch, FINAL - 12 * HOUR + hour * HOUR)
    collect(campaign, watch, FINAL - MINUTE)
    assert PendingReading.objects.get().due_at > FINAL
    platforms.heal()
    collect(campaign, watch, FINAL)
    assert [moment for moment, _views in history(entry)] == [FINAL]


def test_reading_begun_before_the_close_counts_although_it_is_settled_later(
    platforms: Any, monkeypatch: Any
):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    want(campaign, FINAL)
    ask = YouTube.ask

    def slow(self: Any, video_ids: Any) -> Any:
        watch.now += MINUTE
        return ask(self, video_ids)

    monkeypatch.setattr(YouTube, "ask", slow)
    watch.now = CLOSES - timedelta(seconds=1)
    work_off(YOUTUBE, watch)
    assert Reading.objects.get().recorded_at > CLOSES
    assert kept(entry).closing_at == Reading.objects.get().taken_at < CLOSES


def test_nothing_is_added_once_the_winners_are_announced(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    youtube_entry(platforms, campaign)
    watch = watch_of(platforms, FINAL)
    want(campaign, FINAL)
    ask = YouTube.ask

    def announce_meanwhile(self: Any, video_ids: Any) -> Any:
        type(campaign).objects.filter(pk=campaign.pk).update(announced_at=CLOSES + HOUR)
        return ask(self, video_ids)

    monkeypatch.setattr(YouTube, "ask", announce_meanwhile)
    assert [turn.settled for turn in work_off(YOUTUBE, watch)] == [1]
    assert not Reading.objects.exists()
    assert not PendingReading.objects.exists()


def test_reading_that_an_import_overtook_is_dropped_and_settled(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    entry, other = youtube_entry(platforms, campaign), youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    want(campaign, OPENS)
    ask = YouTube.ask

    def import_meanwhile(self: Any, video_ids: Any) -> Any:
        build_reading(entry, views=5, taken_at=OPENS + MINUTE)
        return ask(self, video_ids)

    monkeypatch.setattr(YouTube, "ask", import_meanwhile)
    assert [turn.settled for turn in work_off(YOUTUBE, watch)] == [2]
    assert history(entry) == [(OPENS + MINUTE, 5)]
    assert history(other) == [(OPENS, 1000)]
    assert not PendingReading.objects.exists()
    assert want(campaign, OPENS + 2 * MINUTE) == 0


@pytest.mark.parametrize("change", ["withdrawn", "imported", "forbidden", "announced"])
def test_what_is_no_longer_due_is_not_asked(platforms: Any, change: str):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    match change:
        case "withdrawn":
            Entry.objects.filter(pk=entry.pk).update(status="withdrawn")
        case "imported":
            EntryViews.objects.create(
                entry=entry, campaign=campaign, last_at=OPENS + MINUTE, last_views=3
            )
        case "forbidden":
            ReadingPlan.objects.create(campaign=campaign, collects=False)
        case "announced":
            type(campaign).objects.filter(pk=campaign.pk).update(announced_at=OPENS)
    work_off(YOUTUBE, watch_of(platforms, OPENS + HOUR))
    assert not platforms.calls
    assert not PendingReading.objects.exists()
