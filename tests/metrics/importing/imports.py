"""What tests of imports of readings share: files, an import in each state, what was written."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile

from contests.models import Campaign
from entries.importing.starting import start_import
from entries.importing.uploading import upload_import
from entries.models import Entry
from metrics.importing.kind import READINGS
from metrics.importing.preview import preview_import
from metrics.importing.taking_over import take_over
from metrics.models import Reading, ReadingImport
from tests.builders import build_campaign, utc
from tests.entries.importing.files import csv_file
from tests.personas import manager

AT = utc(2026, 11, 20, 12)
MINUTE = timedelta(minutes=1)
HEADERS = ("Video URL", "Snapshot time", "Views", "Likes", "Comments", "Shares")
Rows = Iterable[Sequence[Any]] | BytesIO


def reading_campaign(**fields: Any) -> Campaign:
    return build_campaign(**{"at": AT} | fields)


def row(entry: Entry, views: Any, *, minutes: int = 0, **cells: Any) -> list[Any]:
    """A row about a video, `minutes` after some moment before AT."""
    taken_at = AT - timedelta(days=5) + minutes * MINUTE
    values = {"link": entry.url, "taken_at": taken_at.isoformat(), "views": views}
    values |= {"likes": 3, "comments": "", "shares": 1} | cells
    return list(values.values())


def taken(minutes: int) -> datetime:
    return AT - timedelta(days=5) + minutes * MINUTE


def upload(campaign: Campaign, rows: Rows, *, at: datetime = AT) -> ReadingImport:
    file = rows if isinstance(rows, BytesIO) else csv_file(rows, headers=HEADERS)
    reading_import = upload_import(
        campaign_id=campaign.pk,
        file=ContentFile(file.getvalue(), name="views.csv"),
        file_name="views.csv",
        by=manager(),
        at=at,
        kind=READINGS,
    )
    assert isinstance(reading_import, ReadingImport)
    return reading_import


def previewed(campaign: Campaign, rows: Rows, *, at: datetime = AT) -> ReadingImport:
    reading_import = upload(campaign, rows, at=at)
    preview_import(import_id=reading_import.pk, at=at)
    reading_import.refresh_from_db()
    return reading_import


def started(campaign: Campaign, rows: Rows, *, at: datetime = AT) -> ReadingImport:
    before = previewed(campaign, rows, at=at)
    reading_import = start_import(import_id=before.pk, by=manager(), at=at, kind=READINGS)
    assert isinstance(reading_import, ReadingImport)
    return reading_import


def imported(campaign: Campaign, rows: Rows, *, at: datetime = AT) -> ReadingImport:
    """A finished import of these rows."""
    reading_import = started(campaign, rows, at=at)
    take_over(import_id=reading_import.pk, clock=lambda: at)
    reading_import.refresh_from_db()
    return reading_import


def counts(reading_import: ReadingImport) -> tuple[int, int, int]:
    """Readings, falling counts, refused rows."""
    return (
        reading_import.count_taken,
        reading_import.count_falling,
        reading_import.count_refused,
    )


def refusals(reading_import: ReadingImport) -> list[tuple[int, str]]:
    return list(reading_import.refused_rows.values_list("line", "code"))


def written(campaign: Campaign) -> list[tuple[Any, ...]]:
    """All readings of a campaign, without ids."""
    return sorted(
        Reading.objects.filter(entry__campaign=campaign).values_list(
            "entry__video_id", "taken_at", "views", "likes", "comments", "shares"
        ),
        key=str,
    )


def kept(campaign: Campaign) -> list[tuple[Any, ...]]:
    """All kept figures of a campaign, by video."""
    return list(
        Entry.objects.filter(campaign=campaign, kept_views__isnull=False)
        .order_by("video_id")
        .values_list(
            "video_id", "kept_views__last_at", "kept_views__last_views", "kept_views__last_likes",
            "kept_views__opening_at", "kept_views__opening_views",
            "kept_views__closing_at", "kept_views__closing_views",
        )
    )  # fmt: skip
