"""Geometric ornaments as transparency masks: a repeated tile, a rosette, a band.

Each is drawn once and kept, so that a cover only has to be stamped with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from desk.demo.covers.culture import stepped
from desk.demo.covers.sketch import Point, Sketch, arc, mirrored

WIDTH, HEIGHT = 720, 1280
INK = (255, 255, 255)


def _spiral(cx: float, cy: float, radius: float, turns: float, start: float) -> list[Point]:
    steps = int(turns * 24)
    points = []
    for step in range(steps + 1):
        share = step / steps
        angle = math.radians(start + 360 * turns * share)
        reach = radius * (1 - 0.86 * share)
        points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    return points


def _horns(s: Sketch) -> None:
    """Ram's horns, the mother of Kazakh ornaments: four pairs of spirals about a rhomb."""
    for angle in (0, 90, 180, 270):
        with s.turned(angle):
            stem = [(50, 42), (50, 22)]
            s.line(stem, 5, INK)
            horn = _spiral(63, 20, 13, 1.25, 180)
            s.line(horn, 5, INK)
            s.line(mirrored(horn), 5, INK)
            s.poly([(50, 2), (55, 9), (50, 16), (45, 9)], INK)
    s.poly([(50, 38), (62, 50), (50, 62), (38, 50)], INK)
    for x, y in ((8, 8), (92, 8), (8, 92), (92, 92)):
        s.disc(x, y, 4, INK)


def _steps(s: Sketch) -> None:
    """Stepped diamonds within each other, as on the carpets of the Caucasus."""
    s.poly(stepped(50, 50, 48, 48, 6), INK)
    blank = (0, 0, 0)
    s.poly(stepped(50, 50, 39, 39, 6), blank)
    s.poly(stepped(50, 50, 27, 27, 4), INK)
    s.poly(stepped(50, 50, 16, 16, 4), blank)
    s.poly(stepped(50, 50, 9, 9, 3), INK)
    for x in (0, 100):
        for y in (0, 100):
            s.poly(stepped(x, y, 18, 18, 3), INK)
            s.poly(stepped(x, y, 9, 9, 3), blank)


def _stars(s: Sketch) -> None:
    """Eight-pointed stars and the crosses between them."""
    blank = (0, 0, 0)
    for angle in (0, 45):
        with s.turned(angle):
            s.box(20, 20, 80, 80, INK)
    for angle in (0, 45):
        with s.turned(angle):
            s.box(25, 25, 75, 75, blank)
    for angle in (0, 45):
        with s.turned(angle):
            s.box(36, 36, 64, 64, INK)
    s.disc(50, 50, 7, blank)
    for angle in (0, 90, 180, 270):
        with s.turned(angle):
            s.line([(50, 8), (50, -2)], 4.4, INK)
            s.line([(22, 22), (-2, -2)], 4.4, INK)


def _waves(s: Sketch) -> None:
    """Scales of water, or of sound."""
    for cx, cy in ((50, 100), (0, 50), (100, 50), (50, 0)):
        for radius in (46, 32, 18):
            s.line(arc(cx, cy, radius, radius, 180, 360), 4.6, INK)
        s.disc(cx, cy - 3, 5, INK)


TILES: dict[str, Callable[[Sketch], None]] = {
    "horns": _horns,
    "steps": _steps,
    "stars": _stars,
    "waves": _waves,
}


@lru_cache(maxsize=32)
def tile(kind: str, side: int) -> Image.Image:
    """One tile of an ornament as a mask of *side* × *side* pixels."""
    sketch = Sketch(side)
    TILES[kind](sketch)
    picture = sketch.picture()
    # Black shapes cut holes: the light that is left is the mask.
    return Image.composite(
        picture.convert("L"), Image.new("L", picture.size), picture.getchannel("A")
    )


def _faded(mask: Image.Image, strength: float) -> Image.Image:
    return mask.point([round(level * strength) for level in range(256)])


@lru_cache(maxsize=64)
def field(kind: str, side: int, strength: float) -> Image.Image:
    """The ornament all over a cover; *strength* 0 to 1."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    stamp = _faded(tile(kind, side), strength)
    offset = (WIDTH % side - side) // 2
    for x in range(offset, WIDTH, side):
        for y in range(-side // 3, HEIGHT, side):
            mask.paste(stamp, (x, y))
    return mask


@lru_cache(maxsize=64)
def band(kind: str, length: int, side: int, upright: bool = False) -> Image.Image:
    """A row of tiles, or a column when *upright*."""
    stamp = tile(kind, side)
    mask = Image.new("L", (side, length) if upright else (length, side))
    count = max(1, round(length / side))
    gap = (length - count * side) // 2
    for index in range(count):
        at = gap + index * side
        mask.paste(stamp, (0, at) if upright else (at, 0))
    return mask


@lru_cache(maxsize=32)
def rosette(kind: str, side: int, strength: float) -> Image.Image:
    """A round ornament: petals, rays and rings, in the spirit of the tile."""
    s = Sketch(side)
    petals = {"horns": 8, "steps": 12, "stars": 16, "waves": 10}[kind]
    for index in range(petals):
        with s.turned(360 / petals * index):
            if kind == "horns":
                horn = _spiral(57.6, 15, 7.4, 1.2, 180)
                s.line([(50, 32), (50, 14)], 1.8, INK)
                s.line(horn, 1.8, INK)
                s.line(mirrored(horn), 1.8, INK)
            elif kind == "steps":
                s.poly(stepped(50, 13, 7, 11, 4), INK)
            elif kind == "stars":
                s.line([(50, 3), (61, 24), (50, 45)], 1.2, INK)
                s.line([(50, 3), (39, 24), (50, 45)], 1.2, INK)
            else:
                for radius in (15, 10, 5):
                    s.line(arc(50, 18, radius, radius, 180, 360), 1.4, INK)
            s.disc(50, 36, 1.6, INK)
    s.ring(50, 50, 30 if kind != "stars" else 47.5, 1, INK)
    s.ring(50, 50, 11, 1.2, INK)
    s.star(50, 50, 8, INK, 8, 0.55)
    return _faded(s.picture().getchannel("A"), strength)
