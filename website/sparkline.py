"""A small line of values over days, as the path of an SVG. No Django here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 150
# The line keeps off the edges by this much, so that its stroke is never cut.
INSET = 4


@dataclass(frozen=True)
class Sparkline:
    """Values by day, the oldest first; the scale begins at nothing."""

    points: Sequence[tuple[date, int]]

    @property
    def is_worth_drawing(self) -> bool:
        """One point is no line, and neither is a line of nothing."""
        return len(self.points) > 1 and self._top > 0

    @property
    def first_day(self) -> date:
        return self.points[0][0]

    @property
    def last_day(self) -> date:
        return self.points[-1][0]

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def path(self) -> str:
        """The line itself."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self._places)

    @property
    def area(self) -> str:
        """The line closed along the bottom."""
        places = self._places
        return f"{self.path}L{places[-1][0]:.1f} {HEIGHT}L{places[0][0]:.1f} {HEIGHT}Z"

    @property
    def _top(self) -> int:
        return max((value for _day, value in self.points), default=0)

    @property
    def _places(self) -> list[tuple[float, float]]:
        days = (self.last_day - self.first_day).days or 1
        top = self._top or 1
        return [
            (
                (day - self.first_day).days / days * WIDTH,
                HEIGHT - INSET - value / top * (HEIGHT - 2 * INSET),
            )
            for day, value in self.points
        ]
