"""What staff write about a video stands: platforms heard later do not write over it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from entries.facts import keep_answer, lock_campaigns_of, write_facts
from entries.models import Entry, PlatformAnswer

ABOUT_THE_VIDEO = ("caption", "posted_at", "seconds")


@transaction.atomic
def correct_entry(*, entry: Entry, fields: Collection[str], by: User, at: datetime) -> None:
    """Save the changed fields of an entry, and keep what they say about the video as staff's word.

    It holds for all entries of the video. A field that is emptied leaves the word to the platform.
    """
    # Campaigns first, as everybody does; and nothing else of the entry, which may have changed.
    campaigns = lock_campaigns_of(platform=entry.platform, video_ids=[entry.video_id])
    if "caption" in fields:
        states = Entry.CaptionState
        entry.caption_state = states.WHOLE if entry.caption else states.UNKNOWN
    entry.save(update_fields=[*fields, "caption_state"])
    said = {name: _told(getattr(entry, name)) for name in ABOUT_THE_VIDEO if name in fields}
    if not said:
        return
    keep_answer(
        platform=entry.platform,
        video_id=entry.video_id,
        source=PlatformAnswer.Source.STAFF,
        found=True,
        said=said | {"by": by.pk},
        at=at,
    )
    write_facts(platform=entry.platform, video_ids=[entry.video_id], campaigns=campaigns, at=at)


def _told(value: Any) -> Any:
    """As answers have it; None takes an earlier word back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return None if value == "" else value
