"""What a campaign promised, by when, and what became of it; when staff are reminded of it.

Days are days of the calendar in the campaign's zone, as people count them: at 23:00 something
promised for 01:00 is promised for tomorrow. Pure: no Django, no clock of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAYS_BEFORE = (7, 3, 1, 0)
"""On which days before a promise staff are reminded of it; 0 is its own day."""
MORNING = time(9)
"""When on these days, in the campaign's zone."""
MISSED_EVERY = 3
"""After how many days a promise that is still not kept is brought up again."""
MISSED_MOST = 5
"""How many times at most, the first time included."""


class Kind(StrEnum):
    """What is promised."""

    SHORTLIST = "shortlist"
    WINNERS = "winners"


class State(StrEnum):
    """What became of a promise, at the moment asked about."""

    AHEAD = "ahead"
    TODAY = "today"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    MISSED = "missed"


@dataclass(frozen=True)
class Promise:
    """One promise at a moment.

    days: left until its day, or passed between its day and the day on which it was kept (until
    today if it was not). set_for: the moment at which it will be kept by itself, if one is set.
    """

    kind: Kind
    due: datetime
    state: State
    days: int
    kept_at: datetime | None = None
    set_for: datetime | None = None

    @property
    def is_broken(self) -> bool:
        """Whether the promised moment passed first; keeping it late does not undo that."""
        return self.state in (State.MISSED, State.KEPT_LATE)

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be kept."""
        return self.state in (State.AHEAD, State.TODAY, State.MISSED)


def promise_at(
    kind: Kind, *, due: datetime, fulfilled_at: datetime | None, zone: ZoneInfo, at: datetime
) -> Promise:
    """How a promise stands at a moment.

    fulfilled_at: when what was promised came, or will come by itself; None while nobody knows.
    The promised moment itself keeps the promise, everything after it breaks it.
    """
    # In UTC: two moments of one zone compare by wall clock and miss the hour that comes twice.
    due, at = due.astimezone(UTC), at.astimezone(UTC)
    fulfilled_at = fulfilled_at.astimezone(UTC) if fulfilled_at else None
    day = _day(due, zone)
    if fulfilled_at is not None and fulfilled_at <= at:
        if fulfilled_at <= due:
            return Promise(kind, due, State.KEPT, 0, kept_at=fulfilled_at)
        late = (_day(fulfilled_at, zone) - day).days
        return Promise(kind, due, State.KEPT_LATE, late, kept_at=fulfilled_at)
    today = _day(at, zone)
    if due <= at:
        missed = (today - day).days
        return Promise(kind, due, State.MISSED, missed, set_for=fulfilled_at)
    state = State.TODAY if today == day else State.AHEAD
    return Promise(kind, due, state, (day - today).days, set_for=fulfilled_at)


@dataclass(frozen=True)
class Moment:
    """A moment at which staff are written to. `number` tells those of one promise apart."""

    at: datetime
    number: int


def reminder_at(promise: Promise, *, zone: ZoneInfo, at: datetime) -> Moment | None:
    """The newest reminder of a promise that lies ahead whose moment has come; None before it."""
    if promise.state not in (State.AHEAD, State.TODAY):
        return None
    return _newest(_reminders(promise.due, zone), at)


def alarm_at(promise: Promise, *, zone: ZoneInfo, at: datetime) -> Moment | None:
    """The newest alarm about a missed promise whose moment has come; None if it is not missed."""
    if promise.state is not State.MISSED:
        return None
    return _newest(_alarms(promise.due, zone), at)


def _reminders(due: datetime, zone: ZoneInfo) -> Iterator[Moment]:
    for days in DAYS_BEFORE:
        day = _day(due, zone) - timedelta(days=days)
        moment = _local(day, MORNING, zone)
        if moment >= due:
            # Promised for the small hours: who gets up at nine would read it too late.
            moment = _local(day, time(), zone)
        if moment < due:
            yield Moment(moment, days)


def _alarms(due: datetime, zone: ZoneInfo) -> Iterator[Moment]:
    yield Moment(due, 0)
    for number in range(1, MISSED_MOST):
        day = _day(due, zone) + timedelta(days=MISSED_EVERY * number)
        yield Moment(_local(day, MORNING, zone), number)


def _newest(moments: Iterator[Moment], at: datetime) -> Moment | None:
    passed = [moment for moment in moments if moment.at <= at]
    return max(passed, key=lambda moment: moment.at, default=None)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _local(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A time of day in a zone, in UTC: two moments of one zone compare by wall clock."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
