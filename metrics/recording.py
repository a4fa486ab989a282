"""Taking readings: new ones, and corrections, which replace but never rewrite.

What a person typed waits for a second one (metrics.attesting) and changes nothing until then. It
stands in the way of what people type later, but never of what platforms tell: where both do not go
together, the second person sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from metrics.keeping import keep_anew
from metrics.locking import lock_entry
from metrics.models import CampaignReading, Reading, ReadingBatch
from metrics.models.reading import ReadingQuerySet
from metrics.refusal import MetricsRefused
from metrics.settled import refuse_settled


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
    institutions: int | None = None
    regions: int | None = None
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
    batch: ReadingBatch | None = None,
    screenshot: File[bytes] | None = None,
) -> Reading:
    """Add a reading to an entry's history, which only grows forward in time.

    A falling count is taken: platforms take bought views back. Raises MetricsRefused.
    """
    entry = lock_entry(entry_id)
    refuse_reading(entry=entry, taken_at=taken_at, figures=figures, source=source, at=at)
    reading = Reading.objects.create(
        entry=entry,
        taken_at=taken_at,
        source=source,
        recorded_at=at,
        recorded_by=by,
        batch=batch,
        screenshot=screenshot or "",
        **asdict(figures),
    )
    if source != Reading.Source.MANUAL:
        keep_anew(campaign=entry.campaign, entry_ids=[entry.pk])
    return reading


@transaction.atomic
def correct_reading(
    *,
    reading_id: int,
    taken_at: datetime,
    figures: Figures,
    reason: str,
    by: User | None,
    at: datetime,
    screenshot: File[bytes] | None = None,
) -> Reading:
    """Replace a reading that was wrong by one entered by hand; the wrong one is kept.

    It goes on counting until a second person attests the correction. Raises MetricsRefused.
    """
    entry = lock_entry(Reading.objects.only("entry_id").get(pk=reading_id).entry_id)
    wrong = Reading.objects.get(pk=reading_id)
    wrong.entry = entry
    refuse_correction(wrong=wrong, taken_at=taken_at, figures=figures, reason=reason, at=at)
    return Reading.objects.create(
        entry=entry,
        taken_at=taken_at,
        source=Reading.Source.MANUAL,
        recorded_at=at,
        recorded_by=by,
        replaces=wrong,
        reason=reason.strip(),
        screenshot=screenshot or "",
        **asdict(figures),
    )


def refuse_reading(
    *,
    entry: Entry,
    taken_at: datetime,
    figures: Figures,
    at: datetime,
    source: str = Reading.Source.MANUAL,
) -> None:
    """Raise MetricsRefused where a new reading would be refused now. Forms ask this too."""
    _refuse_impossible(taken_at, figures, at=at)
    refuse_settled(entry.campaign, taken_at, at=at)
    of_entry = Reading.objects.filter(entry=entry)
    last = of_entry.live().newest_first().first()
    if last is not None and taken_at == last.taken_at:
        raise MetricsRefused("same_moment")
    if last is not None and taken_at < last.taken_at:
        raise MetricsRefused("older")
    typed = source == Reading.Source.MANUAL
    if typed and of_entry.unattested().filter(taken_at__gte=taken_at).exists():
        raise MetricsRefused("waiting")


def refuse_correction(
    *, wrong: Reading, taken_at: datetime, figures: Figures, reason: str, at: datetime
) -> None:
    """Raise MetricsRefused where a correction would be refused now. Forms ask this too."""
    _refuse_impossible(taken_at, figures, at=at)
    if not reason.strip():
        raise MetricsRefused("reason_missing")
    if Reading.objects.filter(replaces=wrong).exclude(attestation__agrees=False).exists():
        raise MetricsRefused("corrected_already")
    if not Reading.objects.live().filter(pk=wrong.pk).exists():
        raise MetricsRefused("does_not_count")
    refuse_settled(wrong.entry.campaign, taken_at, wrong.taken_at, at=at)
    known = (Reading.objects.live(), Reading.objects.unattested())
    if any(in_the_way_of(wrong, taken_at=taken_at, among=readings) for readings in known):
        raise MetricsRefused("out_of_order")


def in_the_way_of(wrong: Reading, *, taken_at: datetime, among: ReadingQuerySet) -> bool:
    """Whether a correction with this moment would change places with another reading."""
    others = among.filter(entry=wrong.entry_id).exclude(pk=wrong.pk)
    return others.filter(taken_at__range=sorted((taken_at, wrong.taken_at))).exists()


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
    given = [number for name, number in asdict(figures).items() if name != "at_least"]
    if all(number is None for number in given):
        raise MetricsRefused("nothing")
    if any(number is not None and number < 0 for number in given):
        raise MetricsRefused("negative")
    if not any(text.strip() for text in sources.values()):
        raise MetricsRefused("source_missing")


def _refuse_impossible(taken_at: datetime, figures: Figures, *, at: datetime) -> None:
    if taken_at > at:
        raise MetricsRefused("future")
    given = (figures.views, figures.likes, figures.comments, figures.shares)
    if any(number is not None and number < 0 for number in given):
        raise MetricsRefused("negative")
