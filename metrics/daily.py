"""Views by the day, counted in the background from the readings, and anew where something changed.

A day's figure is the sum, over the entries that are accepted now, of each one's last reading by
the end of that day in the campaign's zone: per platform, never across platforms. What is counted
can be counted again at any time: two that count at once, or a worker that is killed, lose nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import django
from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from contests.locking import lock_campaign
from contests.models import Campaign
from entries.models import Decision, Entry
from entries.tasks import enqueue_once
from metrics.daily_sql import Step, steps
from metrics.models import Attestation, DailyViews, Reading, ViewsProgress

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

WRITTEN_AT_ONCE = 2000
_QUIET = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a row is of: a platform of the campaign, of a category or of an institution."""

    platform: str
    category_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class _News:
    """How far the records had come, and from which moment on the days must be counted."""

    reading: int
    attestation: int
    decision: int
    changes: int
    since: datetime | None  # None: all days


def count_days_due(*, at: datetime) -> int:
    """Ask for the counting of campaigns with news; return how many. A periodic job."""
    due = 0
    for progress in ViewsProgress.objects.order_by("pk"):
        if progress.changes > progress.days_changes or _new_decisions(progress).exists():
            due += enqueue_once(count_days, progress.pk, False)
    return due


def count_all_days(*, at: datetime) -> int:
    """Ask for all days of the campaigns that are not long over; return how many. A periodic job.

    For what leaves no record: an institution or a category put right, another time zone.
    """
    running = Q(campaign__archives_at__isnull=True) | Q(campaign__archives_at__gt=at - _QUIET)
    progress = ViewsProgress.objects.filter(running, changes__gt=0).order_by("pk")
    return sum(enqueue_once(count_days, pk, True) for pk in progress.values_list("pk", flat=True))


@task()
def count_days(campaign_id: int, anew: bool) -> None:
    """Count a campaign's days where there is news, or all of them."""
    bring_days_forward(campaign_id=campaign_id, anew=anew)


def bring_days_forward(*, campaign_id: int, anew: bool = False) -> int:
    """Count the days that news concerns, or all; return how many rows were written.

    Nothing is locked while it counts. Who finds at the end that somebody has counted with later
    news leaves that as it is.
    """
    campaign, news = _look(campaign_id, anew=anew)
    if news is None:
        return 0
    first = _first_day(campaign, news.since)
    beginning = datetime.combine(first, time(), campaign.zone).astimezone(UTC) if first else None
    rows = _rows(campaign, steps(campaign, since=beginning), first=first)
    return _write(campaign_id, rows, news, first=first, zone=campaign.time_zone)


def _first_day(campaign: Campaign, since: datetime | None) -> date | None:
    """The day of the oldest news, or the first one after those that are counted."""
    days = DailyViews.objects.filter(campaign=campaign)
    newest: date | None = days.aggregate(newest=Max("day"))["newest"]
    if since is None or newest is None:
        return None
    return min(since.astimezone(campaign.zone).date(), newest + _DAY)


@transaction.atomic
def _look(campaign_id: int, *, anew: bool) -> tuple[Campaign, _News | None]:
    """What is new. Writers of readings and decisions hold this lock: none is half-way."""
    campaign = lock_campaign(campaign_id)
    progress = ViewsProgress.objects.filter(campaign=campaign).first()
    if progress is None:
        return campaign, None
    readings = Reading.objects.filter(entry__campaign=campaign, pk__gt=progress.days_to)
    read = readings.aggregate(
        last=Max("pk"), first=Min("taken_at"), wrong=Min("replaces__taken_at")
    )
    attested = _new_attestations(progress).aggregate(
        last=Max("pk"), first=Min("reading__taken_at"), wrong=Min("replaces__taken_at")
    )
    decided = _new_decisions(progress).aggregate(last=Max("pk"))["last"]
    moments = [
        moment
        for moment in (read["first"], read["wrong"], attested["first"], attested["wrong"])
        if moment is not None
    ]
    if not (anew or moments or decided):
        if progress.changes > progress.days_changes:
            ViewsProgress.objects.filter(pk=progress.pk).update(days_changes=progress.changes)
        return campaign, None
    whole = anew or decided is not None
    return campaign, _News(
        reading=max(read["last"] or 0, progress.days_to),
        attestation=max(attested["last"] or 0, progress.days_attested_to),
        decision=max(decided or 0, progress.days_decisions_to),
        changes=progress.changes,
        since=None if whole else min(moments),
    )


@transaction.atomic
def _write(
    campaign_id: int, rows: list[DailyViews], news: _News, *, first: date | None, zone: str
) -> int:
    """Put the counted days in the place of the old ones."""
    campaign = lock_campaign(campaign_id)
    progress = ViewsProgress.objects.get(campaign=campaign)
    if campaign.time_zone != zone:
        return 0  # other days: whoever changed it has them counted tonight at the latest
    if (
        progress.days_to > news.reading
        or progress.days_attested_to > news.attestation
        or progress.days_decisions_to > news.decision
    ):
        return 0
    old = DailyViews.objects.filter(campaign=campaign)
    (old if first is None else old.filter(day__gte=first)).delete()
    DailyViews.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)
    ViewsProgress.objects.filter(campaign=campaign).update(
        days_to=news.reading,
        days_attested_to=news.attestation,
        days_decisions_to=news.decision,
        days_changes=news.changes,
    )
    return len(rows)


def _rows(campaign: Campaign, found: Iterable[Step], *, first: date | None) -> list[DailyViews]:
    """A row for each day and part from its first reading on, up to the campaign's newest day."""
    added: dict[_Part, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for step in found:
        for part in _parts(step):
            sums = added[part][step.day]
            sums[0] += step.gained
            sums[1] += step.fresh
    newest = max((day for days in added.values() for day in days), default=None)
    if newest is None:
        return []
    rows = []
    for part, days in added.items():
        views = videos = 0
        day = min(days)
        while day <= newest:
            gained, fresh = days.get(day, [0, 0])
            views, videos = views + gained, videos + fresh
            if first is None or day >= first:
                rows.append(
                    DailyViews(
                        campaign=campaign,
                        platform=part.platform,
                        category_id=part.category_id,
                        partner_id=part.partner_id,
                        day=day,
                        views=views,
                        videos=videos,
                    )
                )
            day += _DAY
    return rows


def _parts(step: Step) -> list[_Part]:
    if step.category_id is not None:
        return [_Part(step.platform, category_id=step.category_id)]
    whole = _Part(step.platform)
    if step.partner_id is None:
        return [whole]
    return [whole, _Part(step.platform, partner_id=step.partner_id)]


def _new_attestations(progress: ViewsProgress) -> QuerySet[Attestation]:
    return Attestation.objects.filter(
        reading__entry__campaign=progress.campaign_id, pk__gt=progress.days_attested_to
    )


def _new_decisions(progress: ViewsProgress) -> QuerySet[Decision]:
    """Decisions that let an entry in or out."""
    accepted = Entry.Status.ACCEPTED
    return Decision.objects.filter(
        Q(from_status=accepted) | Q(to_status=accepted),
        entry__campaign=progress.campaign_id,
        pk__gt=progress.days_decisions_to,
    )
