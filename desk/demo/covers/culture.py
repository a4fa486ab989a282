"""Illustrations about museums, theatres and crafts."""

from __future__ import annotations

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Point, Sketch, arc, curve, mirrored


def stepped(cx: float, cy: float, width: float, height: float, steps: int = 4) -> list[Point]:
    """The stepped diamond of Caucasian carpets."""
    corner: list[Point] = []
    for step in range(steps):
        x = width * (steps - step) / steps
        y = height * (step + 1) / steps
        corner += [(x, height * step / steps), (x, y)]
    quarter = [*corner, (0, height)]
    right = [(cx + x, cy + y) for x, y in quarter]
    lower = [*right, *reversed(mirrored(right, cx))]
    return [*lower, *[(x, 2 * cy - y) for x, y in reversed(lower)]]


def carpet(s: Sketch, p: Palette) -> None:
    """A carpet with three medallions and a fringe."""
    for index in range(19):
        x = 21 + index * 3.25
        s.line([(x, 2), (x, 98)], 1.1, p.paper)
    s.box(18, 7, 82, 93, p.pop)
    s.box(21, 10, 79, 90, mix(p.night, p.deep, 0.5))
    for index in range(11):
        y = 13.6 + index * 7.3
        for x in (25.4, 74.6):
            s.poly(stepped(x, y, 3, 3, 2), p.paper if index % 2 else p.pop)
    for index in range(6):
        x = 33 + index * 6.8
        for y in (13.6, 86.4):
            s.poly(stepped(x, y, 3, 3, 2), p.pop if index % 2 else p.paper)
    s.box(30, 18, 70, 82, p.main)
    for y in (30, 50, 70):
        s.poly(stepped(50, y, 16, 9.6), p.paper)
        s.poly(stepped(50, y, 12, 7.2), p.deep)
        s.poly(stepped(50, y, 7.4, 4.6, 3), p.pop)
        s.poly(stepped(50, y, 3, 2, 2), p.paper)
        for x in (33.6, 66.4):
            s.poly(stepped(x, y - 10, 2.4, 2.4, 2), p.pop)


def masks(s: Sketch, p: Palette) -> None:
    """The two masks of the theatre."""

    def mask(cx: float, cy: float, merry: bool) -> None:
        colour = p.pop if merry else p.paper
        half = [*curve((cx, cy - 26), (cx - 14, cy - 22), (cx - 22, cy - 24), (cx - 27, cy - 28))]
        half += curve((cx - 27, cy - 28), (cx - 32, cy + 4), (cx - 22, cy + 28), (cx, cy + 34))
        s.poly([*half, *reversed(mirrored(half, cx))], colour)
        s.poly([*mirrored(half, cx), (cx, cy - 26)], mix(colour, p.deep, 0.12))
        tilt = -1 if merry else 1
        for side in (-1, 1):
            x = cx + side * 12
            s.poly(
                arc(x, cy - 5, 7, 6, 180, 360) if merry else arc(x, cy - 9, 7, 6, 0, 180), p.night
            )
            s.line(
                [(x - side * 6, cy - 16 - tilt * 1.6), (x + side * 6, cy - 16 + tilt * 1.6)],
                2,
                p.night,
            )
        s.poly(
            arc(cx, cy + 8, 14, 15, 0, 180) if merry else arc(cx, cy + 24, 13, 12, 180, 360),
            p.night,
        )

    with s.turned(10, 66, 46):
        mask(66, 42, merry=False)
    with s.turned(-10, 36, 58):
        mask(36, 60, merry=True)
    s.spark(20, 14, 7, p.pop)
    s.spark(90, 88, 6, p.paper)


def vase(s: Sketch, p: Palette) -> None:
    """A museum piece on its pedestal."""
    half = [(42, 8), (42, 14), *curve((42, 14), (46, 20), (44, 24), (36, 29))]
    half += curve((36, 29), (18, 38), (20, 58), (40, 72))
    half += [(40, 78)]
    for shape in (curve((40, 20), (14, 16), (16, 40), (26, 42)),):
        s.line(shape, 3, p.pop)
        s.line(mirrored(shape), 3, p.pop)
    s.poly([*half, *reversed(mirrored(half))], p.pop)
    s.poly([*mirrored(half), (50, 78), (50, 8)], mix(p.pop, p.deep, 0.14))
    s.box(38, 5, 62, 10, p.deep, 2)
    s.poly([(26.4, 38), (73.6, 38), (75.2, 46), (24.8, 46)], p.paper)
    for index in range(7):
        x = 29 + index * 7
        s.poly([(x, 38.6), (x + 3.2, 45.4), (x - 3.2, 45.4)], p.deep)
    s.line([(26, 51), (74, 51)], 1.4, p.deep)
    s.line([(29, 57), (71, 57)], 1.4, p.deep)
    s.box(30, 78, 70, 84, p.paper, 1)
    s.box(24, 84, 76, 97, mix(p.paper, p.pale, 0.8), 1)
    s.box(40, 88, 60, 92, p.main, 1)


def pomegranate(s: Sketch, p: Palette) -> None:
    """A pomegranate, whole and opened."""
    red, dark = (190, 30, 64), (122, 14, 44)
    for cx, cy, r in ((38, 48, 30), (66, 66, 25)):
        crown = [
            (cx - 8, cy - r + 3),
            (cx - 10, cy - r - 9),
            (cx - 4, cy - r - 4),
            (cx, cy - r - 11),
        ]
        s.poly([*crown, *reversed(mirrored(crown, cx))], dark)
        s.disc(cx, cy, r, red)
    s.poly(arc(38, 48, 30, 30, 40, 200), mix(red, dark, 0.5))
    s.disc(38, 46, 27, red)
    s.line(arc(38, 48, 21, 21, 190, 240), 3, mix(red, p.paper, 0.6))
    s.disc(66, 66, 21, p.paper)
    for angle in range(0, 360, 60):
        with s.turned(angle, 66, 66):
            for sx, sy, size in ((66.0, 53.0, 3.4), (61.6, 57.6, 3.0), (70.4, 57.6, 3.0)):
                s.disc(sx, sy, size, (222, 52, 84))
                s.disc(sx - 0.8, sy - 0.9, 0.9, p.paper)
    s.disc(66, 66, 4, (222, 52, 84))
    leaf = [*curve((30, 20), (18, 18), (8, 10), (6, 0)), *curve((6, 0), (20, 0), (30, 8), (30, 20))]
    s.poly(leaf, (64, 145, 92))


def tar(s: Sketch, p: Palette) -> None:
    """The tar, a lute with a body like a figure of eight."""
    with s.turned(26):
        s.box(47, -4, 53, 46, p.deep, 1)
        s.box(45, -10, 55, 2, p.deep, 2)
        for y in (-7, -2):
            s.line([(41, y), (59, y)], 1.8, p.paper)
        for y in range(8, 44, 6):
            s.line([(47, y), (53, y)], 0.7, p.paper)
        s.disc(50, 54, 14, p.pop, 12)
        s.disc(50, 80, 19, p.pop, 17)
        s.box(40, 58, 60, 70, p.pop)
        s.disc(50, 54, 10, p.paper, 8.4)
        s.disc(50, 80, 14.4, p.paper, 12.6)
        s.box(42, 84, 58, 86.4, p.deep, 1)
        for x in (48.2, 50, 51.8):
            s.line([(x, 0), (x, 85)], 0.5, p.deep)
    for x, y in ((80, 66), (18, 26)):
        s.disc(x, y, 4.6, p.paper, 3.6)
        s.line([(x + 4, y), (x + 4, y - 17), (x + 12, y - 20)], 1.8, p.paper)


def museum(s: Sketch, p: Palette) -> None:
    """A framed painting in a gallery."""
    s.line([(50, 2), (16, 18)], 1.2, p.paper)
    s.line([(50, 2), (84, 18)], 1.2, p.paper)
    s.disc(50, 3, 2.4, p.pop)
    s.box(6, 16, 94, 90, p.pop, 2)
    s.box(9, 19, 91, 87, mix(p.pop, p.deep, 0.35), 1)
    s.box(13, 23, 87, 83, p.pale)
    s.disc(64, 40, 9, p.pop)
    s.poly([(13, 66), (34, 38), (50, 60), (60, 50), (87, 74), (87, 83), (13, 83)], p.main)
    s.poly([(34, 38), (41, 47.6), (36, 50), (32, 46), (27.6, 46.6)], p.paper)
    s.poly([*curve((13, 72), (34, 62), (56, 84), (87, 70)), (87, 83), (13, 83)], p.deep)
    for x in (24, 31, 74):
        s.line([(x, 74), (x, 66)], 1.4, p.night)
        s.disc(x, 64, 3, mix(p.deep, p.night, 0.4), 5)


def curtain(s: Sketch, p: Palette) -> None:
    """A stage with a spotlight between the curtains."""
    s.box(6, 8, 94, 88, mix(p.night, p.deep, 0.25), 2)
    s.poly([(50, 10), (76, 84), (24, 84)], mix(p.deep, p.bright, 0.35))
    s.disc(50, 84, 26, mix(p.pop, p.paper, 0.5), 5)
    s.disc(50, 52, 6, p.paper)
    s.poly([(44, 60), (56, 60), (61, 84), (39, 84)], p.paper)
    s.line([(44, 62), (34, 52)], 3, p.paper)
    s.line([(56, 62), (66, 50)], 3, p.paper)
    side = [(6, 8), (34, 8), *curve((34, 8), (32, 40), (22, 56), (10, 62)), (16, 88), (6, 88)]
    for shape in (side, mirrored(side)):
        s.poly(shape, p.pop)
    for x in (13, 20, 27):
        fold = curve((x, 10), (x, 34), (x - 6, 50), (x - 8 if x > 15 else x - 4, 58))
        s.line(fold, 1.3, mix(p.pop, p.deep, 0.45))
        s.line(mirrored(fold), 1.3, mix(p.pop, p.deep, 0.45))
    s.box(2, 4, 98, 14, mix(p.pop, p.deep, 0.3), 2)
    s.box(2, 86, 98, 94, p.paper, 2)


def phone(s: Sketch, p: Palette) -> None:
    """A phone that films: play."""
    with s.turned(-8):
        s.box(26, 2, 78, 98, p.night, 8)
        s.box(23, 2, 75, 97, p.paper, 8)
        s.box(27, 8, 71, 91, p.main, 4)
        s.poly(
            [
                (27, 66),
                *curve((27, 66), (42, 54), (54, 78), (71, 60)),
                (71, 87),
                (67, 91),
                (31, 91),
                (27, 87),
            ],
            p.deep,
        )
        s.disc(49, 46, 14, p.paper)
        s.poly([(45, 38), (45, 54), (58, 46)], p.pop)
        s.heart(63, 70, 4.4, p.pop)
        s.line([(32, 80), (54, 80)], 2, p.paper)
        s.line([(32, 85), (48, 85)], 2, p.pale)
    s.heart(88, 28, 8, p.pop)
    s.heart(12, 62, 6, p.paper)
    s.spark(14, 24, 6, p.pop)


def needle(s: Sketch, p: Palette) -> None:
    """Embroidery in its hoop."""
    s.ring(46, 52, 38, 5, p.pop)
    s.disc(46, 52, 35.6, p.paper)
    s.box(41, 8, 51, 16, p.deep, 2)
    for angle in range(0, 360, 45):
        with s.turned(angle, 46, 52):
            s.poly(
                [
                    *curve((46, 50), (38, 42), (40, 32), (46, 26)),
                    *curve((46, 26), (52, 32), (54, 42), (46, 50)),
                ],
                p.main if angle % 90 else p.bright,
            )
    s.disc(46, 52, 6, p.pop)
    s.line([(96, 12), (70, 74)], 2.2, p.deep)
    s.line(curve((95, 14), (110, 40), (60, 60), (92, 92)), 1.5, p.pop)
