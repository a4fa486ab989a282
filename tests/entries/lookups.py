"""What tests of looking videos up share."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from contests.models import Campaign
from entries.looking_up import ask_about, look_up
from entries.models import Entry, Lookup
from entries.pending import Turn
from tests.builders import build_entry
from tests.entries.entering import build_contest

OEMBED, YOUTUBE, COVER = Lookup.Source.TIKTOK_OEMBED, Lookup.Source.YOUTUBE, Lookup.Source.COVER


def waiting_entry(platforms: Any, campaign: Campaign | None = None, **facts: Any) -> Entry:
    """A received entry of TikTok that is being asked about, and the video on the fake platform."""
    campaign = campaign or build_contest()
    entry = build_entry(campaign, status="received", posted_at=timezone.now() - timedelta(hours=2))
    entry.posted_at = None
    entry.save(update_fields=["posted_at"])
    platforms.add_tiktok(
        entry.video_id,
        **{"caption": "A minute of #кітапток", "handle": entry.creator.handle} | facts,
    )
    ask(entry)
    return entry


def waiting_youtube_entry(platforms: Any, video_id: str, **facts: Any) -> Entry:
    entry = build_entry(
        build_contest(), status="received", platform="youtube", video_id=video_id, url=""
    )
    platforms.add_youtube(video_id, **{"caption": "A minute of #кітапток"} | facts)
    ask(entry)
    return entry


def ask(entry: Entry, *, at: datetime | None = None) -> None:
    ask_about(platform=entry.platform, video_id=entry.video_id, at=at or timezone.now())


def work_off(source: str = OEMBED, *, at: datetime | None = None) -> list[Turn]:
    """Ask until nothing is due, as a worker does at one moment."""
    at = at or timezone.now()
    turns = []
    while (turn := look_up(source=source, at=at)).taken:
        turns.append(turn)
    return turns


def outcomes(entry: Entry) -> dict[str, str]:
    return dict(entry.checks.values_list("rule", "outcome"))
