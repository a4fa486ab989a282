"""What one would write with the ORM without thinking of speed, to be measured against."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Sum, When

from contests.models import Category
from entries.models import Entry
from metrics.models import Reading


def videos(category: Category) -> QuerySet[Any]:
    """Entries with the views that count for them, the most viewed first."""
    return _entries(category).select_related("creator").order_by("-total", "posted_at", "pk")


def creators(category: Category) -> QuerySet[Any]:
    """Creators with the views of their entries summed; a person's accounts are not told apart."""
    by_creator = _entries(category).values("creator_id", "creator__handle")
    summed: QuerySet[Any] = by_creator.annotate(sum=Sum("total"))
    return summed.order_by("-sum", "creator_id")


def _entries(category: Category) -> QuerySet[Any]:
    campaign = category.campaign
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    return (
        Entry.objects.taking_part_in(category)
        .annotate(
            total=Case(
                When(posted_at__gte=closes_at, then=None),
                When(
                    posted_at__lt=opens_at,
                    then=_last_until(closes_at) - _last_until(opens_at),
                ),
                default=_last_until(closes_at),
                output_field=BigIntegerField(),
            )
        )
        .exclude(total=None)
    )


def _last_until(moment: datetime | None) -> Subquery:
    readings = Reading.objects.filter(entry=OuterRef("pk"), taken_at__lte=moment)
    return Subquery(readings.live().newest_first().values("views")[:1])
