"""Asking TikTok in the name of the people who entered videos: it tells them of their own only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from accounts.models import User
from entries.models import Entry, Lookup
from entries.pending import Turn, take
from entries.platforms import sources
from entries.platforms.source import Answers, TokenRefused
from entries.platforms.tiktok_display import TikTokDisplay
from entries.tiktok_tokens import token_for
from entries.video_lookup import ask_and_settle

DISPLAY = Lookup.Source.TIKTOK_DISPLAY


def look_up_own_videos(*, at: datetime) -> Turn:
    """Ask about the video that has been due longest, and about others of the same person."""
    of_source = Lookup.objects.filter(source=DISPLAY)
    rows = take(of_source, at=at, most=1)
    if not rows:
        return Turn(0)
    people = _who_entered(rows[0].video_id)
    if len(people) == 1:
        alike = of_source.filter(video_id__in=_entered_by_nobody_else(people[0]))
        rows += take(alike, at=at, most=TikTokDisplay.batch_size - 1)
    return ask_and_settle(InTheirName(people, at), rows, at=at, silence_is_final=True)


@dataclass(frozen=True, slots=True)
class InTheirName:
    """TikTok's Display API, asked with the token of one person after the other."""

    people: Sequence[User]
    at: datetime
    name: ClassVar = TikTokDisplay.name
    platform: ClassVar = TikTokDisplay.platform
    batch_size: ClassVar = TikTokDisplay.batch_size

    def ask(self, video_ids: Sequence[str]) -> Answers:
        """What those are told whose videos they are; tokens that are no good are passed over."""
        told: Answers = {}
        for user in self.people:
            open_questions = [video_id for video_id in video_ids if video_id not in told]
            token = token_for(user, at=self.at) if open_questions else None
            if token is None:
                continue
            try:
                # Without the person's open_id: it is one of this site alone, while exports
                # give TikTok's own, and an account cannot have both.
                told |= sources.display(token=token).ask(open_questions)
            except TokenRefused:
                continue
        return told


def _who_entered(video_id: str) -> list[User]:
    entries = Entry.objects.filter(platform=TikTokDisplay.platform, video_id=video_id)
    return list(User.objects.filter(pk__in=entries.values("submitted_by")).order_by("pk"))


def _entered_by_nobody_else(user: User) -> list[str]:
    entered = Entry.objects.filter(platform=TikTokDisplay.platform, submitted_by__isnull=False)
    by_others = entered.exclude(submitted_by=user).values("video_id")
    own = entered.filter(submitted_by=user).exclude(video_id__in=by_others)
    return list(own.values_list("video_id", flat=True))
