"""Press releases of the demo, made of the facts: for the launch, and for the results."""

from __future__ import annotations

from datetime import datetime, timedelta

from contests.models import Campaign
from desk.demo.people import Cast
from results.models import PressRelease
from results.press_publishing import publish_release
from results.press_writing import begin_release, digest_of

_HOUR = timedelta(hours=1)
Kind = PressRelease.Kind


def publish_releases(campaign: Campaign, *, cast: Cast, at: datetime) -> None:
    """Let the press have been told of what has happened: of the launch when it opened."""
    campaign.refresh_from_db()
    if campaign.opens_at is not None and campaign.opens_at <= at:
        _publish(campaign, Kind.LAUNCH, cast=cast, at=campaign.opens_at)
    if campaign.announced_at is not None:
        _publish(campaign, Kind.RESULTS, cast=cast, at=campaign.announced_at + _HOUR)


def _publish(campaign: Campaign, kind: str, *, cast: Cast, at: datetime) -> None:
    by = cast.announcer if kind == Kind.RESULTS else cast.manager
    release = begin_release(campaign_id=campaign.pk, kind=kind, by=by, at=at - _HOUR / 2)
    publish_release(release_id=release.pk, digest=digest_of(release), by=by, at=at)
