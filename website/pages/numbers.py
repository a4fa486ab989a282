"""What the whole site holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contests.models import Campaign, Partnership
from entries.models import Entry


@dataclass(frozen=True)
class SiteNumbers:
    """What this site holds, counted, never estimated."""

    campaigns: int
    videos: int
    creators: int
    institutions: int


def site_numbers(*, at: datetime) -> SiteNumbers:
    """Counts over all public campaigns at a moment."""
    entries = Entry.objects.public(at=at)
    public = Campaign.objects.public(at=at)
    return SiteNumbers(
        campaigns=public.count(),
        videos=entries.count(),
        creators=entries.order_by().values("creator").distinct().count(),
        institutions=(
            Partnership.objects.filter(campaign__in=public).values("partner").distinct().count()
        ),
    )
