"""How a cover is laid out: six compositions of ground, ornament, illustration and headline."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from desk.demo.covers import lettering, ornaments
from desk.demo.covers.motifs import illustration
from desk.demo.covers.ornaments import HEIGHT, WIDTH
from desk.demo.covers.palettes import PALETTES, Colour, Palette, mix
from desk.demo.covers.sketch import Point, arc, curve, mirrored

MARGIN = 56


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a layout needs to know."""

    colours: str
    motif: str
    ornament: str
    headline: str
    chance: Random

    @property
    def palette(self) -> Palette:
        """The palette by its name."""
        return PALETTES[self.colours]


def ground(corners: tuple[Colour, Colour, Colour, Colour]) -> Image.Image:
    """A soft gradient between four corners: top left, top right, bottom left, bottom right."""
    small = Image.new("RGB", (2, 2))
    for index, colour in enumerate(corners):
        small.putpixel((index % 2, index // 2), colour)
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=(0.25, 0.25, 1.75, 1.75))


@lru_cache(maxsize=32)
def shape(points: tuple[Point, ...]) -> Image.Image:
    """A mask of the whole cover with one filled shape, its edge smooth."""
    mask = Image.new("L", (WIDTH * 2, HEIGHT * 2))
    ImageDraw.Draw(mask).polygon([(x * 2, y * 2) for x, y in points], fill=255)
    return mask.reduce(2)


@lru_cache(maxsize=64)
def _shadow(motif: str, colours: str, side: int) -> Image.Image:
    small = illustration(motif, colours, side).getchannel("A").reduce(8)
    soft = small.filter(ImageFilter.GaussianBlur(2.2)).resize(
        (side, side), Image.Resampling.BILINEAR
    )
    return soft.point([round(level * 0.34) for level in range(256)])


def place(cover: Image.Image, plan: Plan, side: int, at: tuple[int, int]) -> None:
    """Put the illustration on the cover with a soft shadow under it."""
    picture = illustration(plan.motif, plan.colours, side)
    x, y = at
    cover.paste(plan.palette.night, (x, y + side // 28), _shadow(plan.motif, plan.colours, side))
    cover.paste(picture, at, picture)


def headline(
    cover: Image.Image, plan: Plan, top: int, height: int, fill: Colour, align: str = "centre"
) -> None:
    """Write the headline into the given strip, centred in its height."""
    if not plan.headline or not lettering.drawable(plan.headline):
        return
    room = WIDTH - 2 * MARGIN
    block = lettering.fitted(plan.headline, room, height)
    above = (height - block.height) // 2 if align == "centre" else 0
    lettering.draw_block(cover, block, MARGIN, top + above, room, fill, align)


def disc(plan: Plan) -> Image.Image:
    """A rosette, a bright disc, the illustration in the middle."""
    p = plan.palette
    cover = ground((p.main, mix(p.main, p.deep, 0.4), p.deep, mix(p.deep, p.night, 0.6)))
    cover.paste(p.bright, (-90, 40), ornaments.rosette(plan.ornament, 900, 0.42))
    circle = shape(tuple(arc(360, 490, 286, 286, 0, 360)))
    cover.paste(mix(p.main, p.bright, 0.55), (0, 0), circle)
    cover.paste(mix(p.main, p.deep, 0.55), (0, 0), shape(tuple(arc(360, 490, 262, 262, 0, 360))))
    place(cover, plan, 420, (150, 280))
    headline(cover, plan, 830, 290, p.paper)
    return cover


def niche(plan: Plan) -> Image.Image:
    """A pointed arch full of ornament on a pale ground."""
    p = plan.palette
    cover = ground((p.paper, p.pale, p.pale, mix(p.pale, p.bright, 0.3)))
    cover.paste(p.main, (0, 0), ornaments.field(plan.ornament, 96, 0.07))

    def arch(inset: int) -> tuple[Point, ...]:
        left, top, bottom = 92 + inset, 96 + inset * 1.5, 872 - inset
        half: list[Point] = [(left, bottom), (left, 400)]
        half += curve((left, 400), (left, 250), (left + 120, 210), (360, top))
        return (*half, *reversed(mirrored(half, 360)))

    cover.paste(p.pop, (0, 0), shape(arch(0)))
    cover.paste(p.paper, (0, 0), shape(arch(12)))
    inside = ground((p.main, p.main, p.deep, mix(p.deep, p.night, 0.5)))
    inside.paste(p.bright, (0, 0), ornaments.field(plan.ornament, 120, 0.26))
    cover.paste(inside, (0, 0), shape(arch(24)))
    place(cover, plan, 400, (160, 420))
    headline(cover, plan, 900, 230, mix(p.deep, p.night, 0.4))
    return cover


def poster(plan: Plan) -> Image.Image:
    """A large headline above a large illustration, a band of ornament at the edge."""
    p = plan.palette
    cover = ground((p.deep, mix(p.deep, p.main, 0.6), p.main, p.bright))
    cover.paste(p.paper, (-260, 560), ornaments.rosette(plan.ornament, 980, 0.16))
    band = ornaments.band(plan.ornament, WIDTH, 72)
    cover.paste(mix(p.night, p.deep, 0.4), (0, 0, WIDTH, 88))
    cover.paste(p.pop, (0, 8), band)
    cover.paste(p.pop, (0, 88, WIDTH, 94))
    headline(cover, plan, 150, 330, p.paper, "start")
    place(cover, plan, 600, (110, 520))
    return cover


def frame(plan: Plan) -> Image.Image:
    """Frames within frames, like a carpet with one medallion."""
    p = plan.palette
    cover = ground((p.deep, mix(p.deep, p.night, 0.3), mix(p.deep, p.night, 0.3), p.night))
    side, edge = 72, 24
    cover.paste(p.pop, (edge, edge, WIDTH - edge, HEIGHT - edge))
    cover.paste(p.main, (edge + 6, edge + 6, WIDTH - edge - 6, HEIGHT - edge - 6))
    across = ornaments.band(plan.ornament, WIDTH - 2 * edge - 12, side)
    down = ornaments.band(plan.ornament, HEIGHT - 2 * edge - 12, side, upright=True)
    for y in (edge + 10, HEIGHT - edge - 10 - side):
        cover.paste(p.paper, (edge + 6, y), across)
    for x in (edge + 10, WIDTH - edge - 10 - side):
        cover.paste(p.main, (x, edge + 6, x + side, HEIGHT - edge - 6))
        cover.paste(p.paper, (x, edge + 6), down)
    inner = edge + side + 14
    cover.paste(p.pop, (inner, inner, WIDTH - inner, HEIGHT - inner))
    middle = ground((mix(p.night, p.deep, 0.7), p.deep, p.night, mix(p.night, p.deep, 0.6)))
    box = (inner + 8, inner + 8, WIDTH - inner - 8, HEIGHT - inner - 8)
    cover.paste(middle.crop(box), box)
    cover.paste(p.main, (60, 150), ornaments.rosette(plan.ornament, 600, 0.5))
    place(cover, plan, 390, (165, 255))
    room = WIDTH - 2 * inner - 60
    if plan.headline and lettering.drawable(plan.headline):
        block = lettering.fitted(plan.headline, room, 270, 72)
        top = 740 + (270 - block.height) // 2
        lettering.draw_block(cover, block, inner + 30, top, room, p.paper, "centre")
    return cover


def hills(plan: Plan) -> Image.Image:
    """A sky, a sun and hills behind the illustration."""
    p = plan.palette
    cover = ground((p.pale, p.paper, mix(p.pale, p.bright, 0.7), p.bright))
    x = plan.chance.choice((170, 360, 550))
    cover.paste(mix(p.pop, p.paper, 0.35), (0, 0), shape(tuple(arc(x, 560, 236, 236, 0, 360))))
    cover.paste(mix(p.pop, p.paper, 0.1), (0, 0), shape(tuple(arc(x, 560, 196, 196, 0, 360))))
    phase = plan.chance.choice((0.0, 1.3, 2.6))
    layers = (
        (720, 58, 1.0, mix(p.bright, p.main, 0.4)),
        (830, 46, 1.7, p.main),
        (960, 40, 2.3, p.deep),
    )
    for level, sway, pace, colour in layers:
        ridge = [
            (step * 24, level + sway * math.sin(phase + pace + step / 30 * math.tau * 0.8))
            for step in range(31)
        ]
        cover.paste(colour, (0, 0), shape((*ridge, (WIDTH, HEIGHT), (0, HEIGHT))))
    foot = ornaments.band(plan.ornament, WIDTH, 72)
    cover.paste(p.main, (0, HEIGHT - 190), foot)
    place(cover, plan, 480, (120, 500))
    headline(cover, plan, 110, 330, mix(p.deep, p.night, 0.5))
    return cover


def split(plan: Plan) -> Image.Image:
    """A slanting cut between an ornamented field and a quiet one."""
    p = plan.palette
    cover = ground((p.bright, p.main, p.main, p.main))
    cover.paste(p.paper, (0, 0), ornaments.field(plan.ornament, 144, 0.2))
    down = plan.chance.random() < 0.5
    left, right = (690, 880) if down else (880, 690)
    low = ((0, left), (WIDTH, right), (WIDTH, HEIGHT), (0, HEIGHT))
    rim = ((0, left - 16), (WIDTH, right - 16), (WIDTH, HEIGHT), (0, HEIGHT))
    cover.paste(p.pop, (0, 0), shape(rim))
    cover.paste(ground((p.deep, p.deep, p.night, p.night)), (0, 0), shape(low))
    place(cover, plan, 540, (90, 190))
    headline(cover, plan, 905, 240, p.paper, "start")
    return cover


LAYOUTS: tuple[Callable[[Plan], Image.Image], ...] = (disc, niche, poster, frame, hills, split)
