"""Short links are followed by hand, and never into our own network."""

import time
from datetime import timedelta
from typing import Any

import pytest

from entries.links import LinkRefusal, LinkRefused
from entries.platforms import public_address
from entries.platforms.short_links import resolve
from entries.platforms.source import PlatformAway
from tests.entries.platforms.asking import impatience, tiktok_ids
from tests.fakes.answering import PlatformAnswers
from tests.fakes.platforms import FakePlatforms
from tests.fakes.server import Reply

[VIDEO] = tiktok_ids(1)
LONG = f"https://www.tiktok.com/@/video/{VIDEO}?_t=8hY&_r=1"


def refusal_of(link: str) -> LinkRefusal:
    with pytest.raises(LinkRefused) as refused:
        resolve(link)
    return refused.value.code


def away_from(link: str) -> PlatformAway:
    with pytest.raises(PlatformAway) as away:
        resolve(link)
    return away.value


@pytest.mark.parametrize("host", ["vm.tiktok.com", "vt.tiktok.com", "www.tiktok.com"])
def test_short_link_leads_to_its_video(platforms: FakePlatforms, host: str):
    link = platforms.add_short(host, "ZMabc12", to=LONG)
    video = resolve(link)
    assert (video.platform, video.video_id) == ("tiktok", VIDEO)
    [call] = platforms.calls
    assert (call.method, call.host, call.source) == ("GET", host, "short_link")


def test_short_link_may_lead_over_three_hops_and_not_four(platforms: FakePlatforms):
    links = [
        platforms.add_short("vm.tiktok.com", "one", to=LONG),
        *[
            platforms.add_short("vt.tiktok.com", token, to=f"https://{to}")
            for token, to in [
                ("two", "vm.tiktok.com/one"),
                ("three", "vt.tiktok.com/two/"),
                ("four", "vt.tiktok.com/three/"),
            ]
        ],
    ]
    assert [resolve(link).video_id for link in links[:3]] == [VIDEO] * 3
    assert len(platforms.calls) == 1 + 2 + 3
    assert refusal_of(links[3]) is LinkRefusal.SHORT_LINK
    assert len(platforms.calls) == 1 + 2 + 3 + 3


def test_short_link_in_a_circle_ends(platforms: FakePlatforms):
    link = platforms.add_short("vm.tiktok.com", "round", to="https://vm.tiktok.com/round/")
    assert refusal_of(link) is LinkRefusal.SHORT_LINK
    assert len(platforms.calls) == 3


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("https://evil.example/@a/video/1", LinkRefusal.FOREIGN_HOST),
        ("https://www.tiktok.com.evil.example/x", LinkRefusal.FOREIGN_HOST),
        ("https://www.tiktok.com@evil.example/x", LinkRefusal.USERINFO),
        ("https://www.tiktok.com/@aysel", LinkRefusal.PROFILE),
        (f"https://www.tiktok.com/@a/photo/{VIDEO}", LinkRefusal.PHOTO),
        ("https://www.tiktok.com/login?redirect_url=x", LinkRefusal.OTHER_PAGE),
        ("https://www.tiktok.com:8080/@a/video/1", LinkRefusal.BAD_PORT),
        ("/a/b", LinkRefusal.OTHER_PAGE),
        ("//10.0.0.1/x", LinkRefusal.FOREIGN_HOST),
        ("http://[", LinkRefusal.OTHER_PAGE),
        ("file:///etc/passwd", LinkRefusal.NOT_A_LINK),
    ],
)
def test_short_link_to_something_else_is_refused(
    platforms: FakePlatforms, to: str, code: LinkRefusal
):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=to)
    assert refusal_of(link) is code
    assert len(platforms.calls) == 1


def test_short_link_that_nobody_knows_is_refused(platforms: FakePlatforms):
    assert refusal_of("https://vm.tiktok.com/nobody/") is LinkRefusal.OTHER_PAGE


def test_firewall_says_nothing_about_a_short_link(platforms: FakePlatforms, monkeypatch: Any):
    forbidden = Reply(403, b"<html>Forbidden</html>", "text/html")
    monkeypatch.setattr(PlatformAnswers, "_short", lambda *_args: forbidden)
    assert away_from("https://vm.tiktok.com/ZMabc/").reason == "403"


def test_redirect_without_address_is_no_answer(platforms: FakePlatforms):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to="")
    assert away_from(link).reason == "redirect without address"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://127.0.0.1:5432/", LinkRefusal.BAD_PORT),
        ("https://10.0.0.1/x", LinkRefusal.FOREIGN_HOST),
        ("http://169.254.169.254/latest/meta-data/", LinkRefusal.FOREIGN_HOST),
        ("http://[::1]/", LinkRefusal.BAD_PORT),
        ("http://localhost/", LinkRefusal.FOREIGN_HOST),
    ],
)
def test_redirect_into_our_own_network_is_not_followed(
    platforms: FakePlatforms, to: str, code: LinkRefusal
):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=LONG)
    platforms.fail("short_link", "private_redirect", to=to)
    assert refusal_of(link) is code
    assert len(platforms.calls) == 1


def test_redirect_to_the_fake_server_by_its_address_is_not_followed(platforms: FakePlatforms):
    """Settings let certain hosts stand for a private address, not everything at that address."""
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=f"http://{platforms.address}/t/ZMabc")
    assert refusal_of(link) is LinkRefusal.BAD_PORT
    assert len(platforms.calls) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"])
def test_short_host_at_a_private_address_is_not_asked(
    platforms: FakePlatforms, settings: Any, monkeypatch: Any, address: str
):
    """Whoever answers for the name may say what they like: here, that TikTok is our database."""
    settings.PLATFORM_HOSTS = {}
    monkeypatch.setattr(public_address, "look_up", lambda _host, _port: ["8.8.8.8", address])
    assert away_from("https://vm.tiktok.com/ZMabc/").reason == "private_address"
    assert platforms.calls == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("429", "429"),
        ("500", "500"),
        ("timeout", "timeout"),
        ("drop", "connection"),
    ],
)
def test_short_link_that_fails_is_left_open(platforms: FakePlatforms, fault: str, reason: str):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=LONG)
    platforms.fail("short_link", fault)
    began = time.monotonic()
    with impatience:
        assert away_from(link).reason == reason
    assert time.monotonic() - began < 2
    platforms.heal()
    assert resolve(link).video_id == VIDEO


def test_short_link_hands_on_how_long_to_wait(platforms: FakePlatforms):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=LONG)
    platforms.fail("short_link", "429", retry_after="60")
    assert away_from(link).retry_after == timedelta(minutes=1)


@pytest.mark.parametrize("fault", ["half_body", "huge_body", "drip", "wrong_json"])
def test_body_of_a_redirect_is_never_read(platforms: FakePlatforms, fault: str):
    link = platforms.add_short("vm.tiktok.com", "ZMabc", to=LONG)
    platforms.fail("short_link", fault)
    began = time.monotonic()
    if fault == "half_body":
        assert resolve(link).video_id == VIDEO
    else:
        assert refusal_of(link) is LinkRefusal.OTHER_PAGE
    assert time.monotonic() - began < 1.9
    assert platforms.server.bytes_sent < 20_000_000
