"""Covers in the sizes in which pages show them: WebP, made once from the stored picture.

The address says which: /covers/360/covers/tiktok-1.webp. A stored cover never changes under its
name, so that a made one is good for as long as anybody keeps it.
"""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from PIL import Image

WIDTHS = (180, 360, 540, 720, 1280)
"""In pixels; a stored picture that is narrower is not made wider."""
FOLDERS = ("covers/", "campaigns/")
"""What may be asked for: covers of videos and of campaigns."""
MADE = "made/"
QUALITY = 78
# What Pillow says of files that are no pictures, or broken ones.
UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError)
KEPT_FOR = "public, max-age=2592000, immutable"
# Where 9:16 covers stand in rows; see .grid--covers.
IN_ROWS = "(min-width: 60rem) 13rem, 44vw"


class Shape(NamedTuple):
    """How large a picture is shown: width and height in CSS pixels, and what is offered for it."""

    width: int
    height: int
    widths: tuple[int, ...]


COVER = Shape(360, 640, (180, 360, 540))
POSTER = Shape(180, 320, (180, 360))
PLAYER = Shape(576, 1024, (360, 540, 720))
BANNER = Shape(1248, 535, (720, 1280))


def address(name: str, width: int) -> str:
    """Where the picture of that stored name is in that width."""
    return f"/covers/{width}/{name}"


def picture_tag(
    cover: FieldFile, shape: Shape = COVER, *, sizes: str = IN_ROWS, is_first: bool = False
) -> SafeString:
    """The `img` of a cover that says nothing by itself; empty where there is none.

    sizes: as in HTML, how wide it is shown. is_first: seen at once, so not loaded late.
    """
    name = cover.name if cover else ""
    if not name:
        return SafeString("")
    offered = ", ".join(f"{address(name, width)} {width}w" for width in shape.widths)
    loading = 'fetchpriority="high"' if is_first else 'loading="lazy"'
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="" {} decoding="async">',
        address(name, shape.widths[-2]),
        offered,
        sizes,
        shape.width,
        shape.height,
        SafeString(loading),
    )


@require_safe
def sized_picture(request: HttpRequest, width: int, name: str) -> HttpResponseBase:
    """A stored cover in one of the widths; 404 for other widths, other folders and broken files."""
    if width not in WIDTHS or not name.startswith(FOLDERS) or ".." in name:
        raise Http404
    made = f"{MADE}{width}/{name}.webp"
    try:
        picture = _open(made) or _make(name, made, width)
    except UNREADABLE as error:
        raise Http404 from error
    response = FileResponse(picture, content_type="image/webp")
    response["Cache-Control"] = KEPT_FOR
    return response


def _open(name: str) -> File[bytes] | None:
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None


def _make(name: str, made: str, width: int) -> File[bytes]:
    """Make the picture and keep it; two at once make the same."""
    with default_storage.open(name) as stored, Image.open(stored) as picture:
        picture.thumbnail((width, width * 4))
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        out = BytesIO()
        picture.convert(mode).save(out, "WEBP", quality=QUALITY, method=4)
    _keep(made, out.getvalue())
    return ContentFile(out.getvalue())


def _keep(name: str, content: bytes) -> None:
    """Store it under its name in one go: nobody may find half a picture there."""
    draft = default_storage.save(f"{MADE}drafts/{uuid4().hex}", ContentFile(content))
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(draft)).replace(path)
