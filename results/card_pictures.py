"""The stored pictures that stand upon cards: which they are now, and as they are drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from django.core.files.storage import default_storage

from results.pictures import small_picture

# What a card needs of a cover and of a logo, in pixels.
_COVER, _LOGO = 1100, 480


def fingerprint(name: str) -> str:
    """The SHA-256 of a stored picture; empty where there is none. name: as the column holds it."""
    if not name:
        return ""
    try:
        return _hashed(name, default_storage.get_modified_time(name).timestamp())
    except OSError:
        return ""


@lru_cache(maxsize=4096)
def _hashed(name: str, _changed: float) -> str:
    """`_changed` only tells one file of that name from the next."""
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pictures(files: Mapping[str, str], *, cover: str) -> dict[str, bytes]:
    """As PNG by fingerprint what can be read of the files (names by fingerprint)."""
    drawn = {
        known: small_picture(name, longest_side=_COVER if known == cover else _LOGO)
        for known, name in files.items()
    }
    return {known: picture for known, picture in drawn.items() if picture}
