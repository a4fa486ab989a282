"""What tests of imports share: an import in each of its states, and everything it has written."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from contests.models import Campaign
from entries.importing.preview import preview_import
from entries.importing.starting import start_import
from entries.importing.taking_over import take_over
from entries.importing.uploading import upload_import
from entries.models import Check, Creator, Decision, Entry, PlatformAnswer, VideoImport
from tests.builders import build_campaign, utc
from tests.entries.importing.files import csv_file
from tests.personas import manager

AT = utc(2026, 11, 20, 12)


def importing_campaign(**fields: Any) -> Campaign:
    """A campaign that is open at AT and asks for what exports tell."""
    values: dict[str, Any] = {"at": AT, "min_seconds": 10, "max_seconds": 180}
    return build_campaign(**values | fields)


def upload(
    campaign: Campaign, rows: Iterable[Sequence[Any]] | BytesIO, *, at: datetime = AT
) -> VideoImport:
    file = rows if isinstance(rows, BytesIO) else csv_file(rows)
    return upload_import(
        campaign_id=campaign.pk,
        file=ContentFile(file.getvalue(), name="export.csv"),
        file_name="export.csv",
        by=manager(),
        at=at,
    )


def previewed(
    campaign: Campaign, rows: Iterable[Sequence[Any]] | BytesIO, *, at: datetime = AT
) -> VideoImport:
    video_import = upload(campaign, rows, at=at)
    preview_import(import_id=video_import.pk, at=at)
    video_import.refresh_from_db()
    return video_import


def started(
    campaign: Campaign, rows: Iterable[Sequence[Any]] | BytesIO, *, at: datetime = AT
) -> VideoImport:
    return start_import(import_id=previewed(campaign, rows, at=at).pk, by=manager(), at=at)


def imported(
    campaign: Campaign, rows: Iterable[Sequence[Any]] | BytesIO, *, at: datetime = AT
) -> VideoImport:
    """A finished import of these rows."""
    video_import = started(campaign, rows, at=at)
    take_over(import_id=video_import.pk, clock=lambda: at)
    video_import.refresh_from_db()
    return video_import


def counts(video_import: VideoImport) -> dict[str, int]:
    return {
        "new": video_import.count_new,
        "known": video_import.count_known,
        "doubled": video_import.count_doubled,
        "refused": video_import.count_refused,
    }


def everything() -> dict[str, list[Any]]:
    """All that imports write, without ids and moments: equal for equal outcomes."""
    return {
        "creators": sorted(Creator.objects.values_list("platform", "handle", "display_name")),
        "entries": sorted(
            Entry.objects.values_list(
                "platform", "video_id", "url", "creator__handle", "caption", "caption_state",
                "posted_at", "seconds", "available", "source", "status", "proposal",
            )
        ),
        "decisions": sorted(
            Decision.objects.values_list("entry__video_id", "verb", "from_status", "to_status")
        ),
        "checks": sorted(Check.objects.values_list("entry__video_id", "rule", "outcome", "code")),
        "answers": sorted(PlatformAnswer.objects.values_list("video_id", "source", "found")),
    }  # fmt: skip


def now() -> datetime:
    return timezone.now()
