"""YouTube's Data API, over HTTP from the fake server."""

from datetime import datetime
from typing import Any

import pytest

from entries.platforms import youtube
from entries.platforms.facts import VideoFacts
from entries.platforms.source import BudgetSpent, PlatformAway, TokenRefused
from entries.platforms.youtube import YouTube, seconds_in
from tests.builders import utc
from tests.entries.platforms.asking import (
    FAULTS,
    IMPATIENT,
    POSTED,
    assert_away,
    assert_long_wait_is_handed_on,
    youtube_ids,
)
from tests.fakes import shapes
from tests.fakes.platforms import API_KEY, FakePlatforms

SOURCE = YouTube(API_KEY, IMPATIENT)
[VIDEO] = youtube_ids(1)


class LateAtNight(datetime):
    @classmethod
    def now(cls, _tz: Any = None) -> datetime:
        return utc(2026, 11, 2, 7, 59)


def test_youtube_tells_all_but_handle_and_shares(platforms: FakePlatforms):
    platforms.add_youtube(
        VIDEO,
        author_id="UCabc",
        author_name="Айсель",
        caption="Кітап #Novruz2025\nDescription #кітапток\n\nLink: x",
        create_time=POSTED,
        duration=3725,
        views=10_000,
    )
    assert SOURCE.ask([VIDEO]) == {
        VIDEO: VideoFacts(
            "youtube",
            VIDEO,
            caption="Кітап #Novruz2025\nDescription #кітапток\n\nLink: x",
            author_id="UCabc",
            author_name="Айсель",
            posted_at=POSTED,
            seconds=3725,
            public=True,
            cover_url=f"https://i.ytimg.com/vi/{VIDEO}/hqdefault.jpg",
            views=10_000,
            likes=88,
            comments=4,
        )
    }


def test_youtube_answers_for_fifty_ids_in_one_call(platforms: FakePlatforms):
    assert SOURCE.batch_size == 50
    ids = youtube_ids(50)
    for video_id in ids[::2]:
        platforms.add_youtube(video_id)
    answers = SOURCE.ask(ids)
    assert list(answers) == ids
    assert [name for name, facts in answers.items() if facts is None] == ids[1::2]
    [call] = platforms.calls
    assert call.query["id"].split(",") == ids
    assert call.query["part"] == "snippet,contentDetails,statistics,status"
    with pytest.raises(PlatformAway, match="invalidFilters"):
        SOURCE.ask(youtube_ids(51))


@pytest.mark.parametrize(("privacy", "public"), [("public", True), ("unlisted", False)])
def test_youtube_tells_whether_a_video_is_public(
    platforms: FakePlatforms, privacy: str, public: bool
):
    platforms.add_youtube(VIDEO, privacy=privacy)
    facts = SOURCE.ask([VIDEO])[VIDEO]
    assert facts is not None
    assert facts.public is public


def test_youtube_is_silent_about_private_videos(platforms: FakePlatforms):
    platforms.add_youtube(VIDEO, privacy="private")
    assert SOURCE.ask([VIDEO]) == {VIDEO: None}


def test_youtube_leaves_unknown_what_is_hidden_or_nonsense(
    platforms: FakePlatforms, monkeypatch: Any
):
    platforms.add_youtube(VIDEO)
    item = {
        "id": VIDEO,
        "snippet": {"title": "#кітапток", "publishedAt": "2026-11-02", "thumbnails": []},
        "statistics": {"viewCount": "many", "likeCount": None},
        "contentDetails": {"duration": "P0D"},
        "status": {},
    }
    monkeypatch.setattr(shapes, "youtube_video", lambda _video, _parts: item)
    assert SOURCE.ask([VIDEO]) == {VIDEO: VideoFacts("youtube", VIDEO)}


@pytest.mark.parametrize("fault", FAULTS)
def test_youtube_that_fails_leaves_the_question_open(platforms: FakePlatforms, fault: str):
    platforms.add_youtube(VIDEO)
    assert_away(platforms, SOURCE, [VIDEO], fault)


def test_youtube_hands_on_how_long_to_wait(platforms: FakePlatforms):
    assert_long_wait_is_handed_on(platforms, SOURCE.name, lambda: SOURCE.ask([VIDEO]))


def test_youtube_out_of_quota_is_asked_again_after_midnight_in_california(
    platforms: FakePlatforms, monkeypatch: Any
):
    platforms.youtube_units = 1
    SOURCE.ask([VIDEO])
    monkeypatch.setattr(youtube, "datetime", LateAtNight)
    with pytest.raises(BudgetSpent) as spent:
        SOURCE.ask([VIDEO])
    assert spent.value.until == utc(2026, 11, 2, 8)


@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [
        (403, "rateLimitExceeded", PlatformAway),
        (403, "accessNotConfigured", TokenRefused),
        (401, "authError", TokenRefused),
        (400, "badRequest", PlatformAway),
    ],
)
def test_youtube_refusals_leave_the_question_open(
    platforms: FakePlatforms, monkeypatch: Any, status: int, reason: str, error: type[Exception]
):
    refusal = shapes.youtube_error(status, reason, "No.")
    monkeypatch.setattr(shapes, "youtube_list", lambda _kind, _items: refusal)
    with pytest.raises(error, match=reason):
        SOURCE.ask([VIDEO])


def test_channel_tells_its_text(platforms: FakePlatforms):
    channel = platforms.add_channel("aysel", text="Books. sahna-7k3f9d2m")
    silent = platforms.add_channel("silent", text="")
    assert SOURCE.channel_text(channel) == "Books. sahna-7k3f9d2m"
    assert SOURCE.channel_text(silent) == ""
    assert SOURCE.channel_text("UCnobody") is None
    assert platforms.calls[0].query["part"] == "snippet"


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT42S", 42),
        ("PT1M2S", 62),
        ("PT3M", 180),
        ("PT10H", 36_000),
        ("P1DT2S", 86_402),
        ("P1W", 604_800),
        ("P0D", None),
        ("PT0S", None),
        ("PT", None),
        ("P1M", None),
        ("42", None),
        ("", None),
        ("PT9999999S", None),
    ],
)
def test_durations_are_read(duration: str, seconds: int | None):
    assert seconds_in(duration) == seconds
