"""What a source said about one video. ``None`` is unknown, never "no".

Pure: no Django, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

__all__ = ["VideoFacts"]


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The facts of one video, as far as one source told them.

    ``caption_cut``: the platform cut the text, so that a hashtag missing in it is unknown.
    ``author_handle`` is in lower case and without @; ``author_id`` is the platform's own id.
    ``posted_at`` is aware and in UTC; ``cover_url`` is good for some hours only.
    """

    platform: str
    video_id: str
    caption: str | None = None
    caption_cut: bool = False
    author_handle: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    posted_at: datetime | None = None
    seconds: int | None = None
    public: bool | None = None
    cover_url: str | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None

    def said(self) -> dict[str, Any]:
        """Only what was told, ready for JSON: the form in which answers are kept."""
        told: dict[str, Any] = {}
        for name in _KEYS:
            value = getattr(self, name)
            if value is None or (name == "caption_cut" and not value):
                continue
            told[name] = _text_of(value) if isinstance(value, datetime) else value
        return told

    @classmethod
    def from_said(cls, platform: str, video_id: str, said: Mapping[str, Any]) -> VideoFacts:
        """The facts of a kept answer; keys that are not ours are passed over."""
        told = {name: said[name] for name in _KEYS if said.get(name) is not None}
        if "posted_at" in told:
            told["posted_at"] = datetime.fromisoformat(told["posted_at"]).astimezone(UTC)
        return cls(platform=platform, video_id=video_id, **told)


_KEYS = tuple(
    field.name for field in fields(VideoFacts) if field.name not in {"platform", "video_id"}
)


def _text_of(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
