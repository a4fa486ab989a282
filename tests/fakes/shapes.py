"""The platforms' answers, as their documentation and captured answers have them.

Each function returns a status and what is sent as JSON. The facts behind them:
TikTok's oEmbed and Display API v2, YouTube's Data API v3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from tests.fakes.videos import FakeVideo

Answer = tuple[int, dict[str, Any]]

ALL_SCOPES = ("user.info.basic", "user.info.profile", "video.list")


@dataclass
class FakeToken:
    """What a creator allowed the site to do on TikTok."""

    handle: str
    open_id: str
    scopes: Sequence[str] = ALL_SCOPES
    refresh_token: str = ""
    display_name: str = ""
    expired: bool = False


def thumbnail_url(video: FakeVideo) -> str:
    if video.platform == "youtube":
        return f"https://i.ytimg.com/vi/{video.video_id}/hqdefault.jpg"
    return f"https://p16-sign-va.tiktokcdn.com/obj/{video.video_id}~tplv.jpeg?x-expires=1764320400"


def oembed(video: FakeVideo | None) -> Answer:
    if video is None or video.privacy == "private":
        return 400, {"status_code": 10101, "status_msg": "Something went wrong"}
    shown = escape(video.caption)
    answer = {
        "version": "1.0",
        "type": "video",
        "title": f"{video.caption} ",
        "author_url": f"https://www.tiktok.com/@{video.handle}",
        "author_name": video.author_name,
        "width": "100%",
        "height": "100%",
        "html": f'<blockquote class="tiktok-embed" data-video-id="{video.video_id}">'
        f"<section>{shown}</section></blockquote>",
        "provider_url": "https://www.tiktok.com",
        "provider_name": "TikTok",
        "author_unique_id": video.handle,
        "embed_product_id": video.video_id,
        "embed_type": "video",
    }
    if video.cover:
        answer |= {
            "thumbnail_width": 576,
            "thumbnail_height": 1024,
            "thumbnail_url": thumbnail_url(video),
        }
    return 200, answer


def display_error(status: int, code: str, message: str = "") -> Answer:
    return status, {
        "data": {},
        "error": {"code": code, "message": message, "log_id": "202611280001"},
    }


def display_video(video: FakeVideo, fields: Sequence[str]) -> dict[str, Any]:
    known = {
        "id": video.video_id,
        "create_time": int(video.create_time.timestamp()),
        "duration": video.duration,
        "video_description": video.caption[:150],
        "title": video.caption[:150],
        "share_url": f"https://www.tiktok.com/@{video.handle}/video/{video.video_id}"
        "?utm_campaign=tt4d_open_api&utm_source=fake",
        "cover_image_url": thumbnail_url(video) if video.cover else "",
        "view_count": video.views,
        "like_count": video.likes,
        "comment_count": video.comments,
        "share_count": video.shares,
    }
    return {name: known[name] for name in fields if name in known}


def display_videos(videos: Sequence[FakeVideo], fields: Sequence[str]) -> Answer:
    return 200, {
        "data": {"videos": [display_video(video, fields) for video in videos]},
        "error": {"code": "ok", "message": "", "log_id": "202611280000"},
    }


def user_info(token: FakeToken, fields: Sequence[str]) -> Answer:
    known = {
        "open_id": token.open_id,
        "union_id": f"union{token.open_id}",
        "display_name": token.display_name or token.handle,
        "avatar_url": "",
    }
    if "user.info.profile" in token.scopes:
        known |= {
            "username": token.handle,
            "profile_deep_link": f"https://vm.tiktok.com/{token.handle}",
        }
    user = {name: known[name] for name in fields if name in known}
    return 200, {"data": {"user": user}, "error": {"code": "ok", "message": "", "log_id": "20"}}


def access(name: str, token: FakeToken) -> Answer:
    return 200, {
        "access_token": name,
        "expires_in": 7200,
        "open_id": token.open_id,
        "refresh_expires_in": 15_552_000,
        "refresh_token": token.refresh_token,
        "scope": ",".join(token.scopes),
        "token_type": "Bearer",
    }


def youtube_list(kind: str, items: Sequence[Mapping[str, Any]]) -> Answer:
    return 200, {
        "kind": f"youtube#{kind}ListResponse",
        "etag": "e",
        "items": list(items),
        "pageInfo": {"totalResults": len(items), "resultsPerPage": len(items)},
    }


def youtube_video(video: FakeVideo, parts: Sequence[str]) -> dict[str, Any]:
    title, _, description = video.caption.partition("\n")
    snippet: dict[str, Any] = {
        "publishedAt": _z(video.create_time),
        "channelId": video.author_id,
        "channelTitle": video.author_name,
        "title": title,
        "description": description,
        "thumbnails": {},
    }
    if video.cover:
        snippet["thumbnails"]["high"] = {"url": thumbnail_url(video), "width": 480, "height": 360}
    known = {
        "snippet": snippet,
        "contentDetails": {"duration": _iso_duration(video.duration)},
        "statistics": {
            "viewCount": str(video.views),
            "likeCount": str(video.likes),
            "commentCount": str(video.comments),
        },
        "status": {"privacyStatus": video.privacy},
    }
    return {
        "kind": "youtube#video",
        "etag": "v",
        "id": video.video_id,
        **{part: known[part] for part in parts if part in known},
    }


def youtube_channel(channel_id: str, handle: str, text: str) -> dict[str, Any]:
    snippet = {
        "title": handle,
        "description": text,
        "customUrl": f"@{handle}",
        "publishedAt": "2019-05-01T00:00:00Z",
    }
    return {"kind": "youtube#channel", "etag": "c", "id": channel_id, "snippet": snippet}


def youtube_error(status: int, reason: str, message: str) -> Answer:
    details = [{"message": message, "domain": "youtube.quota", "reason": reason}]
    return status, {"error": {"code": status, "message": message, "errors": details}}


def _z(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso_duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"PT{minutes}M{rest}S" if minutes else f"PT{rest}S"
