"""Illustrations about skills and hobbies: cooking, sport, style, games, languages."""

from __future__ import annotations

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Sketch, arc, curve, mirrored


def brush(s: Sketch, p: Palette) -> None:
    """A painter's palette and brush."""
    outline = [
        (50, 18),
        (80, 26),
        (94, 48),
        (84, 62),
        (66, 64),
        (64, 78),
        (50, 90),
        (22, 82),
        (6, 54),
        (20, 28),
    ]
    s.blob([(x + 2, y + 3) for x, y in outline], mix(p.night, p.deep, 0.5))
    s.blob(outline, mix(p.paper, p.pop, 0.16))
    s.disc(47, 74, 7, p.main, 5.5)
    for x, y, r, colour in (
        (24, 48, 7.5, p.pop),
        (36, 33, 7, p.main),
        (55, 29, 7, p.bright),
        (75, 42, 7, mix(p.main, p.deep, 0.6)),
        (27, 66, 6.5, mix(p.pop, p.deep, 0.4)),
    ):
        s.disc(x, y, r, colour)
        s.disc(x - r * 0.3, y - r * 0.35, r * 0.26, p.paper)
    with s.turned(38, 62, 50):
        s.box(59, -4, 65, 44, p.bright, 3)
        s.box(58, 44, 66, 54, p.pop, 1)
        s.poly(
            [
                *curve((58, 54), (56, 62), (60, 68), (62, 76)),
                *curve((62, 76), (64, 68), (68, 62), (66, 54)),
            ],
            p.night,
        )


def lipstick(s: Sketch, p: Palette) -> None:
    """Lipstick and brush: style and beauty."""
    with s.turned(-10, 34, 60):
        s.box(22, 52, 46, 94, p.bright, 3)
        s.box(24, 42, 44, 54, p.paper, 1)
        s.poly([(26, 42), (26, 22), *curve((26, 22), (30, 12), (40, 8), (42, 14)), (42, 42)], p.pop)
        s.box(22, 66, 46, 69, p.paper)
    with s.turned(14, 70, 50):
        s.poly(
            [
                *curve((62, 32), (56, 18), (64, 8), (70, 2)),
                *curve((70, 2), (76, 8), (84, 18), (78, 32)),
            ],
            p.paper,
        )
        s.poly(
            [
                *curve((64, 32), (62, 20), (68, 14), (70, 10)),
                *curve((70, 10), (72, 14), (78, 20), (76, 32)),
            ],
            mix(p.paper, p.bright, 0.5),
        )
        s.box(62, 32, 78, 44, p.pop, 1)
        s.poly([(64, 44), (76, 44), (72, 96), (68, 96)], p.bright)
    s.spark(52, 20, 7, p.pop)
    s.spark(12, 26, 5, p.paper)
    s.spark(90, 84, 6, p.pop)


def plant(s: Sketch, p: Palette) -> None:
    """A young plant in a pot."""
    leaf = mix(p.bright, p.paper, 0.15)
    s.line(curve((50, 72), (48, 56), (52, 40), (50, 22)), 3, p.paper)
    for points in (
        [
            *curve((50, 56), (38, 58), (20, 50), (14, 30)),
            *curve((14, 30), (34, 30), (48, 42), (50, 56)),
        ],
        [
            *curve((50, 46), (62, 48), (82, 40), (88, 18)),
            *curve((88, 18), (66, 20), (52, 32), (50, 46)),
        ],
        [
            *curve((50, 26), (40, 20), (40, 8), (50, 0)),
            *curve((50, 0), (60, 8), (60, 20), (50, 26)),
        ],
    ):
        s.poly(points, leaf)
    s.line([(48, 52), (24, 36)], 1.2, p.paper)
    s.line([(53, 41), (78, 25)], 1.2, p.paper)
    s.poly([(28, 72), (72, 72), (66, 97), (34, 97)], p.pop)
    s.box(24, 66, 76, 75, mix(p.pop, p.paper, 0.25), 2)


def letters(s: Sketch, p: Palette) -> None:
    """Building blocks: language lessons."""
    for x, y, angle, colour in ((8, 50, -5, p.pop), (52, 52, 6, p.paper), (28, 8, 3, p.bright)):
        with s.turned(angle, x + 20, y + 20):
            s.box(x, y, x + 40, y + 40, mix(colour, p.night, 0.3), 5)
            s.box(x, y, x + 40, y + 37, colour, 5)
            s.box(x + 4, y + 4, x + 36, y + 33, mix(colour, p.night, 0.1), 3)
    ink = p.night
    with s.turned(-5, 28, 70):  # a turned "e", the letter ə
        s.line(arc(28, 68.6, 8.4, 9, 190, 500), 3.4, ink)
        s.line([(20, 68), (36, 68)], 3.2, ink)
    with s.turned(6, 72, 72):  # an "i" without its dot, and its tittle apart
        s.line([(72, 64), (72, 80)], 4.4, ink)
        s.disc(72, 59, 2.8, p.pop)
    with s.turned(3, 48, 28):  # a "b"
        s.line([(42, 16), (42, 36)], 3.6, ink)
        s.ring(48.4, 30, 6.4, 3.4, ink)


def chess(s: Sketch, p: Palette) -> None:
    """A pawn on a board."""
    for row in range(3):
        for column in range(6):
            x, y = 8 + column * 14, 74 + row * 8
            s.box(x, y, x + 14, y + 8, p.paper if (row + column) % 2 else mix(p.deep, p.night, 0.3))
    s.poly([(30, 80), (70, 80), (66, 72), (34, 72)], p.pop)
    body = [*curve((34, 72), (44, 62), (44, 48), (44, 38)), (40, 36), (40, 31)]
    s.poly([*body, *reversed(mirrored(body))], p.pop)
    s.disc(50, 20, 14, p.pop)
    s.line(arc(50, 20, 9, 9, 180, 250), 2.4, p.paper)
    s.box(28, 78, 72, 85, mix(p.pop, p.deep, 0.3), 3)
    s.spark(82, 26, 8, p.paper)
    s.spark(16, 44, 6, p.pop)


def dumbbell(s: Sketch, p: Palette) -> None:
    """A dumb-bell in motion."""
    with s.turned(-24):
        s.box(24, 46, 76, 54, p.paper, 3)
        for x, half, colour in ((4, 10, p.bright), (10, 20, p.pop), (21, 27, p.paper)):
            s.box(x, 50 - half, x + 10, 50 + half, colour, 3)
            s.box(90 - x, 50 - half, 100 - x, 50 + half, colour, 3)
    for x, y in ((20, 88), (80, 14)):
        s.line([(x - 7, y), (x + 7, y)], 2.4, p.pop)
        s.line([(x - 2, y + 6), (x + 10, y + 6)], 2.4, p.paper)


def pot(s: Sketch, p: Palette) -> None:
    """A steaming pot: recipes."""
    for x in (34, 50, 66):
        s.line(curve((x, 30), (x - 9, 22), (x + 9, 14), (x, 4)), 3, p.paper)
    s.box(8, 54, 92, 62, p.pop, 4)
    s.poly(
        [
            (16, 48),
            (84, 48),
            (82, 82),
            *arc(70, 80, 12, 12, 0, 90),
            *arc(30, 80, 12, 12, 90, 180),
            (18, 82),
        ],
        p.paper,
    )
    s.poly(
        [(50, 48), (84, 48), (82, 82), *arc(70, 80, 12, 12, 0, 90), (50, 92)],
        mix(p.paper, p.pale, 0.8),
    )
    s.box(12, 42, 88, 49, p.deep, 3)
    s.poly(arc(50, 42, 30, 9, 180, 360), p.pop)
    s.disc(50, 32.4, 4, p.deep)
    for index in range(5):
        x = 26 + index * 12
        s.poly([(x, 62), (x + 5, 70), (x, 78), (x - 5, 70)], p.pop)
        s.poly([(x, 66), (x + 2.4, 70), (x, 74), (x - 2.4, 70)], p.deep)
