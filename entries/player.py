"""The platforms' players, which only a click loads. Used by public pages and the queue alike."""

from __future__ import annotations

from urllib.parse import quote

from partners.models import Platform

# Only hosts that the content security policy lets into a frame.
_PLAYERS = {
    Platform.TIKTOK: "https://www.tiktok.com/player/v1/{}?rel=0",
    Platform.YOUTUBE: "https://www.youtube-nocookie.com/embed/{}",
}


def player_url(platform: str, video_id: str) -> str:
    """The platform's embedded player; empty where the platform may not be framed."""
    pattern = _PLAYERS.get(Platform(platform)) if platform in Platform.values else None
    return pattern.format(quote(video_id, safe="")) if pattern else ""
