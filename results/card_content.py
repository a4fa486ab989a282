"""What a card shows, its identity and its picture: no database, no request, no active language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from results.palette import palette
from results.typesetting import TEMPLATES, as_png

PIXELS: Mapping[str, tuple[int, int]] = {
    "wide": (1200, 630),
    "square": (1080, 1080),
    "story": (1080, 1920),
}
# So many colours are told from the picture itself by no eye; photographs would grow with more.
_COLOURS, _COLOURS_OF_PHOTOGRAPHS = 256, 176
_WEAVE = Path(settings.BASE_DIR, "static", "img", "weave.svg")


@dataclass(frozen=True)
class Pictured:
    """An organiser or supporter: its name as printed, and its logo's SHA-256 if there is one."""

    name: str
    logo: str


@dataclass(frozen=True)
class CardContent:
    """Everything that is drawn upon a card; equal contents are the same card.

    about: what in the database it is of, so that two that look alike are two. names: what stands
    largest, a line each. cover: the SHA-256 of a picture, empty for none.
    """

    about: str
    language: str
    size: str
    accent: str
    kicker: str
    badge: str
    names: tuple[str, ...]
    strong: str
    quiet: str
    label: str
    day: str
    note: str
    cover: str
    institutions: tuple[Pictured, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the content and of the design in which it is drawn: its identity."""
        told = {**asdict(self), "palette": dict(palette(self.accent)), "design": design()}
        lines = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(lines.encode()).hexdigest()


@cache
def design() -> str:
    """The SHA-256 of templates and ornament: whoever changes one has all cards drawn anew."""
    parts = (TEMPLATES / "card.typ", TEMPLATES / "shared.typ", _WEAVE)
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def png_of(content: CardContent, pictures: Mapping[str, bytes]) -> bytes:
    """The card as PNG; the same content gives the same bytes.

    pictures: as PNG by the SHA-256 that `content` names. One that is missing is not drawn.
    """
    width, height = PIXELS[content.size]
    colours = palette(content.accent)
    given = {"weave.svg": _woven(colours["deco"])}
    if content.cover in pictures:
        given["cover.png"] = pictures[content.cover]
    institutions = []
    for number, one in enumerate(content.institutions, start=1):
        name = f"logo-{number}.png" if one.logo in pictures else ""
        if name:
            given[name] = pictures[one.logo]
        institutions.append({"name": one.name, "logo": name})
    data = {
        **asdict(content),
        "palette": dict(colours),
        "institutions": institutions,
        "cover": "cover.png" if "cover.png" in given else "",
    }
    drawn = as_png("card", data, width=width, height=height, pictures=given)
    return smaller(drawn, photograph="cover.png" in given)


def smaller(png: bytes, *, photograph: bool) -> bytes:
    """The picture in a palette of its own colours: a fraction of the bytes, the same to the eye.

    The palette is chosen from a ninth of the points, which takes a tenth of the time.
    """
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        plain = picture.convert("RGB")
    few = _COLOURS_OF_PHOTOGRAPHS if photograph else _COLOURS
    nearest = (plain.width // 3, plain.height // 3)
    part = plain.reduce(3) if photograph else plain.resize(nearest, Image.Resampling.NEAREST)
    chosen = part.quantize(few, method=Image.Quantize.MEDIANCUT)
    out = BytesIO()
    plain.quantize(palette=chosen, dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _woven(colour: str) -> bytes:
    """The site's woven band in a colour."""
    return _WEAVE.read_bytes().replace(b"<path ", f'<path fill="{colour}" '.encode())
