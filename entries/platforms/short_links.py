"""Where a short link leads: redirects followed by hand, and only as far as they are ours to follow.

Of each answer only the status and `Location` are read. Each place that a link leads to is read by
`entries.links` as if a person had pasted it, and asked only if it is a short link again: an exact
host from that list, over https, at a public address.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

from entries.links import LinkRefusal, LinkRefused, VideoLink, parse_video_link
from entries.platforms.connection import Deadline
from entries.platforms.http import exchange, refuse_overload
from entries.platforms.public_address import AddressRefused, public_addresses, scheme_for
from entries.platforms.source import PlatformAway

MOST_HOPS = 3
_GONE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def resolve(link: str) -> VideoLink:
    """The video that a short link leads to.

    Raises `LinkRefused` when it leads to something else or nowhere (SHORT_LINK: to yet another
    short link, without end), and `PlatformAway` when that is not known now.
    """
    deadline = Deadline(settings.PLATFORM_TIMEOUT_SECONDS)
    for _ in range(MOST_HOPS):
        try:
            return parse_video_link(link)
        except LinkRefused as refused:
            if refused.code is not LinkRefusal.SHORT_LINK or refused.link is None:
                raise
            link = _next(refused.link, deadline)
    return parse_video_link(link)


def _next(link: str, deadline: Deadline) -> str:
    """Where one short link redirects to."""
    host = urlsplit(link).hostname or ""
    asked = urlsplit(link)._replace(scheme=scheme_for(host)).geturl()
    try:
        with exchange("GET", asked, deadline=deadline, addresses=public_addresses) as response:
            return _joined(link, _location(response))
    except AddressRefused as error:
        raise PlatformAway("private_address") from error


def _location(response: httpx.Response) -> str:
    refuse_overload(response)
    if response.is_success or response.status_code in _GONE:
        raise LinkRefused(LinkRefusal.OTHER_PAGE)
    if not 300 <= response.status_code < 400:
        raise PlatformAway(str(response.status_code))  # a firewall, perhaps
    location = response.headers.get("Location", "")
    if not location:
        raise PlatformAway("redirect without address")
    return str(location)


def _joined(link: str, location: str) -> str:
    try:
        return urljoin(link, location)
    except ValueError as error:
        raise LinkRefused(LinkRefusal.OTHER_PAGE) from error
