"""The videos of a category whose views count, as of now or as of a moment."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.expressions import Combinable

from contests.models import Campaign, Category
from entries.models import Entry
from metrics.keeping import is_kept
from metrics.models import Reading
from metrics.window import ReadingFact, window_total


class CountedVideo(NamedTuple):
    """A video with its window total; `read_at` is the moment of the reading that decided it."""

    id: int
    creator_id: int
    posted_at: datetime | None
    views: int
    read_at: datetime


def counted_videos(category: Category, *, until: datetime | None = None) -> Iterator[CountedVideo]:
    """The videos of a category whose views are known, by readings up to `until`, in any order.

    Two queries: by the kept figures, or by the readings themselves where those do not hold.
    """
    campaign = category.campaign
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    if opens_at is None or closes_at is None:
        return
    prior_posts_allowed = campaign.prior_posts_allowed
    found = _readings(campaign, opens_at, closes_at, until or closes_at)
    # One query, so that an entry that is read meanwhile is there once.
    rows = (
        Entry.objects.taking_part_in(category)
        .order_by()
        .annotate(
            at_opening=found.at_opening,
            views_at_opening=found.views_at_opening,
            at_close=found.at_close,
            views_at_close=found.views_at_close,
        )
        .filter(at_close__isnull=False)
        .values_list(
            "pk",
            "creator_id",
            "posted_at",
            "at_opening",
            "views_at_opening",
            "at_close",
            "views_at_close",
        )
    )
    for pk, creator_id, posted_at, at_opening, views_at_opening, at_close, views_at_close in rows:
        readings = [ReadingFact(at_close, views_at_close)]
        if at_opening is not None and at_opening != at_close:
            readings.append(ReadingFact(at_opening, views_at_opening))
        total = window_total(
            readings=readings,
            posted_at=posted_at,
            opens_at=opens_at,
            closes_at=closes_at,
            prior_posts_allowed=prior_posts_allowed,
        )
        if total.views is not None and total.reading_taken_at is not None:
            yield CountedVideo(pk, creator_id, posted_at, total.views, total.reading_taken_at)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: many thousand rows are made, and none of them is any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Columns(NamedTuple):
    """The two readings that can decide: their moments and their views."""

    at_opening: Combinable
    views_at_opening: Combinable
    at_close: Combinable
    views_at_close: Combinable


def _readings(
    campaign: Campaign, opens_at: datetime, closes_at: datetime, until: datetime
) -> _Columns:
    """What is kept of them, as far as it holds, else found among the readings."""
    if is_kept(campaign):
        return _Columns(
            _where_it_matters(F("kept_views__opening_at"), opens_at),
            _where_it_matters(F("kept_views__opening_views"), opens_at),
            _kept_until(until, closes_at, "kept_views__closing_at", "taken_at"),
            _kept_until(until, closes_at, "kept_views__closing_views", "views"),
        )
    return _Columns(
        _where_it_matters(_last_until(opens_at, "taken_at"), opens_at),
        _where_it_matters(_last_until(opens_at, "views"), opens_at),
        _last_until(min(until, closes_at), "taken_at"),
        _last_until(min(until, closes_at), "views"),
    )


def _where_it_matters(at_opening: Combinable, opens_at: datetime) -> Combinable:
    """What was there at the opening: looked for, and sent, of videos posted before it only."""
    return Case(When(posted_at__lt=opens_at, then=at_opening))


def _kept_until(until: datetime, closes_at: datetime, kept: str, column: str) -> Combinable:
    """What is kept of the last reading, unless that was taken after `until`."""
    if until >= closes_at:
        return F(kept)
    read_later = When(kept_views__closing_at__gt=until, then=_last_until(until, column))
    return Case(read_later, default=F(kept))


def _last_until(moment: datetime, column: str) -> Subquery:
    readings = Reading.objects.live().filter(entry=OuterRef("pk"), taken_at__lte=moment)
    return Subquery(readings.newest_first().values(column)[:1])
