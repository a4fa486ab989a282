"""What the other videos of a campaign do at the same time, so that a surge of all is nobody's.

Peers are the most viewed videos of the same platform: those whose growth can be seen at all.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from metrics.curves import Curve, quantile, usual_per_day

LEAST_PEERS = 5
"""With fewer there is no "usual"; what peers do is then not known."""
FLOOR_PER_DAY = 100
"""Slower growth than this counts as this: 2 views a day after 0 are no surge."""
SURGE_NEEDS = 2
"""Earlier intervals of a peer without which its surge is not known."""
QUARTER_ABOVE = 75
"""Peers' surge is their upper quartile: bought views of a few of them do not move it, while in a
surge of the whole campaign it rises with everybody."""
LIKES_FROM = 1_000
"""Views below which a video's like rate is chance."""
LEAST_LOW, LEAST_HIGH = 1_000, 10_000
"""The bounds of `Peers.least`."""
PLACES = 10


class Peers:
    """The peers of one platform, asked about intervals and rates."""

    def __init__(self, curves: Iterable[Curve]) -> None:
        self.curves = [curve for curve in curves if curve.points]
        self._surges: dict[tuple[datetime, datetime], list[tuple[int, int]]] = {}
        rates = [
            point.likes * 10_000 // point.views
            for curve in self.curves
            if (point := curve.points[-1]).likes is not None and point.views >= LIKES_FROM
        ]
        self.likes_per_10000 = quantile(rates, per_cent=50) if len(rates) >= LEAST_PEERS else None
        """The middle like rate; None where too few are known."""
        counts = sorted((curve.points[-1].views for curve in self.curves), reverse=True)
        weight = counts[min(PLACES, len(counts)) - 1] // 10 if counts else LEAST_LOW
        self.least = min(max(weight, LEAST_LOW), LEAST_HIGH)
        """The smallest gain worth a look: a tenth of the tenth place's count, from 1,000 to
        10,000. A smaller one hardly moves a rank, and would fill the queue with small videos."""

    def surge(self, start: datetime, end: datetime, *, but: int) -> tuple[int | None, int]:
        """How many times faster than before peers grew in an interval, and how many were asked.

        In tenths: 10 is as fast as before. None with fewer than LEAST_PEERS. `but`: the entry
        itself is no peer of its own.
        """
        surges = [surge for surge, entry_id in self._at(start, end) if entry_id != but]
        if len(surges) < LEAST_PEERS:
            return None, len(surges)
        return quantile(surges, per_cent=QUARTER_ABOVE), len(surges)

    def _at(self, start: datetime, end: datetime) -> list[tuple[int, int]]:
        """Each peer's surge in its own interval around the middle of this one."""
        # To the quarter of an hour: entries of one batch are read within minutes.
        key = (_quarter(start), _quarter(end))
        if key not in self._surges:
            middle = key[0] + (key[1] - key[0]) / 2
            found = [(_surge(curve, middle), curve.entry_id) for curve in self.curves]
            self._surges[key] = [(surge, pk) for surge, pk in found if surge is not None]
        return self._surges[key]


def _surge(curve: Curve, middle: datetime) -> int | None:
    """A peer's growth at a moment against its fastest before, in tenths.

    None where it is not known, or where the video moved at neither time.
    """
    spans = curve.spans()
    for place, span in enumerate(spans):
        if span.start.at <= middle < span.end.at:
            usual = usual_per_day(spans[:place])
            if place < SURGE_NEEDS or max(usual, span.per_day) < FLOOR_PER_DAY:
                return None
            return max(span.per_day, 0) * 10 // max(usual, FLOOR_PER_DAY)
    return None


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
