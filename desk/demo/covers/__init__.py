"""Covers of the demo's entries, drawn here: gradients, ornaments, an illustration, a headline.

No foreign picture is used and nothing is downloaded; the same seed draws the same cover.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random

from PIL import Image

from desk.demo.covers import lettering
from desk.demo.covers.layouts import LAYOUTS, Plan, frame
from desk.demo.covers.ornaments import HEIGHT, WIDTH
from desk.demo.covers.palettes import FRIENDS, PALETTES, mix

__all__ = ["HEIGHT", "WIDTH", "Cover", "draw", "encoded"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is on a cover. *number* is the entry's place in its campaign: neighbours differ.

    The handle is left out where judges who see the cover must not know whose it is.
    """

    number: int
    accent: str
    ornament: str
    motif: str
    headline: str
    hashtag: str
    handle: str = ""


def draw(cover: Cover) -> Image.Image:
    """The cover as a picture of 720 × 1280 pixels."""
    friends = FRIENDS[cover.accent]
    # Steps prime to the lengths of the lists: no two neighbours share layout or colours.
    layout = LAYOUTS[(cover.number * 5 + cover.number // len(LAYOUTS)) % len(LAYOUTS)]
    colours = friends[(cover.number * 3 + cover.number // len(friends)) % len(friends)]
    chance = Random(f"{cover.accent}/{cover.number}")  # noqa: S311 - a picture, not a secret
    plan = Plan(colours, cover.motif, cover.ornament, cover.headline, chance)
    picture = layout(plan)
    _sign(picture, cover, colours, foot=1080 if layout is frame else 1176)
    return picture


def _sign(picture: Image.Image, cover: Cover, colours: str, *, foot: int) -> None:
    """The handle, if there is one, and the hashtag; *foot* is the baseline of the first."""
    palette = PALETTES[colours]
    below = picture.getpixel((WIDTH // 2, foot + 60))
    light = isinstance(below, tuple) and sum(below[:3]) > 400
    ink = palette.night if light else palette.paper
    tint = palette.deep if light else mix(palette.bright, palette.paper, 0.55)
    lines = [(cover.hashtag, foot, 30, 650, ink if light else tint)]
    if cover.handle:
        lines = [
            (f"@{cover.handle}", foot, 32, 700, ink),
            (cover.hashtag, foot + 40, 28, 600, tint),
        ]
    for text, baseline, size, weight, fill in lines:
        if lettering.drawable(text):
            left = (WIDTH - lettering.width(text, size, weight)) / 2
            lettering.draw_line(picture, (left, baseline), text, size, weight, fill)


def encoded(cover: Cover) -> bytes:
    """The cover as a JPEG file."""
    buffer = io.BytesIO()
    draw(cover).save(buffer, "JPEG", quality=84, optimize=False, progressive=False)
    return buffer.getvalue()
