"""Covers are fetched from picture servers only, limited in size, and drawn anew."""

import resource
import time
from typing import Any

import pytest
from PIL import Image

from entries.platforms import covers, public_address
from entries.platforms.covers import CoverRefused, fetch
from entries.platforms.source import PlatformAway
from tests.entries.platforms.asking import REASONS, impatience, tiktok_ids, youtube_ids
from tests.fakes.platforms import FakePlatforms
from tests.fakes.shapes import thumbnail_url

[VIDEO] = tiktok_ids(1)


@pytest.fixture
def cover(platforms: FakePlatforms) -> str:
    return thumbnail_url(platforms.add_tiktok(VIDEO))


def refusal_of(url: str) -> str:
    with pytest.raises(CoverRefused) as refused:
        fetch(url)
    return str(refused.value)


def test_cover_is_drawn_anew_and_made_smaller(cover: str, monkeypatch: Any):
    picture = fetch(cover)
    assert (picture.name, picture.size) == ("cover.webp", len(picture.read()))
    picture.seek(0)
    with Image.open(picture) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (576, 1024))
    monkeypatch.setattr(covers, "LONGEST_SIDE", 128)
    with Image.open(fetch(cover)) as drawn:
        assert drawn.size == (72, 128)


def test_cover_of_youtube_is_fetched_too(platforms: FakePlatforms):
    [video_id] = youtube_ids(1)
    fetch(thumbnail_url(platforms.add_youtube(video_id)))
    assert platforms.calls[0].path == f"/vi/{video_id}/hqdefault.jpg"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/cover.jpg",
        "https://tiktokcdn.com.evil.example/cover.jpg",
        "https://eviltiktokcdn.com/cover.jpg",
        "https://127.0.0.1/cover.jpg",
        "https://localhost/cover.jpg",
    ],
)
def test_cover_elsewhere_is_refused(platforms: FakePlatforms, url: str):
    assert refusal_of(url) == "foreign_host"
    assert platforms.calls == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cover.jpg",
        "http://i.ytimg.com/vi/x/y.jpg",
        "file:///etc/passwd",
        "https://i.ytimg.com:22/vi/x/y.jpg",
        "https://i.ytimg.com:99999/vi/x/y.jpg",
        "https://a:b@i.ytimg.com/vi/x/y.jpg",
        "https://[/vi/x/y.jpg",
        "https://i.ytimg.com/\x01",
    ],
)
def test_cover_without_a_proper_address_is_refused(platforms: FakePlatforms, url: str):
    assert refusal_of(url) == "no address"
    assert platforms.calls == []


def test_cover_at_a_private_address_is_refused(
    platforms: FakePlatforms, cover: str, settings: Any, monkeypatch: Any
):
    settings.PLATFORM_HOSTS = {}
    monkeypatch.setattr(public_address, "look_up", lambda _host, _port: ["169.254.169.254"])
    assert refusal_of(cover) == "private_address"
    assert platforms.calls == []


@pytest.mark.parametrize("to", ["http://127.0.0.1:5432/", "https://i.ytimg.com/vi/x/y.jpg"])
def test_cover_follows_no_redirect(platforms: FakePlatforms, cover: str, to: str):
    platforms.fail("cover", "private_redirect", to=to)
    assert refusal_of(cover) == "302"
    assert len(platforms.calls) == 1


def test_cover_that_is_gone_is_refused(platforms: FakePlatforms, cover: str):
    platforms.remove("tiktok", VIDEO)
    assert refusal_of(cover) == "404"


def test_cover_that_is_no_picture_is_refused(platforms: FakePlatforms, cover: str):
    platforms.fail("cover", "wrong_json")
    assert refusal_of(cover) == "not_a_picture"


def test_cover_with_too_many_pixels_is_refused(cover: str, settings: Any):
    settings.UPLOAD_MAX_PIXELS = 1000
    assert refusal_of(cover) == "too_many_pixels"


def test_cover_of_two_gigabytes_is_not_read(platforms: FakePlatforms, cover: str, settings: Any):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    platforms.fail("cover", "huge_body")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal_of(cover) == "too_large"
    assert platforms.server.bytes_sent < 50_000_000
    # In kB: neither the site nor the fake server, which share this process, held the body.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("fault", ["429", "500", "timeout", "drip", "half_body", "drop"])
def test_cover_that_fails_may_be_had_later(platforms: FakePlatforms, cover: str, fault: str):
    platforms.fail("cover", fault)
    began = time.monotonic()
    with impatience, pytest.raises(PlatformAway) as away:
        fetch(cover)
    assert away.value.reason == REASONS[fault]
    assert time.monotonic() - began < 3
    platforms.heal()
    fetch(cover)
