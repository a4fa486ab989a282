"""The phase of a campaign, derived from its dates and the moment asked about.

Nothing here is stored: a stored status would be falsified by the clock. A boundary belongs to
what it starts (the campaign is open at ``opens_at`` and no longer open at ``closes_at``), so the
phase is a right-continuous step function of time and can change only at one of the dates.

Pure: no Django, no clock of its own.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where a campaign stands. The values are stable: they appear in URLs, CSS and the API."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    REVIEW = "review"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


def _utc(moment: datetime, name: str) -> datetime:
    """The moment in UTC: two datetimes of one zone compare by wall clock and miss the DST fold."""
    if moment.utcoffset() is None:
        raise ValueError(f"{name} must be timezone-aware, got {moment!r}")
    return moment.astimezone(UTC)


@dataclass(frozen=True)
class Dates:
    """The dates of a campaign that decide its phase; ``None`` means that it is not set.

    Moments are kept in UTC. Raises ``ValueError`` for a naive datetime.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    published_at: datetime | None = None
    announced_at: datetime | None = None
    cancelled_at: datetime | None = None
    archives_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            moment: datetime | None = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, _utc(moment, name))


def phase_at(dates: Dates, *, at: datetime) -> Phase:
    """The phase at a moment. Raises ``ValueError`` when the moment is naive.

    A cancelled campaign is cancelled even if it was never published. A campaign that was never
    announced is never archived: a missed promise is not hidden by the passing of time.
    """
    at = _utc(at, "at")
    if _reached(dates.cancelled_at, at):
        return Phase.CANCELLED
    if not _reached(dates.published_at, at) or dates.opens_at is None or dates.closes_at is None:
        return Phase.DRAFT
    if _reached(dates.announced_at, at):
        return Phase.ARCHIVED if _reached(dates.archives_at, at) else Phase.ANNOUNCED
    if at < dates.opens_at:
        return Phase.COMING
    return Phase.OPEN if at < dates.closes_at else Phase.REVIEW


def phase_under_lock(dates: Dates, *, at: datetime) -> Phase:
    """The phase as a verb must see it that holds the campaign's lock.

    Whoever waited for the lock took the time `at` before the decision that was made meanwhile.
    That decision counts although by the clock it lies a little after `at`; otherwise two who
    publish at once could both find a draft.
    """
    decided = (dates.published_at, dates.announced_at, dates.cancelled_at)
    return phase_at(dates, at=max([_utc(at, "at"), *(m for m in decided if m is not None)]))


def next_change(dates: Dates, *, at: datetime) -> tuple[Phase, datetime] | None:
    """The next change that the dates already tell: the new phase and its moment in UTC.

    ``None`` when no known date will change the phase. Meant for countdowns and for the time
    until which a page may be cached. Raises ``ValueError`` when the moment is naive.
    """
    at = _utc(at, "at")
    current = phase_at(dates, at=at)
    moments: set[datetime | None] = {getattr(dates, field.name) for field in fields(dates)}
    for moment in sorted(m for m in moments if m is not None and m > at):
        following = phase_at(dates, at=moment)
        if following is not current:
            return following, moment
    return None


def _reached(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at
