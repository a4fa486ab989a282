"""Illustrations about hands, ears and voices: being heard, and celebrating together."""

from __future__ import annotations

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Sketch, arc, curve


def palm(s: Sketch, p: Palette) -> None:
    """An open hand that holds a heart."""
    for x, top, angle in ((30, 20, -12), (42, 10, -4), (54, 9, 4), (66, 16, 12)):
        with s.turned(angle, x + 4, 60):
            s.box(x - 1, top, x + 9, 66, p.paper, 5)
    with s.turned(48, 76, 74):
        s.box(70, 36, 81, 84, p.paper, 5.4)
    s.box(26, 48, 78, 94, p.paper, 20)
    s.heart(51, 70, 14, p.pop)
    s.line(arc(12, 30, 8, 12, 120, 240), 2.4, p.pop)
    s.line(arc(92, 26, 8, 12, -60, 60), 2.4, p.pop)


def ear(s: Sketch, p: Palette) -> None:
    """An ear and the waves that reach it."""
    outer = [
        *curve((34, 84), (22, 72), (22, 50), (24, 38)),
        *curve((24, 38), (28, 8), (72, 6), (74, 40)),
    ]
    outer += [
        *curve((74, 40), (74, 58), (58, 60), (58, 74)),
        *curve((58, 74), (58, 92), (44, 94), (34, 84)),
    ]
    s.poly(outer, p.paper)
    s.line(curve((36, 46), (36, 18), (64, 20), (62, 42)), 4, mix(p.pale, p.main, 0.55))
    s.line(curve((62, 42), (60, 54), (46, 52), (46, 66)), 4, mix(p.pale, p.main, 0.55))
    s.line(curve((40, 46), (52, 40), (50, 58), (40, 60)), 4, mix(p.pale, p.main, 0.55))
    for r in (10, 18, 26):
        s.line(arc(72, 50, r, r, -42, 42), 3.4, p.pop)
    s.heart(20, 18, 8, p.pop)


def dialogue(s: Sketch, p: Palette) -> None:
    """Two bubbles: a sign and a word."""
    s.box(4, 10, 62, 52, p.pop, 10)
    s.poly([(14, 48), (14, 66), (32, 48)], p.pop)
    for x, height in ((18, 5), (26, 11), (34, 15), (42, 9), (50, 4)):
        s.line([(x, 31 - height), (x, 31 + height)], 3, p.paper)
    s.box(36, 44, 96, 84, p.paper, 10)
    s.poly([(86, 80), (86, 97), (68, 80)], p.paper)
    s.line([(46, 56), (84, 56)], 3.2, p.main)
    s.line([(46, 64), (86, 64)], 3.2, mix(p.pale, p.main, 0.5))
    s.line([(46, 72), (70, 72)], 3.2, mix(p.pale, p.main, 0.5))


def lantern(s: Sketch, p: Palette) -> None:
    """A festive lantern under a crescent."""
    s.disc(78, 22, 16, p.pop)
    s.disc(84, 18, 13.4, mix(p.deep, p.main, 0.4))
    s.line([(40, 0), (40, 14)], 1.6, p.paper)
    s.ring(40, 16, 3.4, 1.8, p.paper)
    s.poly(
        [
            *curve((22, 36), (26, 24), (36, 26), (40, 18)),
            *curve((40, 18), (44, 26), (54, 24), (58, 36)),
        ],
        p.pop,
    )
    s.box(18, 35, 62, 41, p.paper, 2)
    s.poly([(20, 41), (60, 41), (66, 62), (58, 84), (22, 84), (14, 62)], mix(p.pop, p.paper, 0.6))
    s.star(40, 62, 15, p.pop, 8, 0.62)
    s.star(40, 62, 7, p.paper, 8, 0.62)
    for shape in ([(26, 41), (24, 62), (29, 84)], [(54, 41), (56, 62), (51, 84)]):
        s.line(shape, 1.8, p.main)
    s.box(20, 84, 60, 90, p.paper, 2)
    s.poly([(32, 90), (48, 90), (40, 99)], p.pop)
    for x, y, r in ((88, 58, 6), (76, 80, 4), (10, 22, 5)):
        s.spark(x, y, r, p.paper)


def together(s: Sketch, p: Palette) -> None:
    """Three people side by side under one heart."""
    s.heart(50, 18, 13, p.pop)
    for x, y, head, coat in (
        (24, 56, p.bright, p.bright),
        (76, 56, p.bright, p.bright),
        (50, 50, p.paper, p.paper),
    ):
        s.poly(
            [*arc(x, y + 36, 21, 24, 180, 360), (x + 21, 97), (x - 21, 97)],
            mix(coat, p.night, 0.12),
        )
        s.poly([*arc(x, y + 38, 19, 23, 180, 360), (x + 19, 97), (x - 19, 97)], coat)
        s.disc(x, y, 11.4, mix(head, p.night, 0.12))
        s.disc(x, y, 10, head)
    s.line(arc(50, 52, 4.6, 4, 20, 160), 1.6, p.main)
