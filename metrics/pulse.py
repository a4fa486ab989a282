"""What a campaign adds up to now, from its own entries: per platform where views are concerned.

Beside it stands what sources report for the hashtag as a whole (metrics.reported): the two count
different things, and neither is made from the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from contests.models import Campaign, Partnership
from entries.models import Entry
from metrics.models import ReadingPlan
from metrics.plans import frozen_since
from partners.models import Partner, Platform


@dataclass(frozen=True)
class PlatformTotals:
    """The accepted entries on one platform. `views` is None where nothing was read yet."""

    platform: str
    views: int | None
    videos: int
    read: int
    creators: int
    oldest_at: datetime | None
    newest_at: datetime | None

    @property
    def name(self) -> str:
        return str(dict(Platform.choices)[self.platform])


@dataclass(frozen=True)
class Pulse:
    """A campaign in figures, or one institution's part of it.

    `creators` are accounts. `participants` are the institutions that take part, of which
    `institutions` have an accepted entry; `regions` are those of all participants.
    """

    platforms: list[PlatformTotals]
    institutions: int = 0
    participants: int = 0
    regions: int = 0

    @property
    def videos(self) -> int:
        return sum(totals.videos for totals in self.platforms)

    @property
    def creators(self) -> int:
        """An account belongs to one platform, so that these may be added."""
        return sum(totals.creators for totals in self.platforms)


def entries_of(campaign: Campaign, partner: Partner | None = None) -> QuerySet[Entry]:
    """The accepted entries of a campaign, or of one institution in it."""
    entries = Entry.objects.accepted().filter(campaign=campaign).order_by()
    return entries if partner is None else entries.filter(institution=partner)


def pulse_of(campaign: Campaign, partner: Partner | None = None) -> Pulse:
    """What the entries add up to now; a number of queries that does not depend on their number."""
    rows = (
        entries_of(campaign, partner)
        .values("platform")
        .annotate(
            views=Sum("kept_views__last_views"),
            videos=Count("pk"),
            read=Count("kept_views__last_at"),
            creators=Count("creator", distinct=True),
            oldest_at=Min("kept_views__last_at"),
            newest_at=Max("kept_views__last_at"),
        )
    )
    found = {row["platform"]: PlatformTotals(**row) for row in rows}
    platforms = [found[platform] for platform in Platform.values if platform in found]
    if partner is not None:
        return Pulse(platforms)
    participants = Partner.objects.filter(
        partnerships__campaign=campaign, partnerships__role=Partnership.Role.PARTICIPANT
    )
    counted = participants.aggregate(
        participants=Count("pk", distinct=True),
        institutions=Count(
            "pk", distinct=True, filter=Q(pk__in=entries_of(campaign).values("institution"))
        ),
        regions=Count("region_code", distinct=True, filter=~Q(region_code="")),
    )
    return Pulse(platforms, **counted)


def is_frozen(campaign: Campaign, plan: ReadingPlan, *, at: datetime) -> bool:
    """Whether the public's leaderboard stands still: what would give it away is not shown."""
    return frozen_since(campaign, plan, at=at) is not None
