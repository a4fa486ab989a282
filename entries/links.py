"""The link of a video → (platform, video id). Offline, from the text alone.

The canonical key of a video is ``(platform, video_id)``. The host's variant, the query and the
@handle carry no identity: TikTok resolves by id whatever handle stands in the link, so a handle in
a link proves nothing and is only a claim.

A link is accepted only if its host is, letter for letter, one of the hosts at the end of this file
and its path one of the known forms; everything else is refused with a code that says what it is
instead. Short links (``vm.tiktok.com/…``) are recognised but name no video: whoever resolves one
passes each address it is sent to through ``parse_video_link`` again.

Pure: no Django, no network.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from entries.pasted_text import Address, LinkRefusal, LinkRefused, address_in
from entries.video_ids import INSTAGRAM, TIKTOK, YOUTUBE, is_video_id, posted_at_hint

__all__ = ["LinkRefusal", "LinkRefused", "VideoLink", "parse_video_link", "video_link"]


@dataclass(frozen=True)
class VideoLink:
    """A video on a platform ("tiktok", "youtube" or "instagram").

    ``claimed_handle`` is the handle in the link, in lower case and without @: a claim, not a proof.
    ``posted_at_hint`` is the time hidden in the id, see ``entries.video_ids``.
    """

    platform: str
    video_id: str
    canonical_url: str
    claimed_handle: str | None
    posted_at_hint: datetime | None


_CANONICAL = {
    # TikTok leads on from any handle to the true one; the id is all that counts.
    TIKTOK: "https://www.tiktok.com/@_/video/{}",
    YOUTUBE: "https://www.youtube.com/watch?v={}",
    INSTAGRAM: "https://www.instagram.com/p/{}/",
}


def parse_video_link(text: str) -> VideoLink:
    """The video that a pasted text names. Raises ``LinkRefused`` with a code for each cause."""
    address = address_in(text)
    read = _HOSTS.get(address.host)
    if read is None:
        raise LinkRefused(LinkRefusal.FOREIGN_HOST)
    return read(address)


def video_link(platform: str, video_id: str, handle: str | None = None) -> VideoLink:
    """The link of a video whose id is known. Raises ``LinkRefused``: MALFORMED_ID."""
    if not is_video_id(platform, video_id):
        raise LinkRefused(LinkRefusal.MALFORMED_ID)
    url = _CANONICAL[platform].format(video_id)
    return VideoLink(platform, video_id, url, handle, posted_at_hint(platform, video_id))


def _handle(segment: str) -> str | None:
    """The handle that a path segment claims, if it can be one."""
    name = segment.removeprefix("@").lower()
    return name if re.fullmatch(r"[a-z0-9._]{2,30}", name) else None


def _tiktok(address: Address) -> VideoLink:
    path = tuple(re.sub("^%40", "@", part) for part in address.path)
    match path:
        case [user, "video", video_id] if user.startswith("@"):
            return video_link(TIKTOK, video_id, _handle(user))
        case ["video" | "embed", video_id] | ["share", "video", video_id]:
            return video_link(TIKTOK, video_id)
        case ["embed", "v2", video_id] | ["player", "v1", video_id]:
            return video_link(TIKTOK, video_id)
        case ["v", page]:
            return video_link(TIKTOK, page.removesuffix(".html"))
        case ["t", token]:
            raise _short_link("www.tiktok.com/t", token)
    raise LinkRefused(_tiktok_page(path))


def _tiktok_page(path: tuple[str, ...]) -> LinkRefusal:
    match path:
        case ["photo", _] | [_, "photo", _]:
            return LinkRefusal.PHOTO
        case ["live", *_] | [_, "live", *_]:
            return LinkRefusal.LIVE_PAGE
        case ["tag", *_]:
            return LinkRefusal.TAG_PAGE
        case ["music", *_]:
            return LinkRefusal.AUDIO_PAGE
        case [_, "playlist" | "collection", *_]:
            return LinkRefusal.PLAYLIST
        case [user] if user.startswith("@"):
            return LinkRefusal.PROFILE
    return LinkRefusal.OTHER_PAGE


def _tiktok_short(address: Address) -> VideoLink:
    if len(address.path) != 1:
        raise LinkRefused(LinkRefusal.OTHER_PAGE)
    raise _short_link(address.host, address.path[0])


def _short_link(place: str, token: str) -> LinkRefused:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", token):
        return LinkRefused(LinkRefusal.MALFORMED_ID)
    return LinkRefused(LinkRefusal.SHORT_LINK, f"https://{place}/{token}/")


def _youtube(address: Address) -> VideoLink:
    match address.path:
        case ["embed", "videoseries"]:  # eleven letters, like an id
            raise LinkRefused(LinkRefusal.PLAYLIST)
        case ["embed", "live_stream"]:  # eleven letters, too
            raise LinkRefused(LinkRefusal.LIVE_PAGE)
        case ["shorts" | "live" | "embed" | "v", video_id]:
            return video_link(YOUTUBE, video_id)
        case ["watch"]:
            return _youtube_watch(address.query)
    raise LinkRefused(_youtube_page(address.path))


def _youtube_watch(query: str) -> VideoLink:
    fields = [field.partition("=") for field in query.split("&")]
    ids = {value for name, _, value in fields if name == "v"}
    if not ids and any(name == "list" for name, _, _ in fields):
        raise LinkRefused(LinkRefusal.PLAYLIST)
    if len(ids) != 1:  # none, or two that contradict each other
        raise LinkRefused(LinkRefusal.MALFORMED_ID)
    return video_link(YOUTUBE, ids.pop())


def _youtube_page(path: tuple[str, ...]) -> LinkRefusal:
    match path:
        case ["playlist", *_]:
            return LinkRefusal.PLAYLIST
        case ["channel" | "c" | "user", *_]:
            return LinkRefusal.CHANNEL
        case [name, *_] if name.startswith(("@", "%40")):
            return LinkRefusal.CHANNEL
        case ["hashtag", *_]:
            return LinkRefusal.TAG_PAGE
        case ["source", *_]:
            return LinkRefusal.AUDIO_PAGE
    return LinkRefusal.OTHER_PAGE


def _youtu_be(address: Address) -> VideoLink:
    if len(address.path) != 1:
        raise LinkRefused(LinkRefusal.OTHER_PAGE)
    return video_link(YOUTUBE, address.path[0])


_INSTAGRAM_PLACES = frozenset({"accounts", "direct", "explore", "share", "stories"})


def _instagram(address: Address) -> VideoLink:
    match address.path:
        case ["reels", "audio", *_]:
            raise LinkRefused(LinkRefusal.AUDIO_PAGE)
        case ["reel" | "reels" | "p" | "tv", video_id]:
            return video_link(INSTAGRAM, video_id)
        case [user, "reel" | "reels" | "p" | "tv", video_id] if user not in _INSTAGRAM_PLACES:
            return video_link(INSTAGRAM, video_id, _handle(user))
    raise LinkRefused(_instagram_page(address.path))


def _instagram_page(path: tuple[str, ...]) -> LinkRefusal:
    match path:
        case ["share", *_]:
            return LinkRefusal.SHARE_TOKEN
        case ["stories", *_]:
            return LinkRefusal.STORY
        case ["explore", "tags", *_]:
            return LinkRefusal.TAG_PAGE
        case [_, "live", *_]:
            return LinkRefusal.LIVE_PAGE
        case ["accounts" | "direct" | "explore" | "reel" | "reels" | "p" | "tv", *_]:
            return LinkRefusal.OTHER_PAGE
        case [_] | [_, "reels" | "tagged"]:
            return LinkRefusal.PROFILE
    return LinkRefusal.OTHER_PAGE


_HOSTS: dict[str, Callable[[Address], VideoLink]] = {
    "tiktok.com": _tiktok,
    "www.tiktok.com": _tiktok,
    "m.tiktok.com": _tiktok,
    "www.tiktokv.com": _tiktok,
    "vm.tiktok.com": _tiktok_short,
    "vt.tiktok.com": _tiktok_short,
    "youtube.com": _youtube,
    "www.youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "youtu.be": _youtu_be,
    "instagram.com": _instagram,
    "www.instagram.com": _instagram,
}
