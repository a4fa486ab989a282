"""The illustrations by their names, drawn once per palette and size."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from desk.demo.covers import books, caring, culture, hearing, learning, skills
from desk.demo.covers.palettes import PALETTES
from desk.demo.covers.sketch import Sketch

MOTIFS = {
    drawing.__name__: drawing
    for drawing in (
        books.open_book,
        books.book_stack,
        books.unboxing,
        books.lamp,
        books.headphones,
        books.quote,
        books.library,
        books.laugh,
        books.yurt,
        books.dombra,
        books.glasses,
        books.feather,
        learning.beaker,
        learning.atom,
        skills.dumbbell,
        skills.pot,
        skills.brush,
        skills.lipstick,
        learning.board,
        learning.globe,
        learning.planet,
        learning.bulb,
        skills.plant,
        skills.letters,
        skills.chess,
        culture.carpet,
        culture.masks,
        culture.vase,
        culture.pomegranate,
        culture.tar,
        culture.museum,
        culture.curtain,
        culture.phone,
        culture.needle,
        caring.sun,
        caring.bottle,
        caring.pulse,
        caring.thermometer,
        caring.car,
        caring.suitcase,
        caring.stopwatch,
        caring.parasol,
        caring.watermelon,
        caring.kit,
        hearing.palm,
        hearing.ear,
        hearing.dialogue,
        hearing.lantern,
        hearing.together,
    )
}


@lru_cache(maxsize=256)
def illustration(motif: str, colours: str, side: int) -> Image.Image:
    """The named illustration in the named palette, *side* pixels wide and high."""
    sketch = Sketch(side)
    MOTIFS[motif](sketch, PALETTES[colours])
    return sketch.picture()
