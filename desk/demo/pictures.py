"""Covers as files of the media storage: each drawn once, under a name that follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from desk.demo.covers import Cover, encoded

Draw = Callable[[Cover], bytes]
"""Makes the JPEG file of a cover."""


def stored_cover(cover: Cover, *, slug: str, draw: Draw = encoded) -> str:
    """Return the name under which a cover is stored, drawing it if it is not there yet."""
    digest = hashlib.sha256(repr(cover).encode()).hexdigest()[:8]
    name = f"covers/demo/{slug}-{cover.number:03}-{digest}.jpg"
    if default_storage.exists(name):
        return name
    return str(default_storage.save(name, ContentFile(draw(cover))))
