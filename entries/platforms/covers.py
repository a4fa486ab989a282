"""Covers of videos: fetched from the platforms' picture servers, limited, and drawn anew.

The address of a cover comes from the platform and is good for some hours. Only their own picture
servers are asked, over https and at public addresses; nothing redirects us elsewhere.
"""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from entries.platforms.connection import Deadline
from entries.platforms.http import exchange, read_body, refuse_overload
from entries.platforms.public_address import AddressRefused, public_addresses, scheme_for
from entries.platforms.source import PlatformAway
from partners.images import reencode_image

LONGEST_SIDE = 1280
_ACCEPT = {"Accept": "image/webp,image/jpeg,image/png"}
# Where TikTok (in its regions) and YouTube keep pictures. The platform's answer names the host, so
# that this is a second lock: a forged answer cannot make us ask whomever it likes.
_HOSTS = (
    "tiktokcdn.com",
    "tiktokcdn-us.com",
    "tiktokcdn-eu.com",
    "muscdn.com",
    "ibyteimg.com",
    "ytimg.com",
)


class CoverRefused(Exception):  # noqa: N818 - a refusal, not an error of ours
    """There is no picture to be had at this address; asking again will not help."""


def fetch(url: str) -> ContentFile[bytes]:
    """The picture at an address that a platform named, drawn anew as WEBP.

    Raises `CoverRefused`, or `PlatformAway` when it may be had later.
    """
    asked = _checked(url)
    deadline = Deadline(2 * settings.PLATFORM_TIMEOUT_SECONDS)
    try:
        with exchange(
            "GET", asked, deadline=deadline, addresses=public_addresses, headers=_ACCEPT
        ) as response:
            body = _body_of(response)
    except AddressRefused as error:
        raise CoverRefused("private_address") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise CoverRefused("no address") from error
    return _drawn_anew(body)


def _checked(url: str) -> str:
    """The address with the scheme to use. Raises `CoverRefused`."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError as error:
        raise CoverRefused("no address") from error
    if parts.scheme != "https" or "@" in parts.netloc or port not in {None, 443}:
        raise CoverRefused("no address")
    if not any(host == known or host.endswith(f".{known}") for known in _HOSTS):
        raise CoverRefused("foreign_host")
    return parts._replace(scheme=scheme_for(host), netloc=host, fragment="").geturl()


def _body_of(response: httpx.Response) -> bytes:
    refuse_overload(response)
    if response.status_code != 200:
        raise CoverRefused(str(response.status_code))
    try:
        return read_body(response, limit=settings.UPLOAD_MAX_BYTES)
    except PlatformAway as away:
        if away.reason == "too_large":
            raise CoverRefused("too_large") from away
        raise


def _drawn_anew(body: bytes) -> ContentFile[bytes]:
    upload = UploadedFile(BytesIO(body), "cover", size=len(body))
    try:
        return reencode_image(upload, longest_side=LONGEST_SIDE)
    except ValidationError as error:
        raise CoverRefused(error.code or "not_a_picture") from error
