"""Taking readings: new ones, and corrections, which replace but never rewrite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from entries.models import Entry
from metrics.models import CampaignReading, Reading
from metrics.refusal import MetricsRefused


@dataclass(frozen=True)
class Figures:
    """What was seen on one video at one moment; None is not known."""

    views: int
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None


@dataclass(frozen=True)
class HashtagFigures:
    """What a source reports for a whole hashtag; None is not said."""

    views: int | None = None
    videos: int | None = None
    creators: int | None = None
    followers: int | None = None
    at_least: bool = False


@transaction.atomic
def record_reading(
    *,
    entry_id: int,
    taken_at: datetime,
    figures: Figures,
    source: str,
    by: User | None,
    at: datetime,
) -> Reading:
    """Add a reading to an entry's history, which only grows forward in time.

    A falling count is taken: platforms take bought views back. Raises MetricsRefused.
    """
    entry = _lock_entry(entry_id)
    refuse_reading(entry=entry, taken_at=taken_at, figures=figures, at=at)
    return Reading.objects.create(
        entry=entry,
        taken_at=taken_at,
        source=source,
        recorded_at=at,
        recorded_by=by,
        **asdict(figures),
    )


@transaction.atomic
def correct_reading(
    *,
    reading_id: int,
    taken_at: datetime,
    figures: Figures,
    reason: str,
    by: User | None,
    at: datetime,
) -> Reading:
    """Replace a reading that was wrong by one entered by hand; the wrong one is kept.

    Raises MetricsRefused.
    """
    entry = _lock_entry(Reading.objects.only("entry_id").get(pk=reading_id).entry_id)
    wrong = Reading.objects.get(pk=reading_id)
    refuse_correction(wrong=wrong, taken_at=taken_at, figures=figures, reason=reason, at=at)
    return Reading.objects.create(
        entry=entry,
        taken_at=taken_at,
        source=Reading.Source.MANUAL,
        recorded_at=at,
        recorded_by=by,
        replaces=wrong,
        reason=reason.strip(),
        **asdict(figures),
    )


def refuse_reading(*, entry: Entry, taken_at: datetime, figures: Figures, at: datetime) -> None:
    """Raise MetricsRefused where a new reading would be refused now. Forms ask this too."""
    _refuse_impossible(taken_at, figures, at=at)
    last = Reading.objects.filter(entry=entry).live().newest_first().first()
    if last is not None and taken_at == last.taken_at:
        raise MetricsRefused("same_moment")
    if last is not None and taken_at < last.taken_at:
        raise MetricsRefused("older")


def refuse_correction(
    *, wrong: Reading, taken_at: datetime, figures: Figures, reason: str, at: datetime
) -> None:
    """Raise MetricsRefused where a correction would be refused now. Forms ask this too."""
    _refuse_impossible(taken_at, figures, at=at)
    if not reason.strip():
        raise MetricsRefused("reason_missing")
    if Reading.objects.filter(replaces=wrong).exists():
        raise MetricsRefused("corrected_already")
    others = Reading.objects.filter(entry=wrong.entry_id).live().exclude(pk=wrong.pk)
    between = sorted((taken_at, wrong.taken_at))
    if others.filter(taken_at__range=between).exists():
        raise MetricsRefused("out_of_order")


@transaction.atomic
def record_campaign_reading(
    *,
    campaign_id: int,
    taken_at: datetime,
    figures: HashtagFigures,
    sources: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> CampaignReading:
    """Add what a source reports for the hashtag as a whole.

    `sources` names the source in one language or more, by language code. Raises MetricsRefused.
    """
    refuse_campaign_reading(taken_at=taken_at, figures=figures, sources=sources, at=at)
    named = {f"source_{code}": text.strip() for code, text in sources.items() if text.strip()}
    return CampaignReading.objects.create(
        campaign=Campaign.objects.get(pk=campaign_id),
        taken_at=taken_at,
        recorded_at=at,
        recorded_by=by,
        **asdict(figures),
        **named,
    )


def refuse_campaign_reading(
    *, taken_at: datetime, figures: HashtagFigures, sources: Mapping[str, str], at: datetime
) -> None:
    """Raise MetricsRefused where figures of a hashtag would be refused. Forms ask this too."""
    if taken_at > at:
        raise MetricsRefused("future")
    given = (figures.views, figures.videos, figures.creators, figures.followers)
    if all(number is None for number in given):
        raise MetricsRefused("nothing")
    if any(number is not None and number < 0 for number in given):
        raise MetricsRefused("negative")
    if not any(text.strip() for text in sources.values()):
        raise MetricsRefused("source_missing")


def _lock_entry(entry_id: int) -> Entry:
    """Hold the entry: two readings of it queue here. The announcement waits on the campaign."""
    campaign_id = Entry.objects.values_list("campaign_id", flat=True).get(pk=entry_id)
    lock_campaign(campaign_id)
    return Entry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry_id)


def _refuse_impossible(taken_at: datetime, figures: Figures, *, at: datetime) -> None:
    if taken_at > at:
        raise MetricsRefused("future")
    given = (figures.views, figures.likes, figures.comments, figures.shares)
    if any(number is not None and number < 0 for number in given):
        raise MetricsRefused("negative")
