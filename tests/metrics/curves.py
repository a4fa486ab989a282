"""Worked curves of organic and of bought growth, read every six hours unless said otherwise."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count

from metrics.curves import Curve, Point, curve_of

START = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
SLOT = timedelta(hours=6)
_ids = count(1)


def curve(
    views: Iterable[int],
    *,
    likes: int | None = 50,
    every: timedelta = SLOT,
    creator: int | None = None,
    start: datetime = START,
) -> Curve:
    """A curve of these counts; likes are per 1,000 views, None where they are not known."""
    entry_id = next(_ids)
    points = [
        Point(
            start + every * place,
            number,
            None if likes is None else number * likes // 1000,
            entry_id * 1000 + place,
        )
        for place, number in enumerate(views)
    ]
    return curve_of(entry_id, creator or entry_id, points)


def grown(gains: Sequence[int], *, start: int = 0) -> list[int]:
    """The counts after each of these gains, beginning with `start`."""
    return list(accumulate(gains, initial=start))


def steady_peers(number: int = 12, *, gains: Sequence[int] = (500,) * 12) -> list[Curve]:
    """Peers that grow alike in time and not in detail."""
    return [
        curve(
            grown(
                [
                    gain * (80 + 7 * ((one * 5 + place * 3) % 7)) // 100
                    for place, gain in enumerate(gains)
                ]
            )
        )
        for one in range(1, number + 1)
    ]
