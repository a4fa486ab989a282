"""Many entries of different creators that rise as if one hand moved them.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from metrics.curves import DAY, Curve, Span, quantile
from metrics.flags import IN_STEP, Flag

STEPS = 5
"""Intervals that are compared. Two organic videos agree within a twentieth in one interval out of
a dozen; in four that are free (the fifth share follows) once in some 20,000 pairs, and five
creators at once never."""
TOLERANCE = 20
"""A twentieth: what delivery by a service scatters."""
CREATORS = 5
"""Friends who post together are two or three."""
BEYOND = 5
"""So many times more companions than the middle video has: where a campaign moves all alike (one
morning, one news item), having companions is usual and no sign."""
LEAST_GAIN = 40
"""Views in each interval, below which a twentieth is less than rounding."""
ALIGNED = timedelta(hours=1)
"""Readings of one round lie minutes apart; at most this, and at most a quarter of the interval."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCALE = 1_000_000
LONG = 100_000 * DAY
"""Rates over so long a time lose nothing to rounding."""
NAMED = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """How the growth of the last intervals is spread over them, in millionths of the whole.

    seconds: when it was read. apart: how far from that another may have been read.
    """

    curve: Curve
    spans: tuple[Span, ...]
    shares: tuple[int, ...]
    seconds: tuple[int, ...]
    apart: int

    @property
    def gain(self) -> int:
        return sum(span.gain for span in self.spans)


def in_step(curves: Iterable[Curve], *, least: int) -> list[Flag]:
    """A flag for each entry that rises in step with others.

    Compared are entries whose last 5 intervals end in a new reading and brought ≥ `least` views,
    each ≥ 40. Two are in step when they were read at the same times and, interval by interval,
    the shares of their growth (by views a day) differ by at most a twentieth: their gains are
    equal or proportional. Flagged: in step with entries of ≥ 4 other creators and of ≥ 5 times
    as many as the middle compared entry.
    """
    shapes = [shape for curve in curves if (shape := _shape(curve)) and shape.gain >= least]
    shapes.sort(key=lambda shape: (shape.shares, shape.curve.entry_id))
    companions = _companions(shapes)
    counts = [
        len({shapes[other].curve.creator_id for other in found} - {shape.curve.creator_id})
        for shape, found in zip(shapes, companions, strict=True)
    ]
    if not counts:
        return []
    usual = quantile(counts, per_cent=50)
    needed = max(CREATORS - 1, BEYOND * usual)
    return [
        _flag(shape, [shapes[other] for other in found], count, usual, len(shapes))
        for shape, found, count in zip(shapes, companions, counts, strict=True)
        if count >= needed
    ]


def _shape(curve: Curve) -> Shape | None:
    """None where the growth is not known well enough."""
    spans = tuple(curve.spans()[-STEPS:])
    if len(spans) < STEPS or not spans[-1].end.fresh:
        return None
    if min(span.gain for span in spans) < LEAST_GAIN:
        return None
    rates = [span.rate(LONG) for span in spans]
    whole = sum(rates)
    moments = [spans[0].start.at, *(span.end.at for span in spans)]
    seconds = tuple((moment - EPOCH) // SECOND for moment in moments)
    shortest = min(later - earlier for earlier, later in pairwise(seconds))
    return Shape(
        curve=curve,
        spans=spans,
        shares=tuple(rate * SCALE // whole for rate in rates),
        seconds=seconds,
        apart=min(ALIGNED // SECOND, shortest // 4),
    )


def _companions(shapes: list[Shape]) -> list[list[int]]:
    """For each shape the places of those in step with it. Shapes are sorted by first share."""
    companions: list[list[int]] = [[] for _ in shapes]
    for one, shape in enumerate(shapes):
        furthest = shape.shares[0] + shape.shares[0] // TOLERANCE
        for other in range(one + 1, len(shapes)):
            if shapes[other].shares[0] > furthest:
                break
            if _are_in_step(shape, shapes[other]):
                companions[one].append(other)
                companions[other].append(one)
    return companions


def _are_in_step(one: Shape, other: Shape) -> bool:
    """Plain loops over integers: in a campaign that moves as one, each pair is looked at."""
    for a, b in zip(one.shares, other.shares, strict=True):
        if abs(a - b) * TOLERANCE > min(a, b):
            return False
    apart = min(one.apart, other.apart)
    return all(abs(a - b) <= apart for a, b in zip(one.seconds, other.seconds, strict=True))


def _flag(shape: Shape, others: list[Shape], creators: int, usual: int, compared: int) -> Flag:
    entries = sorted(other.curve.entry_id for other in others)
    evidence = {
        "since": shape.spans[0].start.at.isoformat(),
        "until": shape.spans[-1].end.at.isoformat(),
        "gain": shape.gain,
        "gains": [span.gain for span in shape.spans],
        "others": len(entries),
        "creators": creators,
        "entries": entries[:NAMED],
        "usual": usual,
        "compared": compared,
    }
    return Flag(shape.curve.entry_id, IN_STEP, evidence, shape.spans[-1].end.reading_id)
