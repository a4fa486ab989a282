"""Looking through new readings for what a person should see.

A run goes through the readings that came since the last one, some thousands at a time. The curves
are read without a lock; then the campaign is locked, the cases are raised and the step is kept in
one transaction, and whoever finds that another run has taken the step leaves it. So a worker
killed at any moment loses and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import django
from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.clock import database_now
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from entries.tasks import enqueue_once
from metrics.curves import Curve
from metrics.curves_read import curves_with, peers_of
from metrics.flags import Flag, fell, gone, jump, no_likes, stale
from metrics.in_step import in_step
from metrics.models import EntryViews, Reading, ViewsProgress
from metrics.peers import Peers
from metrics.raising import PHASES, raise_cases
from metrics.staleness import limit_of, stale_videos

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

CHUNK = 5_000
"""Readings of one step."""
CHUNKS = 100
"""Steps of one job; a longer run goes on in the next one, because no job may last for ever."""
ATTESTED_WITHIN = timedelta(hours=1)
"""A reading that was attested counts from then on, though it came long ago: looked at again."""
STALE_AFTER = timedelta(hours=12)
"""The files of the close come in the hours after it: nobody is called before."""
STALE_MOST = 100
"""The most viewed ones of a category. Where a whole file is missing, the category's own page
tells of all: a thousand cases would say no more."""


def flag_due(*, at: datetime) -> int:
    """Enqueue the look through each campaign that is open or under review; return how many.

    A periodic job.
    """
    running = Campaign.objects.filter(
        published_at__lte=at,
        opens_at__lte=at,
        announced_at__isnull=True,
        cancelled_at__isnull=True,
        views_progress__isnull=False,
    )
    return sum(enqueue_once(flag_campaign, pk) for pk in running.values_list("pk", flat=True))


@task()
def flag_campaign(campaign_id: int) -> int:
    """Look through what is new in a campaign; how many cases were raised."""
    raised, is_done = flag_readings(campaign_id=campaign_id, at=database_now())
    if not is_done:
        flag_campaign.enqueue(campaign_id)
    return raised


def flag_readings(*, campaign_id: int, at: datetime) -> tuple[int, bool]:
    """Raise cases on what came since the last look; how many, and whether all was looked at.

    Bears being run twice, also at once.
    """
    look = _begin(campaign_id, at)
    if look is None:
        return 0, True
    try:
        if look.has_new():
            # Before the steps are kept: a run that breaks off does it again.
            _raise(look, _in_step(look))
            _through_the_new(look)
        elif look.reached < look.upto:
            # What came belongs to other campaigns: it is not gone through again.
            _raise(look, [], reached=look.upto)
    except _Overtaken:
        return look.raised, True
    _raise(look, _attested(look))
    _raise(look, [*_gone(look), *_stale(look)])
    return look.raised, look.reached == look.upto


class _Overtaken(Exception):  # noqa: N818 - no error: another run is at it
    """Another run has taken the step."""


@dataclass
class _Look:
    """One run: up to which reading, how far it is, and the peers of each platform."""

    campaign: Campaign
    at: datetime
    upto: int
    reached: int
    peers: dict[str, Peers] = field(default_factory=dict)
    began: int = 0
    raised: int = 0

    def new(self) -> QuerySet[Reading]:
        return Reading.objects.filter(
            pk__gt=self.reached, pk__lte=self.upto, entry__campaign=self.campaign
        )

    def has_new(self) -> bool:
        return self.new().exists()

    def peers_on(self, platform: str) -> Peers:
        if platform not in self.peers:
            curves = peers_of(self.campaign, platform, upto=self.upto, after=self.began)
            self.peers[platform] = Peers(curves)
        return self.peers[platform]


@transaction.atomic
def _begin(campaign_id: int, at: datetime) -> _Look | None:
    """Under the lock no reading of the campaign is half written: all up to the newest are there."""
    campaign = lock_campaign(campaign_id)
    progress = ViewsProgress.objects.filter(campaign=campaign).first()
    if progress is None or campaign.phase_under_lock(at=at) not in PHASES:
        return None
    newest = Reading.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return _Look(campaign, at, newest, progress.flagged_to, began=progress.flagged_to)


@transaction.atomic
def _raise(look: _Look, flags: list[Flag], *, reached: int | None = None) -> None:
    """Raise the cases and keep the step."""
    if not flags and reached is None:
        return
    campaign = lock_campaign(look.campaign.pk)
    if reached is not None:
        _step(look, reached)
    look.raised += raise_cases(campaign, flags, at=look.at)


def _step(look: _Look, reached: int) -> None:
    mine = ViewsProgress.objects.filter(campaign=look.campaign, flagged_to=look.reached)
    if not mine.update(flagged_to=reached):
        raise _Overtaken
    look.reached = reached


def _through_the_new(look: _Look) -> None:
    for _ in range(CHUNKS):
        if look.reached == look.upto:
            return
        later = look.new().order_by("pk").values_list("pk", flat=True)
        last = later[CHUNK - 1 : CHUNK].first() or look.upto
        chunk = look.new().filter(pk__lte=last)
        curves = curves_with(chunk, upto=last, fresh=range(look.reached + 1, last + 1))
        _raise(look, _flags(look, curves), reached=last)


def _attested(look: _Look) -> list[Flag]:
    """Readings that a second person has just let count, and that are no news by their ids."""
    attested = Reading.objects.filter(
        entry__campaign=look.campaign,
        attestation__agrees=True,
        attestation__attested_at__gt=look.at - ATTESTED_WITHIN,
    )
    fresh = set(attested.values_list("pk", flat=True))
    if not fresh:
        return []
    return _flags(look, curves_with(attested, upto=look.upto, fresh=fresh))


def _flags(look: _Look, curves: dict[str, list[Curve]]) -> list[Flag]:
    """What each curve shows by itself and beside its peers."""
    found = [
        judge(curve, look.peers_on(platform))
        for platform, of_platform in curves.items()
        for curve in of_platform
        for judge in (jump, no_likes, fell)
    ]
    return [flag for flag in found if flag]


def _in_step(look: _Look) -> list[Flag]:
    found: list[Flag] = []
    for platform in look.campaign.platforms:
        peers = look.peers_on(platform)
        found += in_step(peers.curves, least=peers.least)
    return found


def _gone(look: _Look) -> Iterable[Flag]:
    absent = EntryViews.objects.filter(
        campaign=look.campaign,
        absent_since__isnull=False,
        entry__status=Entry.Status.ACCEPTED,
    )
    for kept in absent.only("entry_id", "absent_since", "answered_at").order_by("entry_id"):
        if kept.absent_since and (
            flag := gone(
                entry_id=kept.entry_id,
                absent_since=kept.absent_since,
                answered_at=kept.answered_at,
                at=look.at,
            )
        ):
            yield flag


def _stale(look: _Look) -> Iterable[Flag]:
    """The most viewed entries of each category by views, some hours after the close."""
    campaign = look.campaign
    if campaign.closes_at is None or look.at < campaign.closes_at + STALE_AFTER:
        return
    if campaign.phase(at=look.at) is not Phase.REVIEW:
        return
    limit_at = limit_of(campaign)
    for category in campaign.categories.all():
        if limit_at is None or not category.by_views:
            continue
        category.campaign = campaign
        for old in stale_videos(category, start=0, stop=STALE_MOST):
            flag = stale(
                entry_id=old.entry.pk, read_at=old.read_at, limit_at=limit_at, views=old.views
            )
            if flag:
                yield flag
