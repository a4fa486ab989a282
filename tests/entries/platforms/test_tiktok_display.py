"""TikTok's Display API with a creator's token, over HTTP from the fake server."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from entries.platforms.facts import VideoFacts
from entries.platforms.source import PlatformAway, TokenRefused
from entries.platforms.tiktok_display import TikTokDisplay
from tests.entries.platforms.asking import (
    FAULTS,
    IMPATIENT,
    POSTED,
    assert_away,
    assert_long_wait_is_handed_on,
    tiktok_ids,
)
from tests.fakes import shapes
from tests.fakes.platforms import FakePlatforms

SOURCE = TikTokDisplay("token", open_id="-0001", caller=IMPATIENT)


@pytest.fixture
def videos(platforms: FakePlatforms) -> list[str]:
    """Three videos of the creator whose token it is."""
    platforms.add_token("token", handle="aysel.math")
    ids = tiktok_ids(3)
    for number, video_id in enumerate(ids):
        platforms.add_tiktok(
            video_id,
            handle="aysel.math",
            caption=f"#TikTokdanÖyrən {number}",
            create_time=POSTED + timedelta(hours=number),
            views=1000 + number,
        )
    return ids


def test_display_tells_time_length_and_counts(platforms: FakePlatforms, videos: list[str]):
    answers = SOURCE.ask(videos)
    assert list(answers) == videos
    assert answers[videos[1]] == VideoFacts(
        "tiktok",
        videos[1],
        caption="#TikTokdanÖyrən 1",
        author_handle="aysel.math",
        author_id="-0001",
        posted_at=POSTED + timedelta(hours=1),
        seconds=42,
        public=True,
        cover_url=f"https://p16-sign-va.tiktokcdn.com/obj/{videos[1]}~tplv.jpeg"
        "?x-expires=1764320400",
        views=1001,
        likes=88,
        comments=4,
        shares=2,
    )
    [call] = platforms.calls
    assert call.json() == {"filters": {"video_ids": videos}}


def test_display_takes_twenty_videos_and_no_more(platforms: FakePlatforms, videos: list[str]):
    assert SOURCE.batch_size == 20
    assert len(SOURCE.ask(videos + tiktok_ids(20)[3:])) == 3
    with pytest.raises(PlatformAway, match="invalid_params"):
        SOURCE.ask(tiktok_ids(21))


def test_display_says_nothing_about_videos_that_it_leaves_out(
    platforms: FakePlatforms, videos: list[str]
):
    """Another's video, a private one and a deleted one look the same: not there for this token."""
    own, others, private = videos
    platforms.add_tiktok(others, handle="somebody.else")
    platforms.add_tiktok(private, handle="aysel.math", privacy="private")
    assert list(SOURCE.ask([own, others, private, tiktok_ids(4)[3]])) == [own]


@pytest.mark.parametrize(
    ("caption", "cut"),
    [
        ("ә" * 139, False),
        ("ә" * 140, True),
        ("ә" * 400, True),
        ("📚" * 69, False),
        ("📚" * 70, True),  # two units each, should TikTok count so
        ("", False),
    ],
)
def test_display_knows_that_a_long_text_may_be_cut(
    platforms: FakePlatforms, videos: list[str], caption: str, cut: bool
):
    platforms.add_tiktok(videos[0], handle="aysel.math", caption=caption)
    facts = SOURCE.ask(videos)[videos[0]]
    assert facts is not None
    assert (facts.caption, facts.caption_cut) == (caption[:150], cut)


@pytest.mark.parametrize(
    ("scopes", "expired", "code"),
    [
        (shapes.ALL_SCOPES, True, "access_token_invalid"),
        (["user.info.basic"], False, "scope_not_authorized"),
    ],
)
def test_display_says_that_the_token_is_refused(
    platforms: FakePlatforms, videos: list[str], scopes: list[str], expired: bool, code: str
):
    platforms.add_token("token", handle="aysel.math", scopes=scopes, expired=expired)
    with pytest.raises(TokenRefused, match=code):
        SOURCE.ask(videos)
    with pytest.raises(TokenRefused, match="access_token_invalid"):
        replace(SOURCE, token="unheard of").ask(videos)


@pytest.mark.parametrize(
    "video",
    [{"create_time": "soon", "duration": -1, "view_count": "7"}, {"create_time": 2**62}],
)
def test_display_leaves_unknown_what_cannot_be(
    platforms: FakePlatforms, videos: list[str], monkeypatch: Any, video: dict[str, Any]
):
    monkeypatch.setattr(
        shapes, "display_video", lambda video_, _fields: {"id": video_.video_id} | video
    )
    views = 7 if "view_count" in video else None
    assert SOURCE.ask(videos[:1]) == {
        videos[0]: VideoFacts("tiktok", videos[0], author_id="-0001", public=True, views=views)
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_display_that_fails_leaves_the_question_open(
    platforms: FakePlatforms, videos: list[str], fault: str
):
    assert_away(platforms, SOURCE, videos, fault)


def test_display_hands_on_how_long_to_wait(platforms: FakePlatforms, videos: list[str]):
    assert_long_wait_is_handed_on(platforms, SOURCE.name, lambda: SOURCE.ask(videos))
