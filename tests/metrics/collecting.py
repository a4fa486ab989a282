"""What tests of reading views from platforms share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialToken

from accounts.models import User
from contests.models import Campaign
from entries.models import Creator, Entry
from entries.pending import Turn
from metrics.collecting import want_readings
from metrics.collecting_jobs import take_readings
from metrics.models import EntryViews, PendingReading, Reading
from tests.builders import build_campaign, build_creator, build_entry

YOUTUBE = PendingReading.Source.YOUTUBE
DISPLAY = PendingReading.Source.TIKTOK_DISPLAY
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
# Three days: slots every six hours, hourly from the third day, and the final one at 23:30.
OPENS = datetime(2026, 11, 10, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=3)
FINAL = CLOSES - timedelta(minutes=30)
_numbers = count(1)


class Watch:
    """The database's clock in a test: it goes on by a microsecond with each look."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += TICK
        return self.now


def watch_of(platforms: Any, now: datetime = OPENS) -> Watch:
    """A clock of the site's and of the platforms."""
    watch = Watch(now)
    platforms.clock = lambda: watch.now
    return watch


def measured_campaign(**fields: Any) -> Campaign:
    dates = {
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "published_at": OPENS - timedelta(days=1),
        "shortlist_by": CLOSES + timedelta(days=3),
        "announce_by": CLOSES + timedelta(days=7),
        "archives_at": CLOSES + timedelta(days=30),
        "announced_at": None,
        "cancelled_at": None,
    }
    return build_campaign(**dates | fields)


def youtube_entry(platforms: Any, campaign: Campaign, **facts: Any) -> Entry:
    """An accepted video of YouTube that has 1000 views at the opening and gets 60 an hour."""
    video_id = facts.pop("video_id", None) or f"video-{next(_numbers):05d}"
    values = {"views": 1000, "views_an_hour": 60, "create_time": OPENS, "caption": "#кітапток"}
    platforms.add_youtube(video_id, **values | facts)
    creator = build_creator(platform="youtube")
    return build_entry(
        campaign, platform="youtube", video_id=video_id, url="", creator=creator, posted_at=OPENS
    )


def tiktok_entry(platforms: Any, campaign: Campaign, by: User | None, **facts: Any) -> Entry:
    """An accepted video of TikTok of the account `handle` (aysel.math), entered by somebody."""
    handle = facts.pop("handle", "aysel.math")
    fields = facts.pop("fields", {})
    creator, _made = Creator.objects.get_or_create(platform="tiktok", handle=handle)
    fields = {"posted_at": OPENS + HOUR, "creator": creator, "submitted_by": by} | fields
    entry = build_entry(campaign, **fields)
    values = {"views": 1000, "views_an_hour": 60, "create_time": OPENS, "caption": "#кітапток"}
    platforms.add_tiktok(entry.video_id, handle=handle, **values | facts)
    return entry


def permit(
    platforms: Any,
    user: User,
    *,
    handle: str = "aysel.math",
    until: datetime = CLOSES,
    **facts: Any,
) -> SocialToken:
    """Let a person allow the site to see the videos of a TikTok account."""
    token = platforms.add_token(f"act.{handle}", handle=handle, open_id=f"id-{handle}", **facts)
    account = SocialAccount.objects.create(user=user, provider="tiktok", uid=f"id-{handle}")
    return SocialToken.objects.create(
        account=account,
        token=token,
        token_secret=f"refresh-{token}",
        expires_at=until + timedelta(days=60),
    )


def want(campaign: Campaign, at: datetime) -> int:
    return want_readings(campaign_id=campaign.pk, at=at)


def work_off(source: str, clock: Callable[[], datetime]) -> list[Turn]:
    """Ask until nothing is due, as a worker does at one moment."""
    turns = []
    while (turn := take_readings(source=source, clock=clock)).taken:
        turns.append(turn)
    return turns


def collect(campaign: Campaign, watch: Watch, at: datetime) -> None:
    """One tick of all jobs at a moment."""
    watch.now = at
    want(campaign, at)
    for source in PendingReading.Source.values:
        work_off(source, watch)


def history(entry: Entry) -> list[tuple[datetime, int]]:
    """When the entry was read, to the second, and what was seen."""
    readings = Reading.objects.filter(entry=entry).order_by("taken_at")
    return [(one.taken_at.replace(microsecond=0), one.views) for one in readings]


def kept(entry: Entry) -> EntryViews:
    return EntryViews.objects.get(pk=entry.pk)
