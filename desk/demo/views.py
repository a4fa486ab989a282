"""Views of the demo's videos: read again and again while the campaign was open, growing as they do.

What follows from readings (kept figures, days, leaderboards, cases) is then computed as the jobs
of the site would, so that the demo shows it at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from desk.demo.entries import MadeEntry
from desk.demo.planning import Fate
from metrics.boards import build_board
from metrics.daily import bring_days_forward
from metrics.flagging import flag_readings
from metrics.keeping import keep_anew
from metrics.models import Reading, ReadingPlan

READINGS = 24
"""How often the figures of a campaign were read while it was open."""
_HOUR = timedelta(hours=1)
BOUGHT = 48_000
"""Views that one video of an open campaign suddenly has, and nobody likes: a case for staff."""


def read_views(campaign: Campaign, made: list[MadeEntry], *, by: User, at: datetime) -> None:
    """Record the views of the accepted videos, where views decide or are all that is measured.

    In bulk: the rows are those that metrics.recording.record_reading would write one by one.
    """
    by_views = [category for category in campaign.categories.all() if category.by_views]
    if not (by_views or campaign.is_showcase):
        return
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    chance = Random(f"views of {campaign.slug}")  # noqa: S311 - invented, not secret
    accepted = [one for one in made if one.planned.fate is Fate.ACCEPTED]
    is_open = campaign.closes_at is not None and at < campaign.closes_at
    suspect = accepted[len(accepted) // 3] if by_views and is_open else None
    readings = [
        reading
        for one in accepted
        for reading in _curve(campaign, one, chance, bought=one is suspect, by=by, at=at)
    ]
    readings.sort(key=lambda reading: reading.taken_at)
    Reading.objects.bulk_create(readings, batch_size=1000)
    keep_anew(campaign=lock_campaign(campaign.pk))
    bring_days_forward(campaign_id=campaign.pk)
    flag_readings(campaign_id=campaign.pk, at=at)
    for category in by_views:
        build_board(category_id=category.pk, at=at)


def _curve(
    campaign: Campaign, one: MadeEntry, chance: Random, *, bought: bool, by: User, at: datetime
) -> Iterator[Reading]:
    """One video's readings: fast at first, then slower, and perhaps a leap that was paid for."""
    final, pace = min(chance.lognormvariate(9.4, 1.0), 240_000), chance.uniform(2.5, 9)
    likes = chance.uniform(0.05, 0.14)
    moments = [moment for moment in _moments(campaign, at) if moment > one.planned.posted_at]
    for number, moment in enumerate(moments):
        age = (moment - one.planned.posted_at) / timedelta(days=1)
        views = round(final * (1 - math.exp(-age / pace)))
        liked = round(views * likes)
        yield Reading(
            entry=one.entry,
            taken_at=moment,
            views=views + BOUGHT * (bought and number > len(moments) * 3 // 4),
            likes=liked,
            comments=round(liked * 0.06),
            shares=round(liked * 0.11),
            source=Reading.Source.IMPORT,
            recorded_at=min(at, moment + _HOUR / 4),
            recorded_by=by,
        )


def _moments(campaign: Campaign, at: datetime) -> list[datetime]:
    """When the figures were read: while the campaign was open, at its close, and days later."""
    if campaign.opens_at is None or campaign.closes_at is None:
        return []
    until = min(at, campaign.closes_at) - _HOUR
    share = (until - campaign.opens_at) / READINGS
    moments = [campaign.opens_at + share * step for step in range(1, READINGS + 1)]
    # Views go on growing after the close; the later reading shows that they do not count.
    later = campaign.closes_at + timedelta(days=4)
    return [*moments, later] if later < (campaign.announced_at or at) else moments
