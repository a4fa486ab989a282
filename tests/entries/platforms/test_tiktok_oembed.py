"""TikTok's oEmbed, over HTTP from the fake server."""

from typing import Any

import pytest

from entries.platforms.facts import VideoFacts
from entries.platforms.source import PlatformAway
from entries.platforms.tiktok_oembed import TikTokOembed
from tests.entries.platforms.asking import (
    FAULTS,
    IMPATIENT,
    assert_away,
    assert_long_wait_is_handed_on,
    tiktok_ids,
)
from tests.fakes import shapes
from tests.fakes.platforms import FakePlatforms

SOURCE = TikTokOembed(IMPATIENT)
[VIDEO] = tiktok_ids(1)


def ask() -> VideoFacts | None:
    return SOURCE.ask([VIDEO])[VIDEO]


def answer(monkeypatch: Any, status: int, content: dict[str, Any]) -> None:
    """Let TikTok say something else than usual."""
    monkeypatch.setattr(shapes, "oembed", lambda _video: (status, content))


def test_oembed_tells_caption_owner_and_cover(platforms: FakePlatforms):
    caption = "Бір кітап — екі минут " * 20 + "#кітапток"
    platforms.add_tiktok(VIDEO, handle="Aysel.Math", author_name="Айсель", caption=caption)
    assert ask() == VideoFacts(
        "tiktok",
        VIDEO,
        caption=caption,
        author_handle="aysel.math",
        author_name="Айсель",
        public=True,
        cover_url=f"https://p16-sign-va.tiktokcdn.com/obj/{VIDEO}~tplv.jpeg?x-expires=1764320400",
    )
    assert platforms.calls[0].query == {"url": f"https://www.tiktok.com/@_/video/{VIDEO}"}


def test_oembed_of_a_video_without_words_has_an_empty_caption(platforms: FakePlatforms):
    platforms.add_tiktok(VIDEO, caption="", cover=False)
    facts = ask()
    assert facts is not None
    assert (facts.caption, facts.cover_url) == ("", None)


def test_oembed_says_that_a_video_is_not_there(platforms: FakePlatforms):
    assert ask() is None
    platforms.add_tiktok(VIDEO, privacy="private")
    assert ask() is None


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, {"status_code": 10101, "status_msg": "Something went wrong"}),
        (400, {"code": 400, "message": "Something went wrong"}),
        (403, {"status_msg": "This video is private"}),
        (404, {}),
        (410, {}),
    ],
)
def test_oembed_refusals_mean_that_the_video_is_not_there(
    platforms: FakePlatforms, monkeypatch: Any, status: int, content: dict[str, Any]
):
    answer(monkeypatch, status, content)
    assert ask() is None


@pytest.mark.parametrize(("status", "content"), [(200, {}), (401, {}), (403, {"error": "WAF"})])
def test_oembed_refusals_that_are_not_about_the_video_leave_it_open(
    platforms: FakePlatforms, monkeypatch: Any, status: int, content: dict[str, Any]
):
    answer(monkeypatch, status, content)
    with pytest.raises(PlatformAway):
        ask()


def test_oembed_about_another_video_is_no_answer(platforms: FakePlatforms, monkeypatch: Any):
    answer(monkeypatch, 200, {"embed_product_id": "7111111111111111111", "title": "x"})
    with pytest.raises(PlatformAway):
        ask()


def test_oembed_leaves_unknown_what_has_the_wrong_type(platforms: FakePlatforms, monkeypatch: Any):
    wrong = {"embed_product_id": VIDEO, "title": 7, "author_unique_id": None, "thumbnail_url": {}}
    answer(monkeypatch, 200, wrong)
    assert ask() == VideoFacts("tiktok", VIDEO, public=True)


@pytest.mark.parametrize("fault", FAULTS)
def test_oembed_that_fails_leaves_the_question_open(platforms: FakePlatforms, fault: str):
    platforms.add_tiktok(VIDEO)
    assert_away(platforms, SOURCE, [VIDEO], fault)


def test_oembed_hands_on_how_long_to_wait(platforms: FakePlatforms):
    assert_long_wait_is_handed_on(platforms, SOURCE.name, ask)
