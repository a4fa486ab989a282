"""Illustrations about science, skills and sport."""

from __future__ import annotations

import math

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Sketch, arc, curve, mirrored


def beaker(s: Sketch, p: Palette) -> None:
    """A flask with a bubbling liquid."""
    glass = [
        (41, 12),
        (41, 38),
        *curve((41, 38), (34, 56), (14, 76), (16, 86)),
        *curve((16, 86), (17, 94), (24, 94), (28, 94)),
    ]
    s.poly([*glass, *reversed(mirrored(glass))], mix(p.paper, p.pale, 0.5))
    liquid = [
        (29.5, 60),
        *curve((29.5, 60), (24, 70), (18, 78), (20, 85)),
        *curve((20, 85), (20.6, 90.6), (25, 90.6), (29, 90.6)),
    ]
    s.poly([*liquid, *reversed(mirrored(liquid))], p.pop)
    s.poly(arc(50, 60, 20.5, 4, 0, 360), mix(p.pop, p.paper, 0.35))
    s.box(36, 8, 64, 14, p.paper, 3)
    for x, y, r in ((40, 74, 4.4), (56, 80, 6), (64, 70, 3), (50, 68, 2.4)):
        s.disc(x, y, r, mix(p.pop, p.paper, 0.55))
    for x, y, r in ((46, 48, 3.4), (54, 38, 2.4), (49, 28, 3)):
        s.disc(x, y, r, p.pop)
    s.line([(27, 76), (33, 63)], 2.2, p.paper)
    s.spark(82, 24, 9, p.pop)
    s.spark(16, 34, 6, p.paper)


def atom(s: Sketch, p: Palette) -> None:
    """An atom with its electrons."""
    for angle, colour in ((0, p.paper), (60, p.pale), (120, p.bright)):
        with s.turned(angle):
            s.line(arc(50, 50, 44, 17, 0, 362), 2.8, colour)
    for angle, spot in ((0, 320), (60, 150), (120, 40)):
        with s.turned(angle):
            turn = math.radians(spot)
            s.disc(50 + 44 * math.cos(turn), 50 + 17 * math.sin(turn), 5, p.pop)
    for x, y, colour in (
        (45, 46, p.pop),
        (56, 47, p.paper),
        (50, 56, mix(p.pop, p.paper, 0.4)),
        (50, 50, p.pop),
    ):
        s.disc(x, y, 7, colour)


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


def brush(s: Sketch, p: Palette) -> None:
    """Lipstick and brush: style."""
    with s.turned(-10, 34, 60):
        s.box(22, 52, 46, 94, p.deep, 3)
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
        s.poly([(64, 44), (76, 44), (72, 96), (68, 96)], p.deep)
    s.spark(52, 20, 7, p.pop)
    s.spark(12, 26, 5, p.paper)
    s.spark(90, 84, 6, p.pop)


def board(s: Sketch, p: Palette) -> None:
    """A blackboard with geometry on it."""
    s.box(6, 12, 94, 76, p.pop, 3)
    s.box(10, 16, 90, 72, mix(p.night, p.deep, 0.4), 2)
    chalk = mix(p.paper, p.pale, 0.3)
    s.line([(20, 62), (48, 62), (20, 28), (20, 62)], 1.8, chalk)
    s.line([(20, 56), (26, 56), (26, 62)], 1.2, chalk)
    s.ring(68, 40, 13, 1.8, p.pop)
    s.line([(68, 40), (78, 31.6)], 1.5, chalk)
    s.disc(68, 40, 1.6, chalk)
    s.line([(58, 62), (80, 62)], 1.8, chalk)
    s.line([(63, 58), (63, 66)], 1.8, chalk)
    s.line([(75, 59), (75, 65)], 1.8, p.pop)
    s.line(arc(20, 62, 36, 36, 0, -12), 1.2, p.pop)
    s.box(2, 74, 98, 80, mix(p.pop, p.deep, 0.35), 2)
    s.line([(30, 80), (18, 97)], 3, mix(p.pop, p.deep, 0.35))
    s.line([(70, 80), (82, 97)], 3, mix(p.pop, p.deep, 0.35))


def globe(s: Sketch, p: Palette) -> None:
    """A globe on its stand."""
    s.line(arc(50, 44, 42, 42, 60, 240), 3.4, p.pop)
    s.line([(50, 86), (50, 93)], 4, p.pop)
    s.box(30, 91, 70, 97, p.pop, 3)
    s.disc(50, 44, 35, p.paper)
    s.disc(50, 44, 35, mix(p.bright, p.paper, 0.35))
    land = mix(p.deep, p.main, 0.4)
    s.blob([(32, 24), (44, 18), (52, 24), (48, 34), (40, 38), (36, 48), (28, 44), (24, 34)], land)
    s.blob([(60, 32), (70, 26), (78, 36), (80, 48), (72, 56), (64, 52), (58, 42)], land)
    s.blob([(40, 58), (50, 54), (56, 62), (50, 74), (44, 70)], land)
    s.line(arc(50, 44, 35, 35, 150, 230), 2.4, p.paper)
    s.line([(29, 5), (33, 12)], 3.4, p.pop)


def planet(s: Sketch, p: Palette) -> None:
    """A ringed planet among stars."""
    with s.turned(-20):
        s.line(arc(50, 50, 46, 13, 180, 360), 4, p.pop)
        s.disc(50, 50, 28, p.paper)
        s.poly([*arc(50, 50, 28, 28, 20, 160)], mix(p.paper, p.bright, 0.45))
        s.poly([*arc(50, 50, 28, 28, 52, 128)], mix(p.paper, p.main, 0.5))
        s.line(arc(50, 50, 46, 13, 0, 180), 4, p.pop)
    s.disc(38, 38, 5, p.pale)
    for x, y, r in ((16, 20, 7), (84, 80, 6), (80, 14, 4), (22, 84, 4), (94, 46, 3)):
        s.spark(x, y, r, p.paper)


def bulb(s: Sketch, p: Palette) -> None:
    """A light bulb with rays: an idea for every day."""
    for angle in range(-120, 121, 30):
        with s.turned(angle, 50, 44):
            s.line([(50, 0), (50, 8)], 3, p.paper)
    s.disc(50, 42, 28, p.pop)
    s.poly([(30, 58), (70, 58), (62, 76), (38, 76)], p.pop)
    s.disc(50, 42, 28, p.pop)
    s.line([(42, 74), (42, 52), (36, 44)], 2.2, p.deep)
    s.line([(58, 74), (58, 52), (64, 44)], 2.2, p.deep)
    s.line([(36, 44), (43, 50), (50, 43), (57, 50), (64, 44)], 2.2, p.deep)
    s.box(38, 76, 62, 82, p.paper, 2)
    s.box(38, 84, 62, 90, p.paper, 2)
    s.box(44, 92, 56, 96, p.paper, 2)
    s.line(arc(50, 42, 20, 20, 190, 245), 2.6, p.paper)


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
