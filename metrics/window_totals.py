"""Views inside the competition period, for all entries of a campaign at once.

The two readings that can decide come from what metrics.keeping keeps, at a cost that no history
adds to; where that does not hold for the campaign's period, from the readings themselves. Both
ways are the same: it is only the database that finds them faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.expressions import Combinable

from contests.models import Campaign
from entries.models import Entry
from metrics.models import Reading, ViewsProgress
from metrics.window import ReadingFact, Window, WindowTotal, window_total

_NAMES = (
    "pk",
    "creator_id",
    "posted_at",
    "opening_at",
    "opening_views",
    "closing_at",
    "closing_views",
)


class DecidingRow(NamedTuple):
    """What decides the window total of one video; the last five are what Window.total takes."""

    entry_id: int
    creator_id: int
    posted_at: datetime | None
    opening_at: datetime | None
    opening_views: int | None
    closing_at: datetime | None
    closing_views: int | None


class VideoFacts(NamedTuple):
    """What decides the window total of one video: its post time and two readings at most."""

    posted_at: datetime | None
    readings: tuple[ReadingFact, ...]


def window_of(campaign: Campaign) -> Window | None:
    """The campaign's competition period; None while it has no dates."""
    if campaign.opens_at is None or campaign.closes_at is None:
        return None
    return Window(campaign.opens_at, campaign.closes_at, campaign.prior_posts_allowed)


def window_totals(
    campaign: Campaign, *, platform: str = "", until: datetime | None = None
) -> dict[int, WindowTotal]:
    """The window total of each accepted entry, by its id; of one platform where one is named.

    until: by the readings up to a moment. Two queries at most, however many entries and readings.
    A campaign without dates has none.
    """
    window = window_of(campaign)
    if window is None:
        return {}
    rows = deciding_rows(_accepted(campaign, platform), campaign, until=until)
    total = window.total
    return {row[0]: total(*row[2:]) for row in rows}


def totals_from(facts: Mapping[int, VideoFacts], campaign: Campaign) -> dict[int, WindowTotal]:
    """What follows from the facts of a campaign's videos, for those who show the facts as well."""
    window = window_of(campaign)
    if window is None:
        return {}
    return {entry_id: _total(window, video) for entry_id, video in facts.items()}


def deciding_facts(
    campaign: Campaign, *, platform: str = "", until: datetime | None = None
) -> dict[int, VideoFacts]:
    """The facts behind window_totals. Two queries at most."""
    return {
        row.entry_id: VideoFacts(row.posted_at, _facts(row))
        for row in deciding_rows(_accepted(campaign, platform), campaign, until=until)
    }


def deciding_rows(
    entries: QuerySet[Entry], campaign: Campaign, *, until: datetime | None = None
) -> list[DecidingRow]:
    """What decides the totals of some entries of a campaign, in the order of their ids.

    until: only readings up to this moment. Two queries at most; one where figures are kept. None
    without dates.
    """
    if campaign.opens_at is None or campaign.closes_at is None:
        return []
    opens_at = min(campaign.opens_at, until or campaign.opens_at)
    closes_at = min(campaign.closes_at, until or campaign.closes_at)
    entries = entries.order_by("pk")
    # Whether the kept figures hold is asked by the statement that reads them: a change of the
    # dates cannot come in between.
    period = ViewsProgress.objects.filter(
        campaign=campaign.pk, opens_at=campaign.opens_at, closes_at=campaign.closes_at
    )
    kept = entries.filter(Exists(period)).annotate(
        **_kept("opening", opens_at, asked=opens_at < campaign.opens_at),
        **_kept("closing", closes_at, asked=closes_at < campaign.closes_at),
    )
    rows = list(map(DecidingRow._make, kept.values_list(*_NAMES)))
    if rows:
        return rows
    read = entries.annotate(**_read("opening", opens_at), **_read("closing", closes_at))
    return list(map(DecidingRow._make, read.values_list(*_NAMES)))


def _total(window: Window, video: VideoFacts) -> WindowTotal:
    posted_at, readings = video
    return window_total(
        readings=readings,
        posted_at=posted_at,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        prior_posts_allowed=window.prior_posts_allowed,
    )


def _accepted(campaign: Campaign, platform: str) -> QuerySet[Entry]:
    entries = Entry.objects.accepted().filter(campaign=campaign)
    return entries.filter(platform=platform) if platform else entries


def _kept(end: str, moment: datetime, *, asked: bool) -> dict[str, Combinable]:
    """The kept reading of one end; where an earlier moment is asked for, only if it is older."""
    at, views = f"kept_views__{end}_at", f"kept_views__{end}_views"
    if not asked:
        return {f"{end}_at": F(at), f"{end}_views": F(views)}
    later = {f"{at}__gt": moment}
    return {
        name: Case(When(**later, then=found), default=F(f"kept_views__{name}"))
        for name, found in _read(end, moment).items()
    }


def _read(end: str, moment: datetime) -> dict[str, Combinable]:
    """An entry's last reading at or before a moment that counts."""
    readings = Reading.objects.filter(entry=OuterRef("pk"), taken_at__lte=moment)
    last = readings.live().newest_first()
    return {
        f"{end}_at": Subquery(last.values("taken_at")[:1]),
        f"{end}_views": Subquery(last.values("views")[:1]),
    }


def _facts(row: DecidingRow) -> tuple[ReadingFact, ...]:
    """The readings there are, each once: one may be the last both at the opening and the close."""
    _pk, _creator, _posted, opening_at, opening_views, closing_at, closing_views = row
    if closing_at is None or closing_views is None:
        return ()
    closing = ReadingFact(closing_at, closing_views)
    if opening_at is None or opening_views is None or opening_at == closing_at:
        return (closing,)
    return (ReadingFact(opening_at, opening_views), closing)
