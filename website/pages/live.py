"""A campaign's figures of today, small enough for its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.models import DailyViews
from partners.models import Platform
from website.sparkline import Sparkline

_PLATFORMS = dict(Platform.choices)


@dataclass(frozen=True)
class PlatformViews:
    """Views of the accepted videos on one platform by the end of a day, and the way there."""

    name: str
    views: int
    day: date
    line: Sparkline


@dataclass(frozen=True)
class LiveNumbers:
    """What the accepted videos add up to. `platforms` is empty where views are not public."""

    videos: int
    creators: int
    institutions: int
    platforms: list[PlatformViews]


def daily_views(campaign_id: int) -> list[PlatformViews]:
    """Views by the day, a line for each platform: they are never added up across platforms."""
    rows = DailyViews.objects.filter(
        campaign=campaign_id, category__isnull=True, partner__isnull=True
    ).order_by("day")
    points: dict[str, list[tuple[date, int]]] = {}
    for platform, day, views in rows.values_list("platform", "day", "views"):
        points.setdefault(platform, []).append((day, views))
    return [
        PlatformViews(
            name=str(_PLATFORMS[platform]),
            views=points[platform][-1][1],
            day=points[platform][-1][0],
            line=Sparkline(tuple(points[platform])),
        )
        for platform in Platform.values
        if platform in points
    ]
