"""Words on covers: Noto Sans for Latin and Cyrillic, Noto Sans Arabic for Arabic.

Pillow has no font fallback, so a line is cut into runs of one script and each run is drawn with
its own font. Arabic needs RAQM; where it is missing, Arabic words are left out rather than drawn
as unjoined letters in the wrong order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import fontpkg
from PIL import Image, ImageDraw, ImageFont, features

from desk.demo.covers.palettes import Colour

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_RUN = re.compile(f"[{_ARABIC}](?:[{_ARABIC}\\s]*[{_ARABIC}])?|[^{_ARABIC}]+")
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")


@lru_cache(maxsize=1)
def joins_arabic() -> bool:
    """Whether Arabic letters can be shaped here."""
    return bool(features.check("raqm"))


def is_arabic(text: str) -> bool:
    """Whether a line reads from right to left: its first letter decides."""
    first = next((char for char in text if char.isalpha()), "")
    return bool(_HAS_ARABIC.match(first))


def drawable(text: str) -> bool:
    """Whether a text can be drawn properly on this machine."""
    return joins_arabic() or not _HAS_ARABIC.search(text)


@lru_cache(maxsize=256)
def font(size: int, weight: int, arabic: bool = False) -> ImageFont.FreeTypeFont:
    """A font of *size* pixels; *weight* 100 to 900."""
    family = "noto-sans-arabic" if arabic else "noto-sans"
    face = ImageFont.truetype(str(fontpkg.path(family, weight=weight)), size)
    axes: list[float] = [
        weight if axis["name"] in (b"Weight", b"wght") else 100
        for axis in face.get_variation_axes()
    ]
    face.set_variation_by_axes(axes)
    return face


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one script within a line."""

    text: str
    face: ImageFont.FreeTypeFont
    arabic: bool

    @property
    def direction(self) -> str | None:
        """What RAQM must be told about this run; without RAQM nothing may be said."""
        if not joins_arabic():
            return None
        return "rtl" if self.arabic else "ltr"

    def width(self) -> float:
        """Its advance in pixels."""
        return self.face.getlength(self.text, direction=self.direction)


@lru_cache(maxsize=4096)
def runs(line: str, size: int, weight: int) -> tuple[Run, ...]:
    """The runs of a line in the order in which they stand on the picture, from the left."""
    found = []
    for match in _RUN.finditer(line):
        arabic = bool(_HAS_ARABIC.match(match.group()))
        found.append(Run(match.group(), font(size, weight, arabic), arabic))
    return tuple(reversed(found)) if is_arabic(line) else tuple(found)


def width(line: str, size: int, weight: int) -> float:
    """How many pixels a line takes."""
    return sum(run.width() for run in runs(line, size, weight))


def draw_line(
    picture: Image.Image, at: tuple[float, float], line: str, size: int, weight: int, fill: Colour
) -> None:
    """Draw one line from the left end of its baseline."""
    pen = ImageDraw.Draw(picture)
    x, y = at
    for run in runs(line, size, weight):
        pen.text((x, y), run.text, font=run.face, fill=fill, anchor="ls", direction=run.direction)
        x += run.width()


def wrapped(text: str, size: int, weight: int, room: int) -> list[str]:
    """The text in lines no wider than *room* (a longer word keeps a line of its own)."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, weight) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True, slots=True)
class Block:
    """A headline that has found its size."""

    lines: tuple[str, ...]
    size: int
    leading: int
    weight: int

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the last baseline."""
        return self.leading * len(self.lines)


@lru_cache(maxsize=1024)
def fitted(text: str, room: int, height: int, largest: int = 92, weight: int = 800) -> Block:
    """The headline in the largest size that fits into *room* × *height* pixels."""
    leading = 1.34 if is_arabic(text) else 1.1
    for size in range(largest, 27, -4):
        lines = wrapped(text, size, weight, room)
        widest = max((width(line, size, weight) for line in lines), default=0)
        if widest <= room and len(lines) * size * leading <= height:
            return Block(tuple(lines), size, round(size * leading), weight)
    return Block(tuple(wrapped(text, 28, weight, room)), 28, round(28 * leading), weight)


def draw_block(
    picture: Image.Image, block: Block, left: int, top: int, room: int, fill: Colour, align: str
) -> None:
    """Draw a headline into its room; *align* is "start" or "centre"."""
    baseline = top + round(block.size * 0.82)
    for line in block.lines:
        spare = room - width(line, block.size, block.weight)
        share = 0.5 if align == "centre" else float(is_arabic(line))
        x = left + spare * share
        draw_line(picture, (x, baseline), line, block.size, block.weight, fill)
        baseline += block.leading
