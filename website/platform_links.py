"""Addresses on the platforms: profiles, and the players that a click may load."""

from __future__ import annotations

from urllib.parse import quote

from entries.player import player_url
from partners.models import Platform

__all__ = ["player_url", "profile_url"]

_PROFILES = {
    Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.YOUTUBE: "https://www.youtube.com/@{}",
    Platform.INSTAGRAM: "https://www.instagram.com/{}/",
}


def profile_url(platform: str, handle: str) -> str:
    """The public page of an account; empty for a platform we do not know."""
    pattern = _PROFILES.get(Platform(platform)) if platform in Platform.values else None
    return pattern.format(quote(handle, safe="")) if pattern else ""
