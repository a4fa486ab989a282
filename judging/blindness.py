"""What a judge gets to see of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from judging.models import Assignment


@dataclass(frozen=True)
class ShownEntry:
    """The video as the review page shows it; in a blind round without any trace of whose it is.

    The video itself may show its creator all the same: that is public and beyond our reach.
    """

    platform: str
    video_id: str
    platform_name: str
    cover_url: str
    caption: str
    language: str
    handles: list[str]
    institution: str
    link: str


def show_entry(assignment: Assignment) -> ShownEntry:
    """Pick what the judge of this review may see. Two queries for names at most."""
    entry = assignment.entry
    creators = [entry.creator, *entry.joint_creators.all()]
    handles = [creator.handle for creator in creators]
    names = [creator.display_name for creator in creators if creator.display_name]
    blind = assignment.round.is_blind
    return ShownEntry(
        platform=entry.platform,
        video_id=entry.video_id,
        platform_name=entry.get_platform_display(),
        cover_url=entry.cover.url if entry.cover else "",
        caption=hide_names(entry.caption, [*handles, *names]) if blind else entry.caption,
        language=entry.language,
        handles=[] if blind else handles,
        institution="" if blind or entry.institution is None else str(entry.institution),
        link="" if blind and _names_one_of(entry.url, handles) else entry.url,
    )


def _names_one_of(url: str, handles: Iterable[str]) -> bool:
    """Whether an address tells whose video it is, as TikTok's do."""
    parts = {part.removeprefix("@").lower() for part in url.split("/")}
    return not parts.isdisjoint(handle.lower() for handle in handles)


def hide_names(text: str, names: Iterable[str]) -> str:
    """The text with each name, with or without its @, replaced by an ellipsis."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"@?(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
