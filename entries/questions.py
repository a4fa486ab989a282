"""What is to be asked about a video, and of whom: rows that stay until the answer is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.socialaccount.models import SocialToken

from entries.models import Entry, Lookup
from entries.platforms import sources
from entries.tiktok_tokens import PROVIDER
from partners.models import Platform

Source = Lookup.Source

# Whom anybody may ask about any video; Instagram has nobody.
OF_PLATFORM: dict[str, Source] = {
    Platform.TIKTOK: Source.TIKTOK_OEMBED,
    Platform.YOUTUBE: Source.YOUTUBE,
}


def sources_for(*, platform: str, video_id: str) -> list[Source]:
    """The sources that this site can ask about the video; none where nothing can be asked."""
    names = []
    everybodys = OF_PLATFORM.get(platform)
    if everybodys and sources.source(everybodys):
        names.append(everybodys)
    if platform == Platform.TIKTOK and _has_token(platform, video_id):
        names.append(Source.TIKTOK_DISPLAY)
    return names


def _has_token(platform: str, video_id: str) -> bool:
    """Whether somebody who entered the video has allowed us to ask on their behalf."""
    entries = Entry.objects.filter(platform=platform, video_id=video_id)
    return SocialToken.objects.filter(
        account__provider=PROVIDER, account__user__in=entries.values("submitted_by")
    ).exists()


def put_questions(
    *, names: Iterable[str], platform: str, video_id: str, at: datetime
) -> list[Lookup]:
    """Have the video asked about; what is being asked already is asked for anew, not twice."""
    return Lookup.objects.bulk_create(
        [
            Lookup(source=name, platform=platform, video_id=video_id, due_at=at, asked_at=at)
            for name in names
        ],
        update_conflicts=True,
        unique_fields=["source", "platform", "video_id"],
        # Whoever is asking at this moment may have looked for entries before this one was there.
        update_fields=["asked_at"],
    )


def is_being_asked(*, platform: str, video_id: str) -> bool:
    """Whether something about the video is still to be told."""
    return Lookup.objects.filter(platform=platform, video_id=video_id).exists()
