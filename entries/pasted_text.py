"""What people paste → the one web address in it, or why there is none.

Accepts what people really paste: white space around, no scheme, http, a host in capitals, a
sentence around one link, punctuation after it. Where a link begins and ends is decided by white
space alone, so a link inside another link's query is never taken out of it. Linear time.

Pure: no Django.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_LENGTH = 4_000
"""Characters that are read at most: a link with its query, and a caption around it."""


class LinkRefusal(StrEnum):
    """Why a pasted text is not the link of a video. The interface has a sentence for each."""

    NOT_A_LINK = "not_a_link"
    SEVERAL_LINKS = "several_links"
    BROKEN_LINK = "broken_link"  # a line break in or right after it, or a control character
    TOO_LONG = "too_long"
    FOREIGN_HOST = "foreign_host"
    USERINFO = "userinfo"  # https://tiktok.com@evil.example/
    BAD_PORT = "bad_port"
    SHORT_LINK = "short_link"  # of TikTok: must be resolved, see LinkRefused.link
    SHARE_TOKEN = "share_token"  # noqa: S105 of Instagram: not an id, and no secret
    PROFILE = "profile"
    PHOTO = "photo"
    PLAYLIST = "playlist"
    CHANNEL = "channel"
    TAG_PAGE = "tag_page"
    LIVE_PAGE = "live_page"
    STORY = "story"
    AUDIO_PAGE = "audio_page"
    OTHER_PAGE = "other_page"  # of the platform, but not a video
    MALFORMED_ID = "malformed_id"


class LinkRefused(ValueError):  # noqa: N818 a refusal, not an error of ours
    """The text names no video. ``link`` is the cleaned short link when ``code`` is SHORT_LINK."""

    def __init__(self, code: LinkRefusal, link: str | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.link = link


@dataclass(frozen=True)
class Address:
    """A web address taken apart: host in lower case, path without empty segments, raw query."""

    host: str
    path: tuple[str, ...]
    query: str


_INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_OPENING = "<([{\"'«“”„‘’" + _INVISIBLE
_CLOSING = ">)]}\"'»“”‘’.,;:!?…،؛؟" + _INVISIBLE
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PATH_BEGINS = re.compile(r"[/?#]")
_PARTS = re.compile(r"([^/?#]*)([^?#]*)\??([^#]*)")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def address_in(text: str) -> Address:
    """The one address that a pasted text holds. Raises ``LinkRefused``."""
    return _taken_apart(_single_link(text))


def unwrapped(word: str) -> str:
    """A word without the brackets, quotation marks and punctuation around it."""
    return word.lstrip(_OPENING).rstrip(_CLOSING)


def begins_with_scheme(word: str) -> bool:
    """Whether a word begins as a full web address does."""
    return _SCHEME.match(word) is not None


def _single_link(text: str) -> str:
    """The only link in a text, as it was written."""
    text = text.strip().strip(_INVISIBLE).strip()
    if len(text) > MAX_LENGTH:
        raise LinkRefused(LinkRefusal.TOO_LONG)
    words = [unwrapped(word) for word in text.split()]
    links = [word for word in words if begins_with_scheme(word)]
    links = links or [word for word in words if _is_link_without_scheme(word)]
    if not links:
        raise LinkRefused(LinkRefusal.NOT_A_LINK)
    if len(set(links)) > 1:
        raise LinkRefused(LinkRefusal.SEVERAL_LINKS)
    if _may_be_broken(text, last_word=words[-1]):
        raise LinkRefused(LinkRefusal.BROKEN_LINK)
    return links[0]


def _is_link_without_scheme(word: str) -> bool:
    host, *rest = _PATH_BEGINS.split(word, maxsplit=1)
    return bool(rest) and "." in host


def _may_be_broken(text: str, *, last_word: str) -> bool:
    """Whether a line break or a control character may have cut the link short.

    A break is harmless only before a link that says where it begins and ends the text.
    """
    breaks = set(_CONTROL.findall(text))
    return bool(breaks) and (not breaks <= set("\r\n\t") or not _SCHEME.match(last_word))


def _taken_apart(link: str) -> Address:
    scheme, rest = link.split("://", 1) if _SCHEME.match(link) else ("https", link)
    parts = _PARTS.match(rest)
    if scheme.lower() not in _DEFAULT_PORTS or not parts:
        raise LinkRefused(LinkRefusal.NOT_A_LINK)
    authority, path, query = parts.groups()
    if "@" in authority or "\\" in authority:
        raise LinkRefused(LinkRefusal.USERINFO)
    host, colon, port = authority.partition(":")
    # Before lower(), which would make the k of tiktok out of the Kelvin sign K.
    if not host.isascii():
        raise LinkRefused(LinkRefusal.FOREIGN_HOST)
    if colon and port != _DEFAULT_PORTS[scheme.lower()]:
        raise LinkRefused(LinkRefusal.BAD_PORT)
    return Address(host.lower(), tuple(part for part in path.split("/") if part), query)
