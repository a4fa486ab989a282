"""Calls over HTTP: each way in which a network fails, bounded in time and size."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from entries.platforms.http import Caller, retry_after
from entries.platforms.source import PlatformAway
from entries.video_ids import tiktok_id_for
from tests.entries.platforms.asking import impatience
from tests.fakes.platforms import FakePlatforms

VIDEO = tiktok_id_for(datetime(2026, 11, 2, 9, tzinfo=UTC), salt=1)


class Patience(list[float]):
    """Waits that are noted, not waited."""

    def caller(self) -> Caller:
        return Caller(sleep=self.append, jitter=lambda: 0.5)


def call(platforms: FakePlatforms, patience: Patience, **content: Any):
    url = f"http://{platforms.address}/oembed"
    link = {"url": f"https://www.tiktok.com/video/{VIDEO}"}
    return patience.caller().call("GET", url, params=link, **content)


@pytest.fixture
def patience(platforms: FakePlatforms) -> Patience:
    platforms.add_tiktok(VIDEO, caption="#кітапток")
    return Patience()


def test_call_returns_what_was_answered(platforms: FakePlatforms, patience: Patience):
    reply = call(platforms, patience)
    assert reply.status == 200
    assert reply.json()["title"] == "#кітапток "
    assert patience == []
    headers = {name.lower(): value for name, value in platforms.calls[0].headers.items()}
    assert headers["user-agent"] == "Sahna (+http://testserver)"
    assert "cookie" not in headers


def test_call_returns_refusals_for_the_adapter_to_judge(
    platforms: FakePlatforms, patience: Patience
):
    platforms.remove("tiktok", VIDEO)
    assert call(platforms, patience).status == 400
    assert len(platforms.calls) == 1


@pytest.mark.parametrize("fault", ["429", "500", "half_body", "drop"])
def test_call_is_tried_again_with_growing_delay(
    platforms: FakePlatforms, patience: Patience, fault: str
):
    platforms.fail("tiktok_oembed", fault, times=2)
    assert call(platforms, patience).status == 200
    assert len(platforms.calls) == 3
    assert patience == [0.25, 0.5]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("429", "429"), ("500", "500"), ("half_body", "connection"), ("drop", "connection")],
)
def test_call_is_given_up_after_three_attempts(
    platforms: FakePlatforms, patience: Patience, fault: str, reason: str
):
    platforms.fail("tiktok_oembed", fault)
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert (away.value.reason, away.value.retry_after) == (reason, None)
    assert len(platforms.calls) == 3


def test_call_waits_as_long_as_it_is_asked_to(platforms: FakePlatforms, patience: Patience):
    platforms.fail("tiktok_oembed", "429", times=1, retry_after="1")
    assert call(platforms, patience).status == 200
    assert patience == [1.0]


def test_call_hands_on_a_long_wait_instead_of_waiting(platforms: FakePlatforms, patience: Patience):
    platforms.fail("tiktok_oembed", "429", retry_after="90")
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert away.value.retry_after == timedelta(seconds=90)
    assert patience == []
    assert len(platforms.calls) == 1


@pytest.mark.parametrize("fault", ["timeout", "drip"])
def test_call_to_a_silent_or_dripping_server_ends(
    platforms: FakePlatforms, patience: Patience, fault: str
):
    """A byte every tenth of a second would keep a time-out between bytes from ever striking."""
    platforms.fail("tiktok_oembed", fault)
    began = time.monotonic()
    with impatience, pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert away.value.reason == "timeout"
    assert time.monotonic() - began < 3
    assert len(platforms.calls) == 2


def test_call_does_not_read_two_gigabytes(platforms: FakePlatforms, patience: Patience):
    platforms.fail("tiktok_oembed", "huge_body")
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert away.value.reason == "too_large"
    assert platforms.server.bytes_sent < 50_000_000
    assert len(platforms.calls) == 1


def test_call_refuses_a_large_body_by_its_announced_length(
    platforms: FakePlatforms, patience: Patience
):
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience, limit=10)
    assert away.value.reason == "too_large"


def test_call_follows_no_redirect(platforms: FakePlatforms, patience: Patience):
    platforms.fail("tiktok_oembed", "private_redirect", to=f"http://{platforms.address}/obj/x")
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert away.value.reason == "redirect"
    assert len(platforms.calls) == 1


def test_call_to_nobody_is_away(platforms: FakePlatforms, patience: Patience):
    platforms.server.stop()
    with pytest.raises(PlatformAway) as away:
        call(platforms, patience)
    assert away.value.reason == "connection"
    assert len(patience) == 2


def test_reply_without_json_is_away(platforms: FakePlatforms, patience: Patience):
    reply = patience.caller().call("GET", f"http://{platforms.address}/nowhere/at/all")
    assert reply.status == 404
    with pytest.raises(PlatformAway) as away:
        reply.json()
    assert away.value.reason == "wrong_json"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0), (" 7 ", 7), ("999999999999", 86_400), ("", None), ("soon", None), ("-1", None)],
)
def test_retry_after_is_read(header: str, seconds: int | None):
    assert retry_after(header) == (None if seconds is None else timedelta(seconds=seconds))


def test_retry_after_may_be_a_date():
    soon = datetime.now(UTC) + timedelta(minutes=10)
    wait = retry_after(format_datetime(soon, usegmt=True))
    assert wait is not None
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == timedelta()
