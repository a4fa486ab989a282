"""TikTok's oEmbed: no key, one video a call. Tells caption, owner and cover, but no time or views.

Its refusals are not documented well: a video that is not there is answered with 400 and a
`status_msg`, and it is the presence of `embed_product_id` that makes an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings

from entries.platforms import told
from entries.platforms.facts import VideoFacts
from entries.platforms.http import Caller, Reply
from entries.platforms.source import Answers, PlatformAway
from entries.video_ids import TIKTOK

# TikTok leads on from any handle to the true one.
_VIDEO = "https://www.tiktok.com/@_/video/{}"
_GONE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class TikTokOembed:
    """What TikTok tells anybody about a public video."""

    caller: Caller = field(default_factory=Caller)
    name: ClassVar = "tiktok_oembed"
    platform: ClassVar = TIKTOK
    batch_size: ClassVar = 1

    def ask(self, video_ids: Sequence[str]) -> Answers:
        return {video_id: self._about(video_id) for video_id in video_ids}

    def _about(self, video_id: str) -> VideoFacts | None:
        reply = self.caller.call(
            "GET", f"{settings.TIKTOK_URL}/oembed", params={"url": _VIDEO.format(video_id)}
        )
        answer = _object_in(reply)
        if "embed_product_id" not in answer:
            if _says_it_is_gone(reply, answer):
                return None
            raise PlatformAway(f"no answer, status {reply.status}")
        if answer["embed_product_id"] != video_id:
            raise PlatformAway("an answer about another video")
        return _facts(video_id, answer)


def _object_in(reply: Reply) -> Mapping[str, Any]:
    try:
        answer = reply.json()
    except PlatformAway:
        if reply.status < 400:
            raise
        return {}  # refusals may come as a page
    return answer if isinstance(answer, Mapping) else {}


def _says_it_is_gone(reply: Reply, answer: Mapping[str, Any]) -> bool:
    """Whether it is about the video, and not, say, a firewall that refuses us all."""
    return reply.status in _GONE or isinstance(answer.get("status_msg"), str)


def _facts(video_id: str, answer: Mapping[str, Any]) -> VideoFacts:
    handle = told.text(answer, "author_unique_id")
    return VideoFacts(
        TIKTOK,
        video_id,
        caption=_caption(answer),
        author_handle=handle.lower() if handle else None,
        author_name=told.text(answer, "author_name"),
        public=True,
        cover_url=told.text(answer, "thumbnail_url"),
    )


def _caption(answer: Mapping[str, Any]) -> str | None:
    """The whole caption: an empty title is one without words, a missing one is unknown."""
    return (told.text(answer, "title") or "") if isinstance(answer.get("title"), str) else None
