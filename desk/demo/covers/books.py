"""Illustrations about books and reading."""

from __future__ import annotations

from desk.demo.covers.palettes import Palette, mix
from desk.demo.covers.sketch import Sketch, arc, curve, mirrored


def open_book(s: Sketch, p: Palette, top: float = 0) -> None:
    """An open book with a ribbon and sparks rising from it; *top* moves it down."""
    y = 12 + top
    cover = [*curve((50, y + 32), (38, y + 22), (20, y + 20), (5, y + 27)), (5, y + 73)]
    cover += curve((5, y + 73), (20, y + 66), (38, y + 68), (50, y + 78))
    page = [*curve((50, y + 28), (40, y + 18), (22, y + 16), (9, y + 22)), (9, y + 68)]
    page += curve((9, y + 68), (22, y + 61), (40, y + 63), (50, y + 73))
    for shape in (cover, mirrored(cover)):
        s.poly(shape, p.pop)
    s.poly(page, p.paper)
    s.poly(mirrored(page), mix(p.paper, p.pale, 0.7))
    for row in range(5):
        dy = y + 31 + row * 7
        text = curve((15, dy - 1), (24, dy - 5), (36, dy - 4), (45, dy + 2))
        s.line(text, 1.5, mix(p.pale, p.main, 0.35))
        s.line(mirrored(text if row < 4 else text[6:]), 1.5, mix(p.pale, p.main, 0.45))
    s.line([(50, y + 28), (50, y + 73)], 0.9, mix(p.pale, p.deep, 0.4))
    s.poly([(61, y + 19.5), (67, y + 18), (67, y + 36), (64, y + 32), (61, y + 37)], p.pop)
    s.spark(50, y + 6, 9, p.pop)
    s.spark(29, y + 4, 5, p.paper)
    s.spark(72, y + 1, 5, p.paper)


def book_stack(s: Sketch, p: Palette) -> None:
    """A pile of books with a bowl of tea on top."""
    rows = (
        (80, 8, 92, p.deep, p.pop),
        (68, 14, 88, p.pop, p.paper),
        (56, 10, 84, p.bright, p.deep),
        (44, 20, 90, p.paper, p.main),
    )
    for y, x0, x1, cover, band in rows:
        s.box(x0, y, x1, y + 11, cover, 2)
        s.box(x1 - 14, y + 2.2, x1 + 0.5, y + 8.8, mix(p.paper, p.pale, 0.6), 1)
        s.line([(x1 - 13, y + 4.6), (x1, y + 4.6)], 0.5, mix(p.pale, p.deep, 0.3))
        s.line([(x1 - 13, y + 6.6), (x1, y + 6.6)], 0.5, mix(p.pale, p.deep, 0.3))
        s.box(x0 + 8, y, x0 + 11, y + 11, band)
        s.box(x0 + 14, y, x0 + 15.4, y + 11, band)
    s.poly([*arc(52, 28, 15, 15, 0, 180)], p.paper)
    s.box(37, 26.4, 67, 29, p.paper, 1)
    s.poly(arc(52, 28, 15, 2.4, 0, 360), mix(p.pop, p.deep, 0.25))
    s.box(46, 41, 58, 44, p.paper)
    for x in (44, 52, 60):
        s.line(curve((x, 22), (x - 4, 17), (x + 4, 13), (x, 7)), 1.6, p.paper)


def unboxing(s: Sketch, p: Palette) -> None:
    """A parcel being opened, books coming out of it."""
    with s.turned(-9, 38, 40):
        s.box(24, 14, 48, 62, p.deep, 2)
        s.box(28, 20, 44, 28, p.pop, 1)
    with s.turned(8, 60, 40):
        s.box(50, 10, 74, 62, p.paper, 2)
        s.disc(62, 26, 7, p.main)
        s.line([(55, 40), (69, 40)], 1.4, p.main)
    s.box(42, 20, 58, 62, p.bright, 2)
    s.spark(50, 32, 6, p.paper)
    card = mix(p.pop, p.paper, 0.25)
    s.poly([(14, 50), (86, 50), (82, 94), (18, 94)], card)
    s.poly([(14, 50), (50, 50), (50, 94), (18, 94)], mix(card, p.paper, 0.18))
    s.poly([(14, 50), (50, 50), (40, 62), (2, 61)], mix(card, p.paper, 0.4))
    s.poly([(86, 50), (50, 50), (60, 62), (98, 61)], mix(card, p.night, 0.15))
    s.heart(50, 78, 8, p.paper)
    for x, y, r in ((12, 24, 6), (88, 20, 7), (84, 38, 4)):
        s.spark(x, y, r, p.pop)


def lamp(s: Sketch, p: Palette) -> None:
    """A desk lamp whose light falls on an open book."""
    s.poly([(46, 36), (74, 36), (96, 84), (24, 84)], mix(p.pop, p.paper, 0.55))
    s.line([(20, 88), (20, 56), (34, 22), (56, 22)], 3, p.paper)
    s.disc(20, 56, 4, p.pop)
    s.disc(34, 22, 4, p.pop)
    s.poly([*arc(60, 36, 17, 18, 180, 360)], p.deep)
    s.disc(60, 36, 17, p.pop, 3)
    s.box(6, 86, 36, 91, p.paper, 2)
    page = [*curve((62, 76), (54, 70), (46, 69), (38, 72)), (38, 88)]
    page += curve((38, 88), (46, 85), (54, 86), (62, 92))
    s.poly([(35, 76), (89, 76), (89, 93), (35, 93)], p.deep)
    s.poly(page, p.paper)
    s.poly(mirrored(page, 62), p.pale)
    for y in (76, 80, 84):
        s.line([(43, y - 1), (57, y + 1)], 0.9, p.main)
        s.line([(67, y + 1), (81, y - 1)], 0.9, p.main)


def headphones(s: Sketch, p: Palette) -> None:
    """Headphones on a book that stands upright: the sound of pages."""
    s.box(30, 26, 70, 92, p.deep, 3)
    s.box(34, 26, 72, 90, p.paper, 2)
    s.box(34, 24, 74, 88, p.bright, 3)
    s.box(34, 24, 40, 88, mix(p.bright, p.deep, 0.4), 2)
    for x, height in ((46, 6), (51, 13), (56, 20), (61, 11), (66, 5)):
        s.line([(x, 56 - height), (x, 56 + height)], 2.4, p.paper)
    s.line(arc(52, 50, 38, 40, 180, 360), 4.6, p.paper)
    s.box(8, 44, 22, 72, p.pop, 6)
    s.box(82, 44, 96, 72, p.pop, 6)
    s.box(18, 48, 25, 68, p.deep, 3)
    s.box(79, 48, 86, 68, p.deep, 3)


def quote(s: Sketch, p: Palette) -> None:
    """A speech bubble with a quotation."""
    s.box(12, 16, 94, 76, mix(p.deep, p.night, 0.3), 10)
    s.poly([(30, 70), (30, 94), (52, 70)], mix(p.deep, p.night, 0.3))
    s.box(6, 10, 88, 70, p.paper, 10)
    s.poly([(24, 66), (24, 88), (46, 66)], p.paper)
    for x in (18, 33):
        s.disc(x + 5, 32, 5.6, p.pop)
        s.poly(
            [
                *curve((x - 0.6, 32), (x - 0.6, 24), (x + 3, 20), (x + 9, 19)),
                (x + 9, 23),
                (x + 6, 27),
            ],
            p.pop,
        )
    for y, end in ((44, 76), (52, 80), (60, 58)):
        s.line([(18, y), (end, y)], 2.4, mix(p.pale, p.main, 0.4))
    s.heart(80, 76, 11, p.pop)


def library(s: Sketch, p: Palette) -> None:
    """A library with columns and a book above its door."""
    s.poly([(50, 8), (94, 34), (6, 34)], p.paper)
    s.poly([(50, 15), (78, 31), (22, 31)], p.pop)
    s.poly([(50, 21), (50, 30), (40, 27), (40, 19)], p.paper)
    s.poly([(50, 21), (50, 30), (60, 27), (60, 19)], p.pale)
    s.box(10, 34, 90, 41, mix(p.paper, p.pale, 0.6))
    s.box(14, 41, 86, 80, mix(p.deep, p.main, 0.35))
    s.poly([*arc(50, 58, 9, 9, 180, 360), (59, 80), (41, 80)], p.pop)
    for x in (17, 30, 63, 76):
        s.box(x, 43, x + 7, 79, p.paper)
        s.box(x - 1.4, 41, x + 8.4, 44, p.pale)
        s.box(x - 1.4, 77, x + 8.4, 80, p.pale)
        s.line([(x + 4.6, 46), (x + 4.6, 76)], 0.8, mix(p.pale, p.main, 0.4))
    s.box(9, 80, 91, 86, p.paper)
    s.box(4, 86, 96, 92, mix(p.paper, p.pale, 0.8))


def laugh(s: Sketch, p: Palette) -> None:
    """A laughing face that looks over an open book."""
    s.disc(50, 46, 38, p.pop)
    s.poly(arc(50, 46, 38, 38, 20, 160), mix(p.pop, p.deep, 0.12))
    for x in (35, 65):
        s.line(arc(x, 38, 8, 9, 190, 350), 3.6, p.night)
        s.disc(x + (-9 if x < 50 else 9), 50, 5.4, mix(p.pop, p.bright, 0.5), 3.6)
    page = [*curve((50, 62), (40, 54), (22, 52), (10, 57)), (10, 93)]
    page += curve((10, 93), (22, 88), (40, 88), (50, 96))
    s.poly(page, p.paper)
    s.poly(mirrored(page), p.pale)
    s.line([(50, 62), (50, 96)], 1, mix(p.pale, p.deep, 0.4))
    for y in (66, 73, 80):
        s.line([(17, y - 2), (43, y + 1)], 1.5, mix(p.pale, p.main, 0.5))
        s.line([(57, y + 1), (83, y - 2)], 1.5, mix(p.pale, p.main, 0.5))
    s.spark(90, 16, 8, p.paper)
    s.spark(10, 18, 6, p.paper)


def yurt(s: Sketch, p: Palette) -> None:
    """A yurt under the moon: epics of the steppe."""
    s.disc(74, 20, 13, p.pop)
    s.disc(69, 17, 11.4, mix(p.deep, p.main, 0.5))
    for x, y, r in ((20, 18, 5), (38, 10, 3), (90, 44, 4), (10, 40, 3)):
        s.spark(x, y, r, p.paper)
    roof = [*curve((12, 60), (16, 44), (32, 36), (42, 32)), (58, 32)]
    roof += curve((58, 32), (68, 36), (84, 44), (88, 60))
    s.poly([(12, 58), (88, 58), (90, 90), (10, 90)], p.paper)
    s.poly(roof, mix(p.paper, p.pale, 0.7))
    s.poly([*arc(50, 33, 10, 8, 180, 360)], p.pop)
    for x in (44, 50, 56):
        s.line([(x, 26.6), (x, 33)], 1, p.deep)
    s.box(10.6, 58, 89.4, 66, p.pop)
    for index in range(9):
        middle = 15 + index * 8.8
        rhomb = [(middle, 59), (middle + 3.4, 62), (middle, 65), (middle - 3.4, 62)]
        s.poly(rhomb, p.deep)
    for start in (24, 36, 64, 76):
        s.line([(50 + (start - 50) * 0.3, 34), (start, 57)], 1, mix(p.pale, p.main, 0.5))
    s.box(41, 62, 59, 90, p.deep, 1.5)
    s.box(43.4, 65, 49.2, 90, p.main)
    s.box(50.8, 65, 56.6, 90, p.main)


def dombra(s: Sketch, p: Palette) -> None:
    """A dombra with notes around it."""
    with s.turned(28):
        s.box(47, -2, 53, 56, p.deep, 2)
        s.box(44.6, -6, 55.4, 6, p.deep, 3)
        body = [
            *curve((50, 44), (38, 52), (30, 66), (32, 78)),
            *curve((32, 78), (34, 92), (44, 98), (50, 98)),
        ]
        s.poly([*body, *reversed(mirrored(body))], p.pop)
        inner = [(50 + (x - 50) * 0.78, 74 + (y - 74) * 0.78) for x, y in body]
        s.poly([*inner, *reversed(mirrored(inner))], mix(p.pop, p.paper, 0.45))
        s.disc(50, 74, 5.5, p.deep)
        s.box(43, 86, 57, 88.4, p.deep, 1)
        for x in (48.6, 51.4):
            s.line([(x, 0), (x, 87)], 0.6, p.paper)
        for y in (12, 20, 28, 36):
            s.line([(47, y), (53, y)], 0.8, p.paper)
    for x, y in ((78, 62), (20, 24)):
        s.disc(x, y, 4.6, p.paper, 3.6)
        s.line([(x + 4, y), (x + 4, y - 17), (x + 12, y - 20)], 1.8, p.paper)


def glasses(s: Sketch, p: Palette) -> None:
    """Glasses resting on a closed book."""
    with s.turned(-6):
        s.box(14, 10, 80, 92, p.night, 4)
        s.box(18, 12, 84, 90, p.paper, 3)
        s.box(14, 8, 82, 86, p.pop, 4)
        s.box(14, 8, 23, 86, mix(p.pop, p.deep, 0.35), 3)
        s.box(33, 18, 74, 36, p.paper, 2)
        s.line([(39, 25), (68, 25)], 2, p.main)
        s.line([(45, 30.5), (62, 30.5)], 1.6, p.main)
    for x in (34, 70):
        s.disc(x, 62, 15, mix(p.pale, p.bright, 0.25))
        s.ring(x, 62, 15, 3.4, p.night)
        s.line(arc(x, 62, 9, 9, 200, 250), 2, p.paper)
    s.line(arc(52, 61, 4.4, 4.4, 190, 350), 3, p.night)
    s.line([(18.6, 60), (4, 54)], 3, p.night)
    s.line([(85.4, 60), (97, 54)], 3, p.night)


def feather(s: Sketch, p: Palette) -> None:
    """A quill in an ink-pot: poems and essays."""
    with s.turned(24, 56, 66):
        left = [*curve((56, 70), (36, 60), (38, 20), (58, -6))]
        right = [*curve((58, -6), (72, 18), (74, 54), (56, 70))]
        s.poly([*left, *right], p.paper)
        s.poly([*right, (56, 70), (58, -6)], mix(p.paper, p.pale, 0.9))
        s.line([(57.6, 0), (55.4, 84)], 1.5, p.pop)
        for y in (16, 28, 40, 52):
            s.line([(57, y + 7), (46, y)], 0.8, mix(p.pale, p.main, 0.45))
            s.line([(57, y + 7), (67, y - 1)], 0.8, mix(p.pale, p.main, 0.45))
    s.poly([(30, 72), (60, 72), (66, 94), (24, 94)], p.pop)
    s.box(32, 64, 58, 73, mix(p.pop, p.deep, 0.4), 2)
    s.line(curve((68, 90), (76, 84), (84, 96), (96, 86)), 2, p.paper)
    s.spark(16, 30, 7, p.pop)
    s.spark(26, 14, 4, p.paper)
