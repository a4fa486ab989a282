"""Where a page can be passed on: plain links, of which nothing is loaded before a click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class ShareLink:
    """One service that passes a page on; `name` is its own in every language."""

    name: str
    url: str


def share_links(*, url: str, text: str) -> Iterator[ShareLink]:
    """The services by which people here tell of things, with what they are to tell.

    url: absolute address of the page; text: the sentence beside it.
    """
    yield _link("Telegram", "https://t.me/share/url", url=url, text=text)
    yield _link("WhatsApp", "https://wa.me/", text=f"{text} {url}")
    yield _link("X", "https://x.com/intent/post", text=text, url=url)
    yield _link("Facebook", "https://www.facebook.com/sharer/sharer.php", u=url)


def _link(name: str, address: str, **asked: str) -> ShareLink:
    return ShareLink(name, f"{address}?{urlencode(asked)}")
