"""Views inside the competition period: the window total of one video.

A reading is the view count that somebody saw at one moment; views between readings are not
known. The total is therefore built from two readings at most and says which one decided it.
What is not known is ``None``, never 0. Counts may fall (platforms take bought views back): the
last reading counts even when an earlier one was higher.

Pure: no Django.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


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


class ReadingFact(NamedTuple):
    """The view count of a video at one moment (timezone-aware)."""

    taken_at: datetime
    views: int


class WindowTotal(NamedTuple):
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


class Window(NamedTuple):
    """The competition period ``opens_at`` ≤ posted < ``closes_at`` and what it asks of a video.

    All datetimes must be timezone-aware.
    """

    opens_at: datetime
    closes_at: datetime
    prior_posts_allowed: bool

    def total(
        self,
        posted_at: datetime | None,
        opening_at: datetime | None,
        opening_views: int | None,
        closing_at: datetime | None,
        closing_views: int | None,
    ) -> WindowTotal:
        """The views that count, by the two readings that can decide.

        opening: the last reading at or before the opening; closing: the last one at or before the
        close, which may be the same. Each is there with its views or not at all.

        Posted inside: the closing one. Posted before: that, minus the opening one, where the rules
        allow such posts. Posted at or after the close: nothing. Post time unknown: treated as
        inside, and flagged by the reason. The result can be negative for a video posted before
        the window whose count fell.
        """
        if posted_at is not None and posted_at >= self.closes_at:
            return _POSTED_AFTER
        posted_before = posted_at is not None and posted_at < self.opens_at
        if posted_before and not self.prior_posts_allowed:
            return _POSTED_BEFORE_NOT_ALLOWED
        if closing_at is None or closing_views is None:
            return _NO_READING
        if not posted_before:
            reason = WindowReason.POSTED_INSIDE if posted_at else WindowReason.POST_TIME_UNKNOWN
            return WindowTotal(closing_views, closing_at, reason)
        if opening_at is None or opening_views is None:
            return _NO_READING_AT_OPENING
        if closing_at <= self.opens_at:
            return _NO_READING_INSIDE
        views = closing_views - opening_views
        return WindowTotal(views, closing_at, WindowReason.POSTED_BEFORE)


_POSTED_AFTER = WindowTotal(None, None, WindowReason.POSTED_AFTER)
_POSTED_BEFORE_NOT_ALLOWED = WindowTotal(None, None, WindowReason.POSTED_BEFORE_NOT_ALLOWED)
_NO_READING = WindowTotal(None, None, WindowReason.NO_READING)
_NO_READING_AT_OPENING = WindowTotal(None, None, WindowReason.NO_READING_AT_OPENING)
_NO_READING_INSIDE = WindowTotal(None, None, WindowReason.NO_READING_INSIDE)


def window_total(
    *,
    readings: Iterable[ReadingFact],
    posted_at: datetime | None,
    opens_at: datetime,
    closes_at: datetime,
    prior_posts_allowed: bool,
) -> WindowTotal:
    """The views that count for a video, by all its readings or those that can decide.

    See Window.total. Of two readings with the same moment the later one in ``readings`` wins:
    readings are append-only, so a later record is a correction.
    """
    known = list(readings)
    return Window(opens_at, closes_at, prior_posts_allowed).total(
        posted_at, *_last_until(known, opens_at), *_last_until(known, closes_at)
    )


def _last_until(
    readings: list[ReadingFact], moment: datetime
) -> tuple[datetime, int] | tuple[None, None]:
    """The last reading at or before a moment."""
    last: ReadingFact | None = None
    for reading in readings:
        if reading.taken_at <= moment and (last is None or reading.taken_at >= last.taken_at):
            last = reading
    return (last.taken_at, last.views) if last else (None, None)
