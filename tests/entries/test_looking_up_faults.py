"""Whatever a platform does wrong: entries stay, questions wait, answers come when it is back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.looking_up import look_up, look_up_task
from entries.models import Entry, Lookup, PlatformAnswer, VideoCover
from entries.pending import DELAYS
from entries.platforms.source import TokenRefused
from entries.short_link_lookup import ask_short_link, settle_short_links
from tests.builders import dates_in
from tests.entries.lookups import (
    COVER,
    OEMBED,
    YOUTUBE,
    outcomes,
    waiting_entry,
    waiting_youtube_entry,
    work_off,
)

pytestmark = pytest.mark.django_db

FAULTS = [
    "429",
    "500",
    "timeout",
    "half_body",
    "wrong_json",
    "private_redirect",
    "huge_body",
    "drip",
    "drop",
]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_long_waits(settings: Any, monkeypatch: Any) -> None:
    """The adapters' own patience is tried in their tests."""
    settings.PLATFORM_TIMEOUT_SECONDS = 0.3
    monkeypatch.setattr("entries.platforms.http.ATTEMPTS", 1)


@pytest.mark.parametrize("fault", FAULTS)
def test_tiktok_away_and_back_loses_nothing(platforms: Any, fault: str):
    entry = waiting_entry(platforms)
    platforms.fail("tiktok_oembed", fault)
    at = timezone.now()
    assert look_up(source=OEMBED, at=at).is_away
    row = Lookup.objects.get()
    assert (row.attempts, row.taken_at, row.due_at) == (1, None, at + DELAYS[0])
    assert row.error
    entry.refresh_from_db()
    assert (entry.status, entry.caption_state, entry.available) == ("received", "unknown", None)
    assert not PlatformAnswer.objects.exists()
    platforms.heal()
    assert look_up(source=OEMBED, at=at).taken == 0
    assert look_up(source=OEMBED, at=at + DELAYS[0]).settled == 1
    entry.refresh_from_db()
    assert entry.caption == "A minute of #кітапток"
    assert outcomes(entry)["hashtag"] == "pass"
    assert PlatformAnswer.objects.count() == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_youtube_away_and_back_loses_nothing(platforms: Any, fault: str):
    entries = [waiting_youtube_entry(platforms, f"video-{number:05d}") for number in range(3)]
    platforms.fail("youtube", fault)
    at = timezone.now()
    assert look_up(source=YOUTUBE, at=at).is_away
    assert Lookup.objects.filter(attempts=1, taken_at=None).count() == 3
    platforms.heal()
    assert look_up(source=YOUTUBE, at=at + DELAYS[0]).settled == 3
    assert PlatformAnswer.objects.count() == 3
    for entry in entries:
        assert outcomes(entry)["hashtag"] == "pass"


@pytest.mark.parametrize("fault", FAULTS)
def test_cover_away_and_back_loses_nothing(platforms: Any, fault: str):
    entry = waiting_entry(platforms)
    work_off()
    platforms.fail("cover", fault)
    at = timezone.now()
    look_up(source=COVER, at=at)
    assert not VideoCover.objects.exists()
    assert Lookup.objects.filter(source=COVER).exists()
    platforms.heal()
    # Some faults mean a new address (so TikTok is asked first), others the same one later.
    work_off(OEMBED, at=at + HOUR)
    work_off(COVER, at=at + HOUR)
    entry.refresh_from_db()
    assert entry.cover.name == VideoCover.objects.get().image.name
    assert not Lookup.objects.exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_short_link_away_and_back_is_settled(platforms: Any, fault: str):
    link = platforms.add_short(
        "vm.tiktok.com", "ZMabc", to="https://www.tiktok.com/@a.b/video/7340215487445339434?x=1"
    )
    at = timezone.now()
    row = ask_short_link(link=link, at=at)
    platforms.fail("short_link", fault)
    settle_short_links(at=at)
    row.refresh_from_db()
    if fault in REDIRECTS_ELSEWHERE:
        assert (row.refusal, row.video_id) == (REDIRECTS_ELSEWHERE[fault], "")
        return
    if row.settled_at is None:
        assert (row.attempts, row.taken_at, row.due_at) == (1, None, at + DELAYS[0])
    platforms.heal()
    settle_short_links(at=at + DELAYS[0])
    row.refresh_from_db()
    assert (row.platform, row.video_id, row.due_at) == ("tiktok", "7340215487445339434", None)


# Only status and Location are read: these answers say something, though not what we hoped for.
REDIRECTS_ELSEWHERE = {
    "private_redirect": "foreign_host",
    "wrong_json": "other_page",
    "huge_body": "other_page",
    "drip": "other_page",
}


def test_delay_grows_and_stays_bounded(platforms: Any):
    waiting_entry(platforms)
    platforms.fail("tiktok_oembed", "500")
    at = timezone.now()
    waits = []
    for _ in range(9):
        look_up(source=OEMBED, at=at)
        due_at = Lookup.objects.get().due_at
        waits.append(due_at - at)
        at = due_at
    assert waits == [*DELAYS, HOUR, HOUR, HOUR]


@pytest.mark.parametrize(("asked_for", "minutes"), [("600", 10), ("100000", 6 * 60)])
def test_platform_that_asks_for_rest_is_left_alone(platforms: Any, asked_for: str, minutes: int):
    for _ in range(2):
        waiting_entry(platforms, cover=False)
    platforms.fail("tiktok_oembed", "429", retry_after=asked_for)
    at = timezone.now()
    rest = timedelta(minutes=minutes)
    assert len(work_off(at=at)) == 1
    assert set(Lookup.objects.values_list("due_at", flat=True)) == {at + rest}
    platforms.heal()
    assert work_off(at=at + rest - timedelta(seconds=1)) == []
    assert [turn.settled for turn in work_off(at=at + rest)] == [1, 1]


def test_spent_budget_costs_no_attempt(platforms: Any, settings: Any):
    settings.TIKTOK_CALLS_PER_MINUTE = 2
    for _ in range(5):
        waiting_entry(platforms)
    at = timezone.now()
    work_off(at=at)
    left = Lookup.objects.filter(source=OEMBED)
    assert 1 <= left.count() <= 3
    assert set(left.values_list("attempts", "error", "taken_at")) == {(0, "", None)}
    assert all(row.due_at > at and row.due_at.second == 0 for row in left)


def test_spent_quota_waits_for_the_next_day(platforms: Any):
    waiting_youtube_entry(platforms, "BGQWPY4IigY")
    platforms.youtube_units = 0
    at = timezone.now()
    look_up(source=YOUTUBE, at=at)
    row = Lookup.objects.get()
    assert timedelta() < row.due_at - at <= timedelta(hours=25)
    assert row.attempts == 0


def test_refused_key_is_told_and_waited_for(platforms: Any, settings: Any, caplog: Any):
    waiting_youtube_entry(platforms, "BGQWPY4IigY")
    at = timezone.now()

    def refuse(*args: Any) -> None:
        raise TokenRefused("forbidden")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("entries.platforms.youtube.YouTube.ask", refuse)
        look_up(source=YOUTUBE, at=at)
    assert "youtube refuses our key: forbidden" in caplog.text
    assert look_up(source=YOUTUBE, at=at + HOUR).settled == 1


def test_question_of_a_running_campaign_is_never_given_up(platforms: Any):
    entry = waiting_entry(platforms)
    platforms.fail("tiktok_oembed", "500")
    at = timezone.now()
    for _ in range(20):
        at += HOUR
        look_up(source=OEMBED, at=at)
    assert Lookup.objects.get().attempts == 20
    over = dates_in(Phase.CANCELLED, at=timezone.now())
    Campaign.objects.filter(pk=entry.campaign_id).update(**over)
    look_up(source=OEMBED, at=at + HOUR)
    assert not Lookup.objects.exists()


def test_question_that_nobody_waits_for_is_given_up(platforms: Any):
    """Somebody pasted a link and went away."""
    entry = waiting_entry(platforms)
    Entry.objects.filter(pk=entry.pk).update(video_id="1")
    platforms.fail("tiktok_oembed", "500")
    at = timezone.now()
    for number in range(5):
        assert Lookup.objects.count() == 1
        look_up(source=OEMBED, at=at + number * HOUR)
    assert not Lookup.objects.exists()


def test_job_leaves_an_absent_platform_alone(platforms: Any):
    for _ in range(10):
        waiting_entry(platforms)
    platforms.fail("tiktok_oembed", "500")
    assert look_up_task.call(OEMBED.value) == 0
    assert len(platforms.calls_of("tiktok_oembed")) == 3


def test_one_stumble_stops_nobody(platforms: Any):
    for _ in range(5):
        waiting_entry(platforms, cover=False)
    platforms.fail("tiktok_oembed", "500", times=2)
    assert look_up_task.call(OEMBED.value) == 3
    assert Lookup.objects.count() == 2


def test_fault_of_ours_delays_the_question_and_is_told(platforms: Any, monkeypatch: Any):
    waiting_entry(platforms)

    def stumble(*args: Any) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("entries.platforms.tiktok_oembed.TikTokOembed.ask", stumble)
    with pytest.raises(RuntimeError):
        look_up(source=OEMBED, at=timezone.now())
    row = Lookup.objects.get()
    assert (row.error, row.attempts, row.taken_at) == ("RuntimeError", 1, None)
