"""The readings that can decide something, kept beside their history: brought forward, or anew.

Whoever writes readings holds the campaign's lock and calls `keep_new` or `keep_anew` in the same
transaction. What is kept holds for the period that stands in ViewsProgress; for any other period
readers go to the readings themselves, see metrics.window_totals.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from contests.locking import lock_campaign
from contests.models import Campaign
from metrics.keeping_sql import BRING_FORWARD, KEEP_ANEW, last_until
from metrics.models import Reading, ViewsProgress

AT_ONCE = 1000
"""Entries that one statement names."""


def is_kept(campaign: Campaign) -> bool:
    """Whether the kept figures hold for the campaign's period, as it stands in this object."""
    if campaign.opens_at is None or campaign.closes_at is None:
        return False
    return ViewsProgress.objects.filter(
        campaign=campaign.pk, opens_at=campaign.opens_at, closes_at=campaign.closes_at
    ).exists()


def keep_new(*, campaign: Campaign, rows_sql: str, params: Sequence[Any] = ()) -> None:
    """Bring the kept figures forward by readings that were just written.

    rows_sql: a SELECT of entry_id, taken_at, views, likes, comments and shares, in this order, of
    readings that count, each newer than all others of its entry that count; several of one entry
    are of different moments. The caller holds the campaign's lock. A campaign without dates keeps
    nothing.
    """
    if not _has_period(campaign):
        return
    if not is_kept(campaign):
        _keep_all(campaign)
        return
    with connection.cursor() as cursor:
        cursor.execute(BRING_FORWARD.format(rows=rows_sql), [campaign.pk, *params])
        changed = cursor.rowcount
    if changed:
        _count_change(campaign)


def keep_anew(*, campaign: Campaign, entry_ids: Collection[int] | None = None) -> None:
    """Compute the kept figures from the readings that count: of these entries, or of all.

    Of all where the campaign's period is not the one that they were kept for. What platforms
    answered last is left as it is. The caller holds the campaign's lock. A campaign without dates
    keeps nothing.
    """
    if not _has_period(campaign):
        return
    if entry_ids is None or not is_kept(campaign):
        _keep_all(campaign)
        return
    named = sorted(entry_ids)
    for start in range(0, len(named), AT_ONCE):
        _compute(campaign, named[start : start + AT_ONCE])
    _count_change(campaign)


def due_campaigns() -> QuerySet[Campaign]:
    """Campaigns for whose period no figures are kept, because it is new or has changed."""
    return (
        Campaign.objects.filter(opens_at__isnull=False, closes_at__isnull=False)
        .exclude(views_progress__opens_at=F("opens_at"), views_progress__closes_at=F("closes_at"))
        .order_by("pk")
    )


def keep_due() -> int:
    """Keep the figures of campaigns whose period is new; return how many."""
    return sum(_keep_if_due(pk) for pk in due_campaigns().values_list("pk", flat=True))


@transaction.atomic
def _keep_if_due(campaign_id: int) -> bool:
    """Again under the lock: somebody else may have been faster, or the dates are others now."""
    campaign = lock_campaign(campaign_id)
    if not _has_period(campaign) or is_kept(campaign):
        return False
    _keep_all(campaign)
    return True


def _has_period(campaign: Campaign) -> bool:
    return campaign.opens_at is not None and campaign.closes_at is not None


def _keep_all(campaign: Campaign) -> None:
    """Keep all entries for the campaign's period, whatever was kept before."""
    period = {"opens_at": campaign.opens_at, "closes_at": campaign.closes_at}
    ViewsProgress.objects.update_or_create(campaign=campaign, defaults=period)
    _compute(campaign)
    _count_change(campaign)


def _compute(campaign: Campaign, entry_ids: Sequence[int] | None = None) -> None:
    columns = ("id", "entry_id", "taken_at", "views", "likes", "comments", "shares")
    live, params = Reading.objects.live().order_by().values(*columns).query.sql_with_params()
    only = "" if entry_ids is None else f"AND entry.id IN ({', '.join(['%s'] * len(entry_ids))})"
    sql = KEEP_ANEW.format(
        last=last_until("last", "TRUE", live=live),
        opening=last_until("opening", "reading.taken_at <= period.opens_at", live=live),
        closing=last_until("closing", "reading.taken_at <= period.closes_at", live=live),
        only=only,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *params, *params, campaign.pk, *(entry_ids or ())])


def _count_change(campaign: Campaign) -> None:
    """Let those who build on the kept figures see that they have changed."""
    ViewsProgress.objects.filter(campaign=campaign.pk).update(changes=F("changes") + 1)
