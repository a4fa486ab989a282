"""Last readings that are old: which, how old, and a person's word that they may decide.

The reading that decides an entry is its last one at or before the close. Where it is older than
the campaign's limit, or is missing, views of the last hours are not in the result; so it blocks the
announcement until a person accepts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from metrics.keeping import is_kept
from metrics.models import Reading, StaleAcceptance
from metrics.plans import plan_of
from metrics.refusal import MetricsRefused


@dataclass(frozen=True)
class Staleness:
    """The entries of a category whose deciding reading is old.

    count: how many, those without any reading included (`unread`). oldest_at: their oldest
    reading; None where nothing is old, or where one has no reading at all. limit_at: the moment
    before which a reading is old; None for a campaign without dates. accepted: the newest word
    of a person that covers it all.
    """

    count: int
    unread: int
    oldest_at: datetime | None
    limit_at: datetime | None
    accepted: StaleAcceptance | None

    @property
    def blocks(self) -> bool:
        """Whether a person must look before the results are announced."""
        return self.count > 0 and self.accepted is None


@dataclass(frozen=True)
class StaleVideo:
    """An entry with the reading that decides it; None where there is none before the close."""

    entry: Entry
    read_at: datetime | None
    views: int | None


def limit_of(campaign: Campaign) -> datetime | None:
    """Readings taken before this are old; None without a close. One query."""
    if campaign.closes_at is None:
        return None
    return campaign.closes_at - timedelta(hours=plan_of(campaign).stale_hours)


def staleness_of(category: Category) -> Staleness:
    """How old the readings are that decide a category by views. A few queries at any size."""
    limit_at = limit_of(category.campaign)
    if limit_at is None or not category.by_views:
        return Staleness(0, 0, None, limit_at, None)
    found = (
        stale_entries(category)
        .order_by()
        .aggregate(
            count=Count("pk"),
            unread=Count("pk", filter=Q(deciding_at__isnull=True)),
            oldest=Min("deciding_at"),
        )
    )
    oldest_at = None if found["unread"] else found["oldest"]
    accepted = StaleAcceptance.objects.filter(category=category).first()
    if accepted is not None and not _covers(accepted, found["count"], oldest_at):
        accepted = None
    return Staleness(found["count"], found["unread"], oldest_at, limit_at, accepted)


def stale_entries(category: Category) -> QuerySet[Entry, Any]:
    """The entries of a category by views whose deciding reading is old, the most viewed first.

    Each with `deciding_at` and `deciding_views`, None where there is no reading. Videos that the
    rules do not count, whatever their readings, are not among them.
    """
    campaign, limit_at = category.campaign, limit_of(category.campaign)
    if limit_at is None:
        return Entry.objects.none()
    entries = _with_deciding(category).filter(
        Q(deciding_at__lt=limit_at) | Q(deciding_at__isnull=True)
    )
    return entries.exclude(_never_counts(campaign)).order_by(
        F("deciding_views").desc(nulls_last=True), "pk"
    )


def stale_videos(category: Category, *, start: int, stop: int) -> list[StaleVideo]:
    """Some of the stale entries with their readings, the most viewed first. One query more."""
    found = stale_entries(category).select_related("creator")[start:stop]
    return [
        StaleVideo(entry, vars(entry)["deciding_at"], vars(entry)["deciding_views"])
        for entry in found
    ]


@transaction.atomic
def accept_stale_readings(
    *,
    category_id: int,
    count: int,
    oldest_at: datetime | None,
    reason: str,
    by: User,
    at: datetime,
) -> StaleAcceptance:
    """Let the old readings that a person saw decide a category.

    count, oldest_at: what the person saw; `oldest_at` is None where an entry has no reading.
    Raises MetricsRefused: not_under_review, accept_reason_missing, nothing_stale, stale_changed.
    """
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_campaign(category.campaign_id)
    if category.campaign.phase_under_lock(at=at) is not Phase.REVIEW:
        raise MetricsRefused("not_under_review")
    reason = reason.strip()
    if not reason:
        raise MetricsRefused("accept_reason_missing")
    found = staleness_of(category)
    if not found.count:
        raise MetricsRefused("nothing_stale")
    word = StaleAcceptance(
        category=category,
        count=count,
        oldest_at=oldest_at,
        reason=reason,
        accepted_at=at,
        accepted_by=by,
    )
    if not _covers(word, found.count, found.oldest_at):
        raise MetricsRefused("stale_changed")
    word.save()
    return word


def _covers(word: StaleAcceptance, count: int, oldest_at: datetime | None) -> bool:
    """Whether a person has seen as many, and as old ones."""
    if count > word.count:
        return False
    if word.oldest_at is None:
        return True
    return count == 0 or (oldest_at is not None and oldest_at >= word.oldest_at)


def _with_deciding(category: Category) -> QuerySet[Entry, Any]:
    """The entries with their last reading at or before the close: kept, or looked up."""
    entries = Entry.objects.taking_part_in(category)
    if is_kept(category.campaign):
        return entries.annotate(
            deciding_at=F("kept_views__closing_at"), deciding_views=F("kept_views__closing_views")
        )
    last = (
        Reading.objects.live()
        .filter(entry=OuterRef("pk"), taken_at__lte=category.campaign.closes_at)
        .newest_first()
    )
    return entries.annotate(
        deciding_at=Subquery(last.values("taken_at")[:1]),
        deciding_views=Subquery(last.values("views")[:1]),
    )


def _never_counts(campaign: Campaign) -> Q:
    """Videos posted outside the period, as metrics.window leaves them out."""
    after = Q(posted_at__gte=campaign.closes_at)
    if campaign.prior_posts_allowed:
        return after
    return after | Q(posted_at__lt=campaign.opens_at)
