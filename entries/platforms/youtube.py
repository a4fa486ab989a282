"""YouTube's Data API: 50 videos or channels for one unit of a daily quota.

Videos that are private, deleted or never were are silently left out of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings

from entries.platforms import told
from entries.platforms.days import midnight_after
from entries.platforms.facts import VideoFacts
from entries.platforms.http import Caller, Reply
from entries.platforms.source import Answers, BudgetSpent, PlatformAway, TokenRefused
from entries.video_ids import YOUTUBE

_PARTS = "snippet,contentDetails,statistics,status"
# Only what is read: descriptions come twice otherwise.
_FIELDS = (
    "items(id,snippet(publishedAt,channelId,channelTitle,title,description,thumbnails),"
    "contentDetails/duration,statistics(viewCount,likeCount,commentCount),status/privacyStatus)"
)
_COVERS = ("maxres", "standard", "high", "medium", "default")
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "servingLimitExceeded"})
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,4})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)


@dataclass(frozen=True, slots=True)
class YouTube:
    """What YouTube tells whoever has a key."""

    key: str
    caller: Caller = field(default_factory=Caller)
    name: ClassVar = "youtube"
    platform: ClassVar = YOUTUBE
    batch_size: ClassVar = 50

    def ask(self, video_ids: Sequence[str]) -> Answers:
        found = dict(self._items("videos", video_ids, part=_PARTS, fields=_FIELDS))
        return {
            video_id: _facts(video_id, found[video_id]) if video_id in found else None
            for video_id in video_ids
        }

    def channel_text(self, channel_id: str) -> str | None:
        """What a channel says about itself; None when there is no such channel."""
        found = dict(self._items("channels", [channel_id], part="snippet"))
        if channel_id not in found:
            return None
        return told.text(told.part(found[channel_id], "snippet"), "description") or ""

    def handles(self, channel_ids: Sequence[str]) -> dict[str, str]:
        """The handles of at most 50 channels, by id; those that have none are missing."""
        found = self._items("channels", channel_ids, part="snippet")
        urls = ((name, told.text(told.part(item, "snippet"), "customUrl")) for name, item in found)
        # Addresses from before there were handles have no @.
        return {name: url[1:].lower() for name, url in urls if url and url[:1] == "@" and url[1:]}

    def _items(
        self, kind: str, ids: Sequence[str], **wanted: str
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        reply = self.caller.call(
            "GET",
            f"{settings.YOUTUBE_API_URL}/youtube/v3/{kind}",
            params={**wanted, "id": ",".join(ids), "key": self.key},
        )
        items = _content_of(reply).get("items")
        if not isinstance(items, list):
            raise PlatformAway("wrong_json")
        for item in items:
            if isinstance(item, Mapping) and isinstance(item.get("id"), str):
                yield item["id"], item


def _content_of(reply: Reply) -> Mapping[str, Any]:
    content = reply.json()
    if reply.status == 200 and isinstance(content, Mapping):
        return content
    errors = told.part(content, "error").get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    reason = told.text(first, "reason") if isinstance(first, Mapping) else None
    if reason in _QUOTA:
        raise BudgetSpent(midnight_after(datetime.now(UTC)))
    if reply.status in {401, 403} and reason not in _TOO_FAST:
        raise TokenRefused(reason or str(reply.status))
    raise PlatformAway(reason or f"no answer, status {reply.status}")


def _facts(video_id: str, item: Mapping[str, Any]) -> VideoFacts:
    snippet = told.part(item, "snippet")
    statistics = told.part(item, "statistics")
    privacy = told.text(told.part(item, "status"), "privacyStatus")
    return VideoFacts(
        YOUTUBE,
        video_id,
        caption=_caption(snippet),
        author_id=told.text(snippet, "channelId"),
        author_name=told.text(snippet, "channelTitle"),
        posted_at=_moment(told.text(snippet, "publishedAt")),
        seconds=seconds_in(told.text(told.part(item, "contentDetails"), "duration") or ""),
        public=privacy == "public" if privacy else None,
        cover_url=_cover(told.part(snippet, "thumbnails")),
        views=told.number(statistics, "viewCount"),
        likes=told.number(statistics, "likeCount"),
        comments=told.number(statistics, "commentCount"),
    )


def seconds_in(duration: str) -> int | None:
    """Seconds of an ISO 8601 duration like PT1M2S; None when it is none, or nothing (a broadcast).

    Years and months, whose length nobody knows, are not read.
    """
    match = _DURATION.fullmatch(duration)
    if not match:
        return None
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    return int(timedelta(**parts).total_seconds()) or None


def _caption(snippet: Mapping[str, Any]) -> str | None:
    """Title and description, in both of which hashtags stand; both have to be told."""
    if not all(isinstance(snippet.get(name), str) for name in ("title", "description")):
        return None
    both = (told.text(snippet, "title"), told.text(snippet, "description"))
    return "\n".join(text for text in both if text)


def _cover(thumbnails: Mapping[str, Any]) -> str | None:
    urls = (told.text(told.part(thumbnails, size), "url") for size in _COVERS)
    return next((url for url in urls if url), None)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
