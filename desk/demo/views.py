"""Readings of the demo's videos: imported every few days, growing as views do."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from contests.models import Campaign
from desk.demo.entries import MadeEntry
from desk.demo.planning import Fate
from metrics.models import Reading

IMPORTS = 7
"""How often the figures of a campaign were read while it was open."""
_HOUR = timedelta(hours=1)


def read_views(campaign: Campaign, made: list[MadeEntry], *, by: User, at: datetime) -> None:
    """Record the views of the accepted videos, where views decide or are all that is measured.

    In bulk: the rows are those that metrics.recording.record_reading would write one by one.
    """
    by_views = any(category.by_views for category in campaign.categories.all())
    if not (by_views or campaign.is_showcase):
        return
    chance = Random(f"views of {campaign.slug}")  # noqa: S311 - invented, not secret
    moments = _moments(campaign, at)
    readings = []
    for one in made:
        if one.planned.fate is not Fate.ACCEPTED:
            continue
        final, pace = min(chance.lognormvariate(9.4, 1.0), 240_000), chance.uniform(2.5, 9)
        likes = chance.uniform(0.05, 0.14)
        for moment in moments:
            age = (moment - one.planned.posted_at) / timedelta(days=1)
            if age <= 0:
                continue
            views = round(final * (1 - math.exp(-age / pace)))
            readings.append(
                Reading(
                    entry=one.entry,
                    taken_at=moment,
                    views=views,
                    likes=round(views * likes),
                    comments=round(views * likes * 0.06),
                    shares=round(views * likes * 0.11),
                    source=Reading.Source.IMPORT,
                    recorded_at=min(at, moment + _HOUR / 4),
                    recorded_by=by,
                )
            )
    readings.sort(key=lambda reading: reading.taken_at)
    Reading.objects.bulk_create(readings, batch_size=1000)


def _moments(campaign: Campaign, at: datetime) -> list[datetime]:
    """When the figures were read: while the campaign was open, at its close, and a week later."""
    if campaign.opens_at is None or campaign.closes_at is None:
        return []
    until = min(at, campaign.closes_at) - _HOUR
    share = (until - campaign.opens_at) / IMPORTS
    moments = [campaign.opens_at + share * step for step in range(1, IMPORTS + 1)]
    # Views go on growing after the close; the later reading shows that they do not count.
    later = campaign.closes_at + timedelta(days=4)
    return [*moments, later] if later < (campaign.announced_at or at) else moments
