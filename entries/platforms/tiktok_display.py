"""TikTok's Display API with a creator's own token: post time, duration and views, 20 a call.

It returns videos of whoever gave the token, and only those that are public: a video that comes back
is theirs; about one that does not, nothing was said (it may be another's, private or deleted).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.conf import settings

from entries.links import LinkRefused, parse_video_link
from entries.platforms import told
from entries.platforms.facts import VideoFacts
from entries.platforms.http import Caller, Reply
from entries.platforms.source import Answers, PlatformAway, TokenRefused
from entries.video_ids import TIKTOK

_FIELDS = (
    "id,create_time,video_description,duration,share_url,cover_image_url,"
    "view_count,like_count,comment_count,share_count"
)
# Descriptions end at about 150 characters, and it is not said of which kind: UTF-16 counts most.
_MAY_BE_CUT_FROM = 140


@dataclass(frozen=True, slots=True)
class TikTokDisplay:
    """What TikTok tells the site on behalf of one creator.

    `open_id`: the creator's own id as the sign-in gave it; it becomes the videos' `author_id`.
    """

    token: str
    open_id: str | None = None
    caller: Caller = field(default_factory=Caller)
    name: ClassVar = "tiktok_display"
    platform: ClassVar = TIKTOK
    batch_size: ClassVar = 20

    def ask(self, video_ids: Sequence[str]) -> Answers:
        """The facts of those videos that are the creator's own. Raises `TokenRefused`, too."""
        reply = self.caller.call(
            "POST",
            f"{settings.TIKTOK_API_URL}/v2/video/query/",
            params={"fields": _FIELDS},
            headers={"Authorization": f"Bearer {self.token}"},
            json={"filters": {"video_ids": list(video_ids)}},
        )
        videos = told.part(_content_of(reply), "data").get("videos")
        if not isinstance(videos, list):
            raise PlatformAway("wrong_json")
        asked = set(video_ids)
        found = [video for video in videos if isinstance(video, Mapping)]
        return {
            video["id"]: self._facts(video["id"], video)
            for video in found
            if isinstance(video.get("id"), str) and video["id"] in asked
        }

    def _facts(self, video_id: str, video: Mapping[str, Any]) -> VideoFacts:
        caption = told.text(video, "video_description")
        return VideoFacts(
            TIKTOK,
            video_id,
            caption=caption or ("" if video.get("video_description") == "" else None),
            caption_cut=len((caption or "").encode("utf-16-le")) // 2 >= _MAY_BE_CUT_FROM,
            author_handle=_handle_in(told.text(video, "share_url")),
            author_id=self.open_id,
            posted_at=_moment(told.number(video, "create_time")),
            # Photo posts have no length.
            seconds=told.number(video, "duration") or None,
            public=True,
            cover_url=told.text(video, "cover_image_url"),
            views=told.number(video, "view_count"),
            likes=told.number(video, "like_count"),
            comments=told.number(video, "comment_count"),
            shares=told.number(video, "share_count"),
        )


def _content_of(reply: Reply) -> Mapping[str, Any]:
    content = reply.json()
    code = told.text(told.part(content, "error"), "code")
    if reply.status == 401:
        raise TokenRefused(code or "401")
    if reply.status != 200 or code != "ok" or not isinstance(content, Mapping):
        raise PlatformAway(code or f"no answer, status {reply.status}")
    return content


def _handle_in(share_url: str | None) -> str | None:
    """The owner's handle: here it is TikTok who wrote the link, for its owner."""
    try:
        return parse_video_link(share_url or "").claimed_handle
    except LinkRefused:
        return None


def _moment(seconds: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (OverflowError, ValueError, OSError):
        return None
