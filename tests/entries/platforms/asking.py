"""What tests of sources share: video ids, a caller that does not wait, and what fails how."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.test import override_settings

from entries.platforms.http import Caller
from entries.platforms.source import PlatformAway, Source
from entries.video_ids import tiktok_id_for
from tests.builders import utc
from tests.fakes.platforms import FakePlatforms

POSTED = utc(2026, 11, 2, 9)
IMPATIENT = Caller(sleep=lambda _seconds: None)
impatience = override_settings(PLATFORM_TIMEOUT_SECONDS=1)
"""For tests that wait until it is over."""

# What a caller learns of each fault that lasts.
REASONS = {
    "429": "429",
    "500": "500",
    "timeout": "timeout",
    "drip": "timeout",
    "half_body": "connection",
    "drop": "connection",
    "huge_body": "too_large",
    "private_redirect": "redirect",
}
FAULTS = [*REASONS, "wrong_json"]


def tiktok_ids(count: int) -> list[str]:
    return [tiktok_id_for(POSTED, salt=salt) for salt in range(count)]


def youtube_ids(count: int) -> list[str]:
    return [f"video{number:06d}" for number in range(count)]


def assert_away(platforms: FakePlatforms, source: Source, ids: Sequence[str], fault: str) -> None:
    """The source says that the platform is away, and answers again when it is back."""
    platforms.fail(source.name, fault)
    with impatience, pytest.raises(PlatformAway) as away:
        source.ask(ids)
    if fault in REASONS:
        assert away.value.reason == REASONS[fault]
    platforms.heal()
    assert all(source.ask(ids).values())


def assert_long_wait_is_handed_on(
    platforms: FakePlatforms, name: str, ask: Callable[[], object]
) -> None:
    platforms.fail(name, "429", retry_after="120")
    with pytest.raises(PlatformAway) as away:
        ask()
    assert away.value.retry_after == timedelta(minutes=2)
    assert len(platforms.calls_of(name)) == 1
