"""When the views of a campaign's videos are due to be read.

Readings are due at fixed moments, the slots: every some hours from the opening, more often in the
last 24 hours, and once shortly before the close. That final slot is the last: what is read after
it began is what decides, so nothing competes with it. A slot is never made up for: a video that
missed three slots is asked once, for the newest.

Pure: no Django, no clock of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["Due", "ReadingHours", "due", "final_slot", "is_due", "newest_slot", "slots"]

LAST_DAY = timedelta(hours=24)
# A video that could not be seen at the final slot may be back: it is asked again so soon
# while a reading can still count.
FINAL_RETRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ReadingHours:
    """What staff settled: the time between readings, and how long before the close the final one.

    Raises ValueError for a time that is not longer than nothing.
    """

    every: timedelta
    last_day_every: timedelta
    final_before: timedelta

    def __post_init__(self) -> None:
        if min(self.every, self.last_day_every, self.final_before) <= timedelta():
            raise ValueError("the times of a plan are longer than nothing")


@dataclass(frozen=True, slots=True)
class Due:
    """Whom a slot concerns: videos read before it that have not answered since either.

    `slot`: read before that, or never. `answered_before`: last heard of before that, or never; a
    video of which the platform said that it is not there has answered and has no reading.
    """

    slot: datetime
    answered_before: datetime
    is_final: bool


def slots(plan: ReadingHours, opens_at: datetime, closes_at: datetime) -> Iterator[datetime]:
    """All slots of a campaign in their order, in UTC; none where it does not last any time."""
    opens_at, closes_at = _utc(opens_at), _utc(closes_at)
    if opens_at >= closes_at:
        return
    final = final_slot(plan, opens_at, closes_at)
    last_day = _last_day(opens_at, closes_at)
    slot = opens_at
    while slot < min(last_day, final):
        yield slot
        slot += plan.every
    slot = last_day
    while slot < final:
        yield slot
        slot += plan.last_day_every
    yield final


def final_slot(plan: ReadingHours, opens_at: datetime, closes_at: datetime) -> datetime:
    """When the reading begins that decides, in UTC; the opening where the campaign is shorter."""
    return max(_utc(opens_at), _utc(closes_at) - plan.final_before)


def newest_slot(
    plan: ReadingHours, opens_at: datetime, closes_at: datetime, at: datetime
) -> datetime | None:
    """The last slot at or before the moment, in UTC; None before the opening.

    After the close it stays the final one.
    """
    opens_at, closes_at, at = _utc(opens_at), _utc(closes_at), _utc(at)
    if opens_at >= closes_at or at < opens_at:
        return None
    final = final_slot(plan, opens_at, closes_at)
    if at >= final:
        return final
    last_day = _last_day(opens_at, closes_at)
    if at >= last_day:
        return last_day + (at - last_day) // plan.last_day_every * plan.last_day_every
    return opens_at + (at - opens_at) // plan.every * plan.every


def due(plan: ReadingHours, opens_at: datetime, closes_at: datetime, at: datetime) -> Due | None:
    """Whom the newest slot concerns at the moment; None before the opening.

    For an ordinary slot any answer will do. From the final slot on only a reading does: a video
    that is not there is asked again every ten minutes until the close, and after it as often as
    before the last day. A reading after the close does not count; it is evidence for people.
    """
    slot = newest_slot(plan, opens_at, closes_at, at)
    if slot is None:
        return None
    at = _utc(at)
    if slot != final_slot(plan, opens_at, closes_at):
        return Due(slot, slot, is_final=False)
    pause = FINAL_RETRY if at < _utc(closes_at) else plan.every
    return Due(slot, max(slot, at - pause), is_final=True)


def is_due(
    plan: ReadingHours,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
    *,
    read_at: datetime | None,
    answered_at: datetime | None,
) -> bool:
    """Whether a video is to be asked about: by its last reading and the platform's last answer."""
    wanted = due(plan, opens_at, closes_at, at)
    return (
        wanted is not None
        and (read_at is None or read_at < wanted.slot)
        and (answered_at is None or answered_at < wanted.answered_before)
    )


def _last_day(opens_at: datetime, closes_at: datetime) -> datetime:
    return max(opens_at, closes_at - LAST_DAY)


def _utc(moment: datetime) -> datetime:
    """The moment in UTC: two datetimes of one zone compare by wall clock and miss the DST fold."""
    if moment.utcoffset() is None:
        raise ValueError(f"moments must be timezone-aware, got {moment!r}")
    return moment.astimezone(UTC)
