"""Videos that cannot be seen: recorded as such, asked about again, and back when they are back."""

from typing import Any

import pytest

from accounts.models import User
from entries.looking_up import look_up
from entries.models import Entry, Lookup, PlatformAnswer
from entries.platforms.youtube import YouTube
from metrics.models import PendingReading, Reading
from tests import personas
from tests.metrics.collecting import (
    CLOSES,
    FINAL,
    HOUR,
    MINUTE,
    OPENS,
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

SIX, TWELVE = OPENS + 6 * HOUR, OPENS + 12 * HOUR


def hide(platforms: Any, entry: Entry, privacy: str = "private") -> None:
    platforms.videos[entry.platform, entry.video_id].privacy = privacy


def own_entry(platforms: Any, user: User, **facts: Any) -> Entry:
    permit(platforms, user)
    return tiktok_entry(platforms, measured_campaign(), user, **facts)


# -- YouTube -------------------------------------------------------------------------------------
def test_youtube_video_that_is_gone_is_recorded_and_back_when_it_is_back(platforms: Any):
    entry = youtube_entry(platforms, measured_campaign())
    watch = watch_of(platforms)
    collect(entry.campaign, watch, OPENS)
    hide(platforms, entry)
    collect(entry.campaign, watch, SIX)
    absent_since = kept(entry).absent_since
    assert absent_since.replace(microsecond=0) == SIX
    assert kept(entry).answered_at == absent_since
    entry.refresh_from_db()
    assert (entry.available, entry.status) == (False, "accepted")
    assert dict(entry.checks.values_list("rule", "outcome"))["public"] == "fail"
    collect(entry.campaign, watch, TWELVE)
    assert kept(entry).absent_since == absent_since
    assert kept(entry).answered_at > absent_since
    hide(platforms, entry, "public")
    collect(entry.campaign, watch, OPENS + 18 * HOUR)
    entry.refresh_from_db()
    assert (kept(entry).absent_since, entry.available) == (None, True)
    answers = PlatformAnswer.objects.order_by("said_at").values_list("source", "found")
    assert list(answers) == [("youtube", True), ("youtube", False), ("youtube", True)]
    assert [moment for moment, _views in history(entry)] == [OPENS, OPENS + 18 * HOUR]


def test_video_that_never_was_is_recorded_without_a_reading(platforms: Any):
    entry = youtube_entry(platforms, measured_campaign())
    platforms.remove("youtube", entry.video_id)
    collect(entry.campaign, watch_of(platforms), OPENS)
    assert (kept(entry).last_at, kept(entry).absent_since) == (None, kept(entry).answered_at)
    assert not PendingReading.objects.exists()


def test_partial_answer_hides_no_video(platforms: Any, monkeypatch: Any):
    """YouTube leaves out what it cannot find at the moment: it is asked once more about those."""
    campaign = measured_campaign()
    entries = [youtube_entry(platforms, campaign) for _ in range(5)]
    hide(platforms, entries[0])
    forgotten = [entry.video_id for entry in entries[:3]]
    ask, calls = YouTube.ask, []

    def forgetful(self: Any, video_ids: Any) -> Any:
        calls.append(list(video_ids))
        answers = ask(self, video_ids)
        if len(calls) == 1:
            answers |= dict.fromkeys(forgotten)
        return answers

    monkeypatch.setattr(YouTube, "ask", forgetful)
    watch = watch_of(platforms)
    want(campaign, OPENS)
    assert [turn.settled for turn in work_off(YOUTUBE, watch)] == [5]
    assert [len(ids) for ids in calls] == [5, 3]
    assert [bool(kept(entry).absent_since) for entry in entries] == [True] + [False] * 4
    assert [len(history(entry)) for entry in entries] == [0, 1, 1, 1, 1]
    # What is known to be gone is not asked about twice.
    collect(campaign, watch, SIX)
    assert [len(ids) for ids in calls] == [5, 3, 5]


def test_fault_in_the_second_call_keeps_the_first(platforms: Any, monkeypatch: Any):
    monkeypatch.setattr("entries.platforms.http.ATTEMPTS", 1)
    campaign = measured_campaign()
    seen, hidden = (youtube_entry(platforms, campaign) for _ in range(2))
    hide(platforms, hidden)
    ask = YouTube.ask

    def fail_later(self: Any, video_ids: Any) -> Any:
        answers = ask(self, video_ids)
        platforms.fail("youtube", "500")
        return answers

    monkeypatch.setattr(YouTube, "ask", fail_later)
    watch = watch_of(platforms)
    want(campaign, OPENS)
    [turn] = work_off(YOUTUBE, watch)
    assert (turn.settled, turn.is_away) == (1, True)
    assert len(history(seen)) == 1
    assert PendingReading.objects.get().entry == hidden
    platforms.heal()
    monkeypatch.setattr(YouTube, "ask", ask)
    collect(campaign, watch, OPENS + 2 * MINUTE)
    assert kept(hidden).absent_since is not None
    assert len(history(seen)) == 1


def test_absent_video_is_asked_about_again_until_the_close_and_seldom_after_it(platforms: Any):
    entry = youtube_entry(platforms, measured_campaign())
    hide(platforms, entry)
    watch = watch_of(platforms)
    asked = []
    for minute in range(0, 30 + 13 * 60, 5):
        before = len(platforms.calls)
        collect(entry.campaign, watch, FINAL + minute * MINUTE)
        if len(platforms.calls) > before:
            asked.append(minute)
    # At the first tick that is more than ten minutes, or six hours, after the last answer.
    assert asked == [0, 15, 15 + 365, 15 + 2 * 365]
    hide(platforms, entry, "public")
    collect(entry.campaign, watch, CLOSES + 20 * HOUR)
    assert [moment for moment, _views in history(entry)] == [CLOSES + 20 * HOUR]
    assert kept(entry).closing_at is None


# -- TikTok --------------------------------------------------------------------------------------
def test_tiktok_video_that_its_owner_no_longer_sees_is_gone(platforms: Any):
    entry = own_entry(platforms, personas.creator())
    watch = watch_of(platforms)
    collect(entry.campaign, watch, OPENS)
    assert kept(entry).absent_since is None
    hide(platforms, entry)
    collect(entry.campaign, watch, SIX)
    assert kept(entry).absent_since.replace(microsecond=0) == SIX
    # Whether others see it is asked of oEmbed, soon and once.
    row = Lookup.objects.get(source="tiktok_oembed")
    look_up(source="tiktok_oembed", at=SIX + MINUTE)
    entry.refresh_from_db()
    assert (row.video_id, entry.available) == (entry.video_id, False)
    Lookup.objects.all().delete()
    collect(entry.campaign, watch, TWELVE)
    assert not Lookup.objects.exists()
    hide(platforms, entry, "public")
    collect(entry.campaign, watch, OPENS + 18 * HOUR)
    look_up(source="tiktok_oembed", at=OPENS + 18 * HOUR + MINUTE)
    entry.refresh_from_db()
    assert (kept(entry).absent_since, entry.available) == (None, True)
    assert len(history(entry)) == 2


def test_silence_about_somebody_else_s_video_says_nothing(platforms: Any):
    entry = own_entry(platforms, personas.creator(), handle="somebody.else")
    collect(entry.campaign, watch_of(platforms), OPENS)
    assert (kept(entry).absent_since, entry.available) == (None, None)
    assert kept(entry).answered_at is not None
    assert not PendingReading.objects.exists()
    assert not Lookup.objects.exists()
    assert want(entry.campaign, OPENS + HOUR) == 0


def test_silence_about_a_proven_account_s_video_means_that_it_is_gone(platforms: Any):
    entry = own_entry(platforms, personas.creator())
    entry.creator.user, entry.creator.verified_at = personas.creator(), OPENS
    entry.creator.save()
    hide(platforms, entry)
    collect(entry.campaign, watch_of(platforms), OPENS)
    assert kept(entry).absent_since is not None


def test_silence_to_a_person_with_two_accounts_says_nothing(platforms: Any):
    """Only one of them was asked for: the video may be the other's."""
    entry = own_entry(platforms, personas.creator())
    watch = watch_of(platforms)
    collect(entry.campaign, watch, OPENS)
    permit(platforms, personas.creator(), handle="second.account")
    collect(entry.campaign, watch, SIX)
    assert (len(history(entry)), kept(entry).absent_since) == (1, None)


def test_owner_and_entrant_are_both_asked(platforms: Any):
    """A teacher entered it, the pupil owns it: each has allowed us to see their own."""
    campaign = measured_campaign()
    permit(platforms, personas.stranger(), handle="teacher")
    permit(platforms, personas.creator())
    entry = tiktok_entry(platforms, campaign, personas.stranger())
    entry.creator.user = personas.creator()
    entry.creator.save()
    watch = watch_of(platforms)
    collect(campaign, watch, OPENS)
    assert (len(history(entry)), len(platforms.calls_of("tiktok_display"))) == (1, 1)
    hide(platforms, entry)
    collect(campaign, watch, SIX)
    assert len(platforms.calls_of("tiktok_display")) == 3
    assert kept(entry).absent_since is not None


def test_only_the_entrant_s_own_videos_are_told(platforms: Any):
    """The pupil's permission is gone, the teacher's says nothing about the pupil's video."""
    campaign = measured_campaign()
    permit(platforms, personas.stranger(), handle="teacher")
    entry = tiktok_entry(platforms, campaign, personas.stranger())
    entry.creator.user, entry.creator.verified_at = personas.creator(), OPENS
    entry.creator.save()
    collect(campaign, watch_of(platforms), OPENS)
    assert kept(entry).absent_since is None
    assert not Reading.objects.exists()
