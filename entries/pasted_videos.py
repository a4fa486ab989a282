"""What a pasted text comes to: the video behind each of its links, short ones too.

Short links are followed by a job; here they are only asked for and waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep

from django.utils.functional import Promise

from entries.link_messages import link_message
from entries.links import VideoLink, video_link
from entries.models import ShortLink
from entries.several_links import PastedLink
from entries.short_link_lookup import ask_short_link

PATIENCE = 6.0
"""Seconds that a request waits for short links at most, where no script can ask again."""
_PAUSE = 0.25


@dataclass(frozen=True)
class PastedVideo:
    """One pasted link: the video it leads to, or why it leads to none, or neither as yet."""

    text: str
    video: VideoLink | None = None
    problem: str | Promise = ""

    @property
    def is_pending(self) -> bool:
        """Whether a job is finding out which video it is."""
        return self.video is None and not self.problem


def short_links_in(links: Iterable[PastedLink]) -> list[str]:
    """Those of the links that say nothing without the network."""
    return [link.short_link for link in links if link.short_link]


def ask_short_links(short_links: Iterable[str], *, at: datetime) -> None:
    """Have a job follow the short links of which it is not known where they lead."""
    for link in short_links:
        ask_short_link(link=link, at=at)


def known_videos(links: Sequence[PastedLink]) -> list[PastedVideo]:
    """What is known of each link now, each video once. One query."""
    rows = ShortLink.objects.in_bulk(short_links_in(links), field_name="link")
    found: dict[object, PastedVideo] = {}
    for link in links:
        one = _known(link, rows.get(link.short_link))
        key = (one.video.platform, one.video.video_id) if one.video else one.text
        if key not in found or (one.video and one.video.claimed_handle):
            found[key] = one
    return list(found.values())


def _known(link: PastedLink, row: ShortLink | None) -> PastedVideo:
    if link.video:
        return PastedVideo(link.text, video=link.video)
    if link.refusal and not link.short_link:
        return PastedVideo(link.text, problem=link_message(link.refusal))
    if row is None or row.settled_at is None:
        return PastedVideo(link.text)
    if row.refusal:
        return PastedVideo(link.text, problem=link_message(row.refusal))
    return PastedVideo(link.text, video=video_link(row.platform, row.video_id))


def awaited_videos(links: Sequence[PastedLink], *, at: datetime) -> list[PastedVideo]:
    """The same after having the short links followed and waiting for it, PATIENCE at most."""
    ask_short_links(short_links_in(links), at=at)
    ends = monotonic() + PATIENCE
    videos = known_videos(links)
    while any(video.is_pending for video in videos) and monotonic() < ends:
        sleep(_PAUSE)
        videos = known_videos(links)
    return videos
