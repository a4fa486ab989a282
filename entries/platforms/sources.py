"""Which sources there are, each within its budget of calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.clock import database_now
from entries.platforms import budget
from entries.platforms.source import Answers, BudgetSpent, Source
from entries.platforms.tiktok_display import TikTokDisplay
from entries.platforms.tiktok_oembed import TikTokOembed
from entries.platforms.youtube import YouTube

Clock = Callable[[], datetime]


def source(name: str, *, clock: Clock = database_now) -> Source | None:
    """The source of that name; None when it needs a key that this site has not, or is none.

    Instagram has none: its facts come from imports and staff. TikTok's Display API needs the token
    of a creator: see `display`.
    """
    if name == TikTokOembed.name:
        return Metered(TikTokOembed(), clock)
    if name == YouTube.name and settings.YOUTUBE_API_KEY:
        return Metered(YouTube(settings.YOUTUBE_API_KEY), clock)
    return None


def display(*, token: str, open_id: str | None = None, clock: Clock = database_now) -> Source:
    """TikTok's Display API on behalf of the creator who gave this token."""
    return Metered(TikTokDisplay(token, open_id), clock)


def channel_text(channel_id: str, *, clock: Clock = database_now) -> str | None:
    """What a channel of YouTube says about itself; None when it is not there, or no key is here.

    Raises `NotAnswered`.
    """
    if not settings.YOUTUBE_API_KEY:
        return None
    with within_budget(YouTube.name, clock):
        return YouTube(settings.YOUTUBE_API_KEY).channel_text(channel_id)


def channel_handles(channel_ids: Sequence[str], *, clock: Clock = database_now) -> dict[str, str]:
    """The handles of at most 50 channels of YouTube, by id. Raises `NotAnswered`."""
    if not settings.YOUTUBE_API_KEY:
        return {}
    with within_budget(YouTube.name, clock):
        return YouTube(settings.YOUTUBE_API_KEY).handles(channel_ids)


@dataclass(frozen=True, slots=True)
class Metered:
    """A source that counts its calls before it makes them."""

    inner: Source
    clock: Clock

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def platform(self) -> str:
        return self.inner.platform

    @property
    def batch_size(self) -> int:
        return self.inner.batch_size

    def ask(self, video_ids: Sequence[str]) -> Answers:
        with within_budget(self.name, self.clock):
            return self.inner.ask(video_ids)


@contextmanager
def within_budget(name: str, clock: Clock) -> Iterator[None]:
    """Count one call. When the platform itself says that its quota is used up, remember it."""
    if name == YouTube.name:
        budget.spend(name, at=clock(), per_day=settings.YOUTUBE_UNITS_PER_DAY)
    else:
        budget.spend(name, at=clock(), per_minute=settings.TIKTOK_CALLS_PER_MINUTE)
    try:
        yield
    except BudgetSpent as spent:
        raise BudgetSpent(budget.close_day(name, at=clock())) from spent
