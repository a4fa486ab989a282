"""Views inside the competition period: the window total of one video.

A reading is the view count that somebody saw at one moment; views between readings are not
known. The total is therefore built from two readings at most and says which one decided it.
What is not known is ``None``, never 0. Counts may fall (platforms take bought views back): the
last reading counts even when an earlier one was higher.

Pure: no Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WindowReason(StrEnum):
    """Why a window total is what it is."""

    POSTED_INSIDE = "posted_inside"
    POST_TIME_UNKNOWN = "post_time_unknown"  # counted as if posted inside, for staff to settle
    POSTED_BEFORE = "posted_before"  # the views gained since the opening
    POSTED_BEFORE_NOT_ALLOWED = "posted_before_not_allowed"
    POSTED_AFTER = "posted_after"
    NO_READING = "no_reading"  # none at or before the close
    NO_READING_AT_OPENING = "no_reading_at_opening"  # posted before, and no count to subtract
    NO_READING_INSIDE = "no_reading_inside"  # posted before, and none between opening and close


@dataclass(frozen=True)
class ReadingFact:
    """The view count of a video at one moment (timezone-aware)."""

    taken_at: datetime
    views: int


@dataclass(frozen=True)
class WindowTotal:
    """Views inside the window, or ``None`` when unknown or not counted.

    ``reading_taken_at`` is the moment of the reading that decided the total.
    """

    views: int | None
    reading_taken_at: datetime | None
    reason: WindowReason

    @property
    def needs_attention(self) -> bool:
        """Whether a fact is missing that staff could still supply."""
        return self.reason in _MISSING_FACT


_MISSING_FACT = frozenset(
    {
        WindowReason.POST_TIME_UNKNOWN,
        WindowReason.NO_READING,
        WindowReason.NO_READING_AT_OPENING,
        WindowReason.NO_READING_INSIDE,
    }
)


def window_total(
    *,
    readings: Iterable[ReadingFact],
    posted_at: datetime | None,
    opens_at: datetime,
    closes_at: datetime,
    prior_posts_allowed: bool,
) -> WindowTotal:
    """The views that count for a video in the window ``opens_at`` ≤ posted < ``closes_at``.

    Posted inside: the last reading at or before the close. Posted before: that, minus the last
    reading at or before the opening, where the rules allow such posts. Posted at or after the
    close: nothing. Post time unknown: treated as inside, and flagged by the reason.

    Of two readings with the same moment the later one in ``readings`` wins: readings are
    append-only, so a later record is a correction. The result can be negative for a video posted
    before the window whose count fell. All datetimes must be timezone-aware.
    """
    if posted_at is not None and posted_at >= closes_at:
        return WindowTotal(None, None, WindowReason.POSTED_AFTER)
    posted_before = posted_at is not None and posted_at < opens_at
    if posted_before and not prior_posts_allowed:
        return WindowTotal(None, None, WindowReason.POSTED_BEFORE_NOT_ALLOWED)

    known = list(readings)
    last = _last_until(known, closes_at)
    if last is None:
        return WindowTotal(None, None, WindowReason.NO_READING)
    if not posted_before:
        reason = WindowReason.POSTED_INSIDE if posted_at else WindowReason.POST_TIME_UNKNOWN
        return WindowTotal(last.views, last.taken_at, reason)

    baseline = _last_until(known, opens_at)
    if baseline is None:
        return WindowTotal(None, None, WindowReason.NO_READING_AT_OPENING)
    if last.taken_at <= opens_at:
        return WindowTotal(None, None, WindowReason.NO_READING_INSIDE)
    return WindowTotal(last.views - baseline.views, last.taken_at, WindowReason.POSTED_BEFORE)


def _last_until(readings: list[ReadingFact], moment: datetime) -> ReadingFact | None:
    """The last reading at or before a moment."""
    last: ReadingFact | None = None
    for reading in readings:
        if reading.taken_at <= moment and (last is None or reading.taken_at >= last.taken_at):
            last = reading
    return last
