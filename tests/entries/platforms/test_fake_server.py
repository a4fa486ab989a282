"""The fake server that people start by hand: any link is a video, and faults can be switched on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.conf import settings as site

from config.environment import Environment
from entries.platforms import covers, short_links
from entries.platforms.source import PlatformAway
from entries.platforms.tiktok_oembed import TikTokOembed
from entries.platforms.youtube import YouTube
from entries.video_ids import posted_at_hint
from tests.entries.platforms.asking import IMPATIENT, tiktok_ids, youtube_ids

[TIKTOK_VIDEO], [YOUTUBE_VIDEO] = tiktok_ids(1), youtube_ids(1)

READY = "# Start the site with these lines; Ctrl+C ends the fake platforms.\n"


@pytest.fixture(scope="module")
def printed() -> Iterator[dict[str, str]]:
    """The environment that a server in a process of its own prints."""
    program = [sys.executable, "-m", "tests.fakes.platforms", "--port", "0", "--hashtag", "oyren"]
    with subprocess.Popen(program, cwd=site.BASE_DIR, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        lines = [line.strip() for line in iter(server.stdout.readline, READY)]
        yield dict(line.removeprefix("export ").split("=", 1) for line in lines)
        server.terminate()


@pytest.fixture
def control(printed: dict[str, str], settings: Any, monkeypatch: Any) -> Any:
    """Tell the server what to do; the settings are read from what it printed."""
    for name, value in printed.items():
        monkeypatch.setenv(name, value)
        setattr(settings, name, value)
    settings.PLATFORM_HOSTS = Environment(site.BASE_DIR / "none").pairs("PLATFORM_HOSTS")

    def tell(what: str, **words: Any) -> Any:
        url = f"{printed['TIKTOK_URL']}/_fake/{what}"
        return httpx.post(url, content=json.dumps(words), trust_env=False).json()

    yield tell
    tell("heal")


def test_any_id_is_a_video_and_always_the_same(control: Any, printed: dict[str, str]):
    facts = TikTokOembed(IMPATIENT).ask([TIKTOK_VIDEO])[TIKTOK_VIDEO]
    assert facts == TikTokOembed(IMPATIENT).ask([TIKTOK_VIDEO])[TIKTOK_VIDEO]
    assert facts is not None
    assert "#oyren" in (facts.caption or "")
    assert covers.fetch(facts.cover_url or "").size > 0
    youtube = YouTube(printed["YOUTUBE_API_KEY"], IMPATIENT)
    facts = youtube.ask([YOUTUBE_VIDEO])[YOUTUBE_VIDEO]
    assert facts is not None
    assert facts.seconds is not None
    assert 15 <= facts.seconds < 60


def test_any_short_link_leads_to_a_video_of_today(control: Any):
    video = short_links.resolve("https://vm.tiktok.com/ZMany/")
    assert video == short_links.resolve("https://vm.tiktok.com/ZMany/")
    assert posted_at_hint("tiktok", video.video_id) is not None


def test_videos_and_faults_are_added_while_it_runs(control: Any):
    control("videos", platform="tiktok", video_id=TIKTOK_VIDEO, caption="Mine", handle="aigul")
    control("fail", source="tiktok_oembed", fault="429", retry_after="600", times=1)
    with pytest.raises(PlatformAway):
        TikTokOembed(IMPATIENT).ask([TIKTOK_VIDEO])
    facts = TikTokOembed(IMPATIENT).ask([TIKTOK_VIDEO])[TIKTOK_VIDEO]
    assert facts is not None
    assert (facts.author_handle, facts.caption) == ("aigul", "Mine")
