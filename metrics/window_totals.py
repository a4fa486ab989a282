"""Views inside the competition period, for all entries of a campaign at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from contests.models import Campaign
from entries.models import Entry
from metrics.models import Reading
from metrics.window import ReadingFact, WindowTotal, window_total


@dataclass(frozen=True)
class VideoFacts:
    """What decides the window total of one video: its post time and two readings at most."""

    posted_at: datetime | None
    readings: tuple[ReadingFact, ...]


def window_totals(campaign: Campaign, *, platform: str = "") -> dict[int, WindowTotal]:
    """The window total of each accepted entry, by its id; of one platform where one is named.

    One query, however many entries and readings. A campaign without dates has none.
    """
    return totals_from(deciding_facts(campaign, platform=platform), campaign)


def totals_from(facts: Mapping[int, VideoFacts], campaign: Campaign) -> dict[int, WindowTotal]:
    """What follows from the facts of a campaign's videos, for those who show the facts as well."""
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    if opens_at is None or closes_at is None:
        return {}
    return {
        entry_id: window_total(
            readings=video.readings,
            posted_at=video.posted_at,
            opens_at=opens_at,
            closes_at=closes_at,
            prior_posts_allowed=campaign.prior_posts_allowed,
        )
        for entry_id, video in facts.items()
    }


def deciding_facts(campaign: Campaign, *, platform: str = "") -> dict[int, VideoFacts]:
    """The facts behind window_totals: the database picks the two readings that can decide.

    One query.
    """
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    if opens_at is None or closes_at is None:
        return {}
    entries = Entry.objects.accepted().filter(campaign=campaign).order_by("pk")
    if platform:
        entries = entries.filter(platform=platform)
    rows = entries.annotate(
        at_close=_last_until(closes_at, "taken_at"),
        views_at_close=_last_until(closes_at, "views"),
        at_opening=_last_until(opens_at, "taken_at"),
        views_at_opening=_last_until(opens_at, "views"),
    ).values_list("pk", "posted_at", "at_opening", "views_at_opening", "at_close", "views_at_close")
    return {
        entry_id: VideoFacts(
            posted_at, _facts((at_opening, views_at_opening), (at_close, views_at_close))
        )
        for entry_id, posted_at, at_opening, views_at_opening, at_close, views_at_close in rows
    }


def _last_until(moment: datetime, column: str) -> Subquery:
    """A column of an entry's last reading at or before a moment, corrections considered."""
    readings = Reading.objects.filter(entry=OuterRef("pk"), taken_at__lte=moment)
    return Subquery(readings.live().newest_first().values(column)[:1])


def _facts(*pairs: tuple[datetime | None, int | None]) -> tuple[ReadingFact, ...]:
    """The readings there are, each once: one may be the last both at the opening and the close."""
    known = (
        ReadingFact(taken_at=taken_at, views=views)
        for taken_at, views in pairs
        if taken_at is not None and views is not None
    )
    return tuple(dict.fromkeys(known))
