"""Which sources there are, and that each counts its calls."""

import logging
from typing import Any

import pytest

from entries.models import CallBudget, PlatformAnswer
from entries.platforms import sources
from entries.platforms.source import BudgetSpent
from tests.builders import utc
from tests.entries.platforms.asking import tiktok_ids, youtube_ids
from tests.fakes.platforms import API_KEY, FakePlatforms

AT = utc(2026, 11, 2, 9, 30)
[TIKTOK_VIDEO], [YOUTUBE_VIDEO] = tiktok_ids(1), youtube_ids(1)


def at() -> Any:
    return AT


def test_sources_are_those_that_answers_name(platforms: FakePlatforms, settings: Any):
    names = PlatformAnswer.Source
    for name, platform, batch in [
        (names.TIKTOK_OEMBED, "tiktok", 1),
        (names.YOUTUBE, "youtube", 50),
    ]:
        found = sources.source(name)
        assert found is not None
        assert (found.name, found.platform, found.batch_size) == (name, platform, batch)
    creators = sources.display(token="token")
    assert (creators.name, creators.platform, creators.batch_size) == (
        names.TIKTOK_DISPLAY,
        "tiktok",
        20,
    )
    assert sources.source("instagram") is None
    assert sources.source(names.IMPORT) is None
    settings.YOUTUBE_API_KEY = ""
    assert sources.source(names.YOUTUBE) is None
    assert sources.channel_text("UCabc") is None


@pytest.mark.django_db
def test_source_counts_its_calls_and_stops_in_time(platforms: FakePlatforms, settings: Any):
    settings.TIKTOK_CALLS_PER_MINUTE = 2
    platforms.add_tiktok(TIKTOK_VIDEO)
    oembed = sources.source("tiktok_oembed", clock=at)
    assert oembed is not None
    for _ in range(2):
        assert oembed.ask([TIKTOK_VIDEO])[TIKTOK_VIDEO] is not None
    with pytest.raises(BudgetSpent) as spent:
        oembed.ask([TIKTOK_VIDEO])
    assert spent.value.until == utc(2026, 11, 2, 9, 31)
    assert len(platforms.calls) == 2


@pytest.mark.django_db
def test_display_and_channels_are_counted_too(platforms: FakePlatforms):
    platforms.add_token("token", handle="aysel")
    sources.display(token="token", clock=at).ask([TIKTOK_VIDEO])
    assert sources.channel_text("UCabc", clock=at) is None
    counted = dict(CallBudget.objects.values_list("name", "used"))
    assert counted == {
        "tiktok_display/minute": 1,
        "youtube/day": 1,
    }


@pytest.mark.django_db
def test_quota_that_youtube_calls_used_up_is_not_asked_about_again(platforms: FakePlatforms):
    """Other sites may share the key: then its quota ends before our count does."""
    platforms.youtube_units = 1
    youtube = sources.source("youtube", clock=at)
    assert youtube is not None
    youtube.ask([YOUTUBE_VIDEO])
    for _ in range(3):
        with pytest.raises(BudgetSpent) as spent:
            youtube.ask([YOUTUBE_VIDEO])
        assert spent.value.until == utc(2026, 11, 3, 8)
    assert len(platforms.calls) == 2


@pytest.mark.django_db
def test_key_stays_out_of_the_log(platforms: FakePlatforms, caplog: pytest.LogCaptureFixture):
    youtube = sources.source("youtube", clock=at)
    assert youtube is not None
    with caplog.at_level(logging.INFO):
        youtube.ask([YOUTUBE_VIDEO])
    assert platforms.calls[0].query["key"] == API_KEY
    assert API_KEY not in caplog.text
