"""A drawing board of 100 × 100 units on which the illustrations are made of smooth flat shapes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw

from desk.demo.covers.palettes import Colour

Point = tuple[float, float]

# Pillow's shapes have hard edges: drawing twice as large and halving smooths them.
OVERSAMPLING = 2


def curve(start: Point, first: Point, second: Point, end: Point, steps: int = 18) -> list[Point]:
    """Points along a cubic Bézier curve, both ends included."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        u = 1 - t
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        points.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return points


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Points along an arc of an ellipse; angles in degrees, clockwise from three o'clock."""
    steps = max(6, int(abs(end - start) / 6))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


def mirrored(points: Sequence[Point], axis: float = 50) -> list[Point]:
    """The points reflected about a vertical axis."""
    return [(2 * axis - x, y) for x, y in points]


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    count = len(points)
    result: list[Point] = []
    for index in range(count):
        before, here = points[index - 1], points[index]
        there, after = points[(index + 1) % count], points[(index + 2) % count]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        result.extend(curve(here, first, second, there, steps)[:-1])
    return result


class Sketch:
    """A transparent square picture; every shape is given in units of a hundredth of its side."""

    def __init__(self, side: int) -> None:
        self._factor = side * OVERSAMPLING / 100
        self._image = Image.new("RGBA", (side * OVERSAMPLING, side * OVERSAMPLING))
        self._draw = ImageDraw.Draw(self._image)
        self._turn: tuple[float, float, Point] | None = None

    def picture(self) -> Image.Image:
        """The finished picture, with smooth edges."""
        return self._image.reduce(OVERSAMPLING)

    @contextmanager
    def turned(self, degrees: float, cx: float = 50, cy: float = 50) -> Iterator[None]:
        """Within the block shapes are turned clockwise about a point."""
        outer = self._turn
        angle = math.radians(degrees)
        self._turn = (math.cos(angle), math.sin(angle), (cx, cy))
        yield
        self._turn = outer

    def _place(self, points: Sequence[Point]) -> list[Point]:
        if self._turn is not None:
            cos, sin, (cx, cy) = self._turn
            points = [
                (cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos)
                for x, y in points
            ]
        return [(x * self._factor, y * self._factor) for x, y in points]

    def poly(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon(self._place(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A filled shape whose outline runs smoothly through the points."""
        self.poly(smooth(points), fill)

    def disc(self, cx: float, cy: float, r: float, fill: Colour, ry: float | None = None) -> None:
        """A filled circle, or an ellipse when *ry* is given."""
        self.poly(arc(cx, cy, r, r if ry is None else ry, 0, 360), fill)

    def ring(self, cx: float, cy: float, r: float, width: float, fill: Colour) -> None:
        """A circle's outline; *r* is the radius of its middle."""
        self.line([*arc(cx, cy, r, r, 0, 366)], width, fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, r: float = 0) -> None:
        """A filled rectangle with corners rounded by *r*."""
        if not r:
            self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)
            return
        self.poly(
            [
                *arc(x1 - r, y0 + r, r, r, -90, 0),
                *arc(x1 - r, y1 - r, r, r, 0, 90),
                *arc(x0 + r, y1 - r, r, r, 90, 180),
                *arc(x0 + r, y0 + r, r, r, 180, 270),
            ],
            fill,
        )

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line of constant width with round ends and joints."""
        placed = self._place(points)
        thick = max(1, round(width * self._factor))
        self._draw.line(placed, fill=fill, width=thick, joint="curve")
        radius = thick / 2
        for x, y in (placed[0], placed[-1]):
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def spark(self, cx: float, cy: float, r: float, fill: Colour, waist: float = 0.22) -> None:
        """A four-pointed star."""
        points = []
        for index in range(8):
            radius = r if index % 2 == 0 else r * waist
            angle = math.radians(45 * index - 90)
            points.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
        self.poly(points, fill)

    def heart(self, cx: float, cy: float, r: float, fill: Colour) -> None:
        """A heart about 2 *r* wide."""
        half = [
            *curve(
                (cx, cy + r),
                (cx - r * 1.5, cy),
                (cx - r * 1.1, cy - r),
                (cx - r * 0.5, cy - r * 0.85),
            ),
            *curve(
                (cx - r * 0.5, cy - r * 0.85),
                (cx - r * 0.2, cy - r * 0.8),
                (cx, cy - r * 0.55),
                (cx, cy - r * 0.4),
            ),
        ]
        self.poly([*half, *reversed(mirrored(half, cx))], fill)

    def star(
        self, cx: float, cy: float, r: float, fill: Colour, points: int = 8, inner: float = 0.6
    ) -> None:
        """A star of any number of points; *inner*: the radius at its notches as a share."""
        outline = []
        for index in range(points * 2):
            radius = r if index % 2 == 0 else r * inner
            angle = math.pi * index / points - math.pi / 2
            outline.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
        self.poly(outline, fill)
