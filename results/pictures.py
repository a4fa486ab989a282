"""Pictures that are set into pages: uploads drawn anew and small, codes for telephones."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError


def small_picture(name: str, *, longest_side: int) -> bytes | None:
    """An uploaded picture as PNG with at most `longest_side` pixels; None where it cannot be read.

    name: as the column holds it, empty for none. A file that is gone or broken must not keep a
    winner from the certificate, so it is left out like one that was never there.
    """
    if not name:
        return None
    try:
        changed = default_storage.get_modified_time(name).timestamp()
        return _drawn(name, changed, longest_side)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None


@lru_cache(maxsize=64)
def _drawn(name: str, _changed: float, longest_side: int) -> bytes:
    """`_changed` only tells one file of that name from the next."""
    with (
        default_storage.open(name) as file,
        Image.open(file, formats=("WEBP", "PNG", "JPEG")) as picture,
    ):
        picture.thumbnail((longest_side, longest_side))
        clean = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    out = BytesIO()
    clean.save(out, "PNG")
    return out.getvalue()


def code_picture(address: str) -> bytes:
    """An address as a QR code in SVG, black on nothing; a seventh of it may be dirty or folded.

    Without the quiet zone, so that it lines up with what stands beside it: leave four of its
    squares white around it.
    """
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0)
    return out.getvalue()
