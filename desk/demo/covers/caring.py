"""Illustrations about health and summer safety."""

from __future__ import annotations

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Sketch, arc, curve, mirrored


def sun(s: Sketch, p: Palette) -> None:
    """A sun with dark glasses."""
    for angle in range(0, 360, 30):
        with s.turned(angle):
            s.poly(
                [(45, 16), (55, 16), (50, 0)] if angle % 60 else [(44, 16), (56, 16), (50, -3)],
                p.pop,
            )
    s.disc(50, 50, 31, p.paper)
    s.disc(50, 50, 28, p.pop)
    for x in (37, 63):
        s.poly([(x - 12, 42), (x + 12, 42), *arc(x, 44, 11.4, 12, 0, 180)], p.night)
        s.line([(x - 6, 45), (x - 2, 51)], 2, mix(p.night, p.paper, 0.5))
    s.line([(25, 43), (75, 43)], 2.4, p.night)
    s.line(arc(50, 58, 10, 10, 20, 160), 2.6, p.night)


def bottle(s: Sketch, p: Palette) -> None:
    """A bottle of water and drops."""
    glass = [
        (43, 16),
        (43, 24),
        *curve((43, 24), (34, 30), (32, 36), (32, 44)),
        (32, 88),
        *arc(38, 90, 6, 6, 180, 90),
    ]
    s.poly([*glass, *reversed(mirrored(glass))], mix(p.paper, p.pale, 0.4))
    water = [(35, 50), (35, 88), *arc(39, 89, 4, 4, 180, 90)]
    s.poly([*water, *reversed(mirrored(water))], p.bright)
    s.poly([(35, 50), *curve((35, 50), (42, 44), (56, 56), (65, 50)), (65, 58), (35, 58)], p.bright)
    s.box(41, 5, 59, 15, p.pop, 2.5)
    s.box(32, 60, 68, 76, p.paper)
    s.heart(50, 67.6, 6, p.pop)
    s.line([(39, 40), (39, 54)], 2.4, p.paper)
    for x, y, r in ((16, 40, 8), (84, 62, 9), (82, 22, 6)):
        drop = [
            *curve(
                (x, y - r * 1.7),
                (x - r * 0.4, y - r * 0.8),
                (x - r, y - r * 0.3),
                (x - r, y + r * 0.2),
            )
        ]
        s.poly([*drop, *arc(x, y + r * 0.2, r, r, 180, 0), *reversed(mirrored(drop, x))], p.pop)
        s.line(arc(x, y + r * 0.2, r * 0.55, r * 0.55, 150, 210), 1.4, p.paper)


def pulse(s: Sketch, p: Palette) -> None:
    """A heart with its beat."""
    s.heart(52, 55, 40, mix(p.deep, p.night, 0.3))
    s.heart(50, 51, 40, p.pop)
    s.line(arc(30, 36, 13, 13, 190, 260), 3.4, mix(p.pop, p.paper, 0.7))
    beat = [(4, 54), (30, 54), (37, 40), (46, 70), (55, 32), (63, 60), (68, 54), (96, 54)]
    s.line(beat, 3.6, p.paper)


def thermometer(s: Sketch, p: Palette) -> None:
    """A thermometer on a hot day."""
    s.disc(72, 24, 15, p.pop)
    for angle in range(0, 360, 45):
        with s.turned(angle, 72, 24):
            s.line([(72, 4), (72, -1)], 2.6, p.pop)
    s.box(28, 4, 52, 76, p.paper, 12)
    s.disc(40, 80, 18, p.paper)
    s.box(35, 22, 45, 80, p.main, 5)
    s.disc(40, 80, 12.6, p.main)
    s.line(arc(40, 80, 8, 8, 180, 240), 2, p.paper)
    for y in (18, 28, 38, 48, 58):
        s.line([(56, y), (64 if y % 20 else 68, y)], 2.2, p.paper)


def car(s: Sketch, p: Palette) -> None:
    """A family car on its way."""
    s.disc(78, 22, 13, p.pop)
    s.box(20, 22, 66, 31, p.deep, 2)
    s.box(28, 14, 42, 23, p.paper, 2)
    s.box(44, 12, 60, 23, p.bright, 2)
    s.poly(
        [
            (18, 54),
            *curve((18, 54), (24, 34), (28, 32), (36, 32)),
            (62, 32),
            *curve((62, 32), (70, 32), (76, 44), (80, 54)),
        ],
        p.paper,
    )
    s.poly([(25, 52), (31, 38), (46, 38), (46, 52)], mix(p.bright, p.deep, 0.3))
    s.poly([(50, 52), (50, 38), (62, 38), (71, 52)], mix(p.bright, p.deep, 0.3))
    s.box(6, 50, 95, 74, p.paper, 8)
    s.box(6, 60, 95, 65, p.pop)
    s.box(88, 53, 95, 59, p.pop, 2)
    for x in (27, 75):
        s.disc(x, 74, 12, p.night)
        s.disc(x, 74, 5.4, p.pale)
    s.line([(2, 88), (98, 88)], 2.4, p.paper)


def suitcase(s: Sketch, p: Palette) -> None:
    """A suitcase with travel stickers and a plane's trace."""
    s.line(curve((2, 22), (30, 2), (60, 30), (88, 10)), 1.4, p.paper)
    s.poly([(80, 8), (98, 4), (88, 20), (86, 13)], p.paper)
    s.line([(38, 40), (38, 28), (62, 28), (62, 40)], 4, p.deep)
    s.box(12, 38, 88, 92, p.pop, 7)
    s.box(12, 60, 88, 92, mix(p.pop, p.deep, 0.12), 7)
    for x in (24, 72):
        s.box(x, 38, x + 4.6, 92, p.deep)
    s.disc(50, 56, 9, p.paper)
    s.heart(50, 56, 5, p.main)
    with s.turned(-12, 52, 78):
        s.box(38, 72, 64, 84, p.bright, 2)
        s.line([(42, 78), (60, 78)], 2, p.paper)
    s.box(20, 92, 28, 97, p.night, 1)
    s.box(72, 92, 80, 97, p.night, 1)


def stopwatch(s: Sketch, p: Palette) -> None:
    """A stopwatch: training with measure."""
    s.box(43, 2, 57, 14, p.pop, 3)
    with s.turned(42, 50, 56):
        s.box(45.6, 6, 54.4, 16, p.pop, 2)
    s.disc(50, 56, 40, p.deep)
    s.disc(50, 56, 36, p.paper)
    for angle in range(0, 360, 30):
        with s.turned(angle, 50, 56):
            s.line([(50, 24), (50, 28 if angle % 90 else 31)], 2, p.main)
    s.poly([(50, 56), *arc(50, 56, 25, 25, -90, 40)], p.pop)
    s.line([(50, 56), (68, 71)], 3, p.night)
    s.disc(50, 56, 4.4, p.night)


def parasol(s: Sketch, p: Palette) -> None:
    """A parasol over the sand."""
    s.disc(82, 16, 10, p.pop)
    with s.turned(-14, 46, 60):
        s.line([(46, 20), (46, 90)], 3, p.paper)
        s.poly(arc(46, 48, 40, 38, 180, 360), p.paper)
        s.poly([*arc(46, 48, 24, 38, 180, 270), *arc(46, 48, 8, 38, 270, 180)], p.pop)
        s.poly([*arc(46, 48, 8, 38, 270, 360), *arc(46, 48, 24, 38, 360, 270)], p.pop)
        s.disc(46, 9, 2.6, p.pop)
    s.poly(
        [*curve((2, 90), (30, 80), (70, 82), (98, 90)), (98, 97), (2, 97)],
        mix(p.pop, p.paper, 0.55),
    )
    s.poly([(64, 84), (82, 74), (98, 80), (96, 86)], p.bright)
    s.poly([(64, 84), (96, 86), (96, 90), (66, 90)], p.paper)


def watermelon(s: Sketch, p: Palette) -> None:
    """A slice of watermelon."""
    with s.turned(-16):
        s.poly(arc(50, 34, 46, 48, 0, 180), (44, 132, 86))
        s.poly(arc(50, 34, 42, 43, 0, 180), (226, 244, 214))
        s.poly(arc(50, 34, 39, 39, 0, 180), (236, 74, 92))
        for x, y in (
            (28, 44),
            (42, 50),
            (58, 50),
            (72, 44),
            (36, 60),
            (50, 64),
            (64, 60),
            (50, 42),
        ):
            s.disc(x, y, 1.8, (60, 16, 30), 2.8)
    s.spark(86, 84, 8, p.pop)
    s.spark(14, 80, 6, p.paper)
    s.spark(72, 12, 5, p.pop)


def kit(s: Sketch, p: Palette) -> None:
    """A first-aid kit."""
    s.line([(36, 30), (36, 18), (64, 18), (64, 30)], 5, p.deep)
    s.box(8, 28, 92, 90, mix(p.deep, p.night, 0.4), 9)
    s.box(8, 28, 92, 86, p.paper, 9)
    s.box(8, 54, 92, 60, p.pale)
    s.disc(50, 57, 21, p.pop)
    s.heart(50, 58, 12, p.paper)
    s.spark(88, 14, 7, p.pop)
    s.spark(12, 14, 5, p.paper)
