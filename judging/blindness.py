"""What a judge gets to see of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from entries.models import Creator, Entry
from judging.models import Assignment, Round
from judging.visibility import judge_sight

# Whoever writes their address into a caption does not mean the judges of a blind round.
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")


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


def show_entry(assignment: Assignment, *, at: datetime) -> ShownEntry | None:
    """What the judge of this review may see of its entry now; None while that is nothing.

    Whose review it is, and whether it is still theirs, is duties.visible_reviews' to say.
    """
    return show_to_judges(assignment.entry, round_=assignment.round, at=at)


def show_to_judges(entry: Entry, *, round_: Round, at: datetime) -> ShownEntry | None:
    """What judges of a round may see of an entry now; None while that is nothing.

    One query for the joint creators, more where the rows it names were not read with the entry:
    entry__creator, entry__institution, entry__submitted_by, round__category__campaign.
    """
    sight = judge_sight(round_, at=at)
    if not sight.video:
        return None
    creators = [entry.creator, *entry.joint_creators.all()]
    handles = [creator.handle for creator in creators]
    blind = not sight.submitter
    return ShownEntry(
        platform=entry.platform,
        video_id=entry.video_id,
        platform_name=entry.get_platform_display(),
        cover_url=entry.cover.url if entry.cover else "",
        caption=hide_names(entry.caption, _names(entry, creators)) if blind else entry.caption,
        language=entry.language,
        handles=[] if blind else handles,
        institution="" if blind or entry.institution is None else str(entry.institution),
        link="" if blind and _names_one_of(entry.url, handles) else entry.url,
    )


def _names(entry: Entry, creators: Iterable[Creator]) -> list[str]:
    """What people could call whose video it is: handles, names, the institution in any language."""
    names = [name for creator in creators for name in (creator.handle, creator.display_name)]
    if entry.submitted_by is not None:
        names.append(entry.submitted_by.name)
    if entry.institution is not None:
        names += [getattr(entry.institution, f"name_{code}") for code, _name in settings.LANGUAGES]
    return [name for name in names if name]


def _names_one_of(url: str, handles: Iterable[str]) -> bool:
    """Whether an address tells whose video it is, as TikTok's do."""
    parts = {part.removeprefix("@").lower() for part in url.split("/")}
    return not parts.isdisjoint(handle.lower() for handle in handles)


def hide_names(text: str, names: Iterable[str]) -> str:
    """The text with each name, with or without its @, and each address replaced by an ellipsis."""
    text = _ADDRESS.sub("…", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"@?(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text
