"""Addresses on the platforms: profiles, and the players that a click may load."""

from __future__ import annotations

from urllib.parse import quote

from partners.models import Platform

_PROFILES = {
    Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.YOUTUBE: "https://www.youtube.com/@{}",
    Platform.INSTAGRAM: "https://www.instagram.com/{}/",
}
# Only hosts that the content security policy lets into a frame.
_PLAYERS = {
    Platform.TIKTOK: "https://www.tiktok.com/player/v1/{}?rel=0",
    Platform.YOUTUBE: "https://www.youtube-nocookie.com/embed/{}",
}


def profile_url(platform: str, handle: str) -> str:
    """The public page of an account; empty for a platform we do not know."""
    pattern = _PROFILES.get(Platform(platform)) if platform in Platform.values else None
    return pattern.format(quote(handle, safe="")) if pattern else ""


def player_url(platform: str, video_id: str) -> str:
    """The platform's embedded player; empty where the platform may not be framed."""
    pattern = _PLAYERS.get(Platform(platform)) if platform in Platform.values else None
    return pattern.format(quote(video_id, safe="")) if pattern else ""
