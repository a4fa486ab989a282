"""Illustrations about science and school."""

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
