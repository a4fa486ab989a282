"""A file arrives, and somebody says what its columns hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from zoneinfo import available_timezones

from django.conf import settings
from django.core.files import File
from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from entries.importing import delimited, reading
from entries.importing.cells import Unreadable
from entries.importing.columns import Field, recognise, says_utc
from entries.importing.files import opened, sample
from entries.importing.reading import recognise_encoding
from entries.importing.sentences import ImportRefused
from entries.importing.states import State, state_of
from entries.importing.taking_over import PHASES
from entries.importing.tasks import read_soon
from entries.models import VideoImport

UTC = "UTC"
_MEGABYTE = 1024 * 1024


def upload_import(
    *, campaign_id: int, file: File[bytes], file_name: str, by: User, at: datetime
) -> VideoImport:
    """Keep a file of videos for a campaign; the same file again leads to the same import.

    Where its headings tell enough it is read at once, otherwise its columns have to be chosen.
    Raises ImportRefused: not_in_this_phase, too_large, and each cause for which it cannot be read.
    """
    if (file.size or 0) > settings.IMPORT_MAX_BYTES:
        raise ImportRefused("too_large", most=settings.IMPORT_MAX_BYTES // _MEGABYTE)
    sha256 = _digest(file)
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        known = campaign.imports.filter(sha256=sha256).first()
        if known:
            return known
        _check_phase(campaign, at)
        video_import = VideoImport(
            campaign=campaign,
            file_name=file_name[-200:],
            sha256=sha256,
            uploaded_at=at,
            uploaded_by=by,
        )
        _look_into(video_import, file, at)
        suffix = ".xlsx" if video_import.encoding == reading.WORKBOOK else ".csv"
        file.seek(0)
        # Under a name of ours: what people call their files may be anything.
        video_import.file.save(f"{campaign.pk}-{sha256[:32]}{suffix}", file, save=False)
        video_import.save()
        log_written([(video_import, {"file_name": (None, video_import.file_name)})], by=by)
        _read_soon(video_import)
    return video_import


@transaction.atomic
def map_columns(
    *,
    import_id: int,
    columns: Mapping[str, str],
    encoding: str,
    time_zone: str,
    by: User,
    at: datetime,
) -> VideoImport:
    """Say which column holds what, in which encoding the file is and in which zone its times are.

    columns: the name of a Field → a heading; empty ones are left out. The file is read anew.
    Raises ImportRefused: started_already, link_column_missing, unknown_column, unknown_encoding.
    """
    video_import = VideoImport.objects.select_for_update(no_key=True).get(pk=import_id)
    if video_import.started_at:
        raise ImportRefused("started_already")
    is_workbook = video_import.encoding == reading.WORKBOOK
    if encoding != video_import.encoding and (is_workbook or encoding not in delimited.ENCODINGS):
        raise ImportRefused("unknown_encoding")
    try:
        with opened(video_import) as file:
            headers, _rows = sample(file, encoding, 0)
    except Unreadable as unreadable:
        raise _refused(unreadable) from unreadable
    chosen = {field.value: columns[field.value] for field in Field if columns.get(field.value)}
    if Field.LINK.value not in chosen:
        raise ImportRefused("link_column_missing")
    if not set(chosen.values()) <= set(headers):
        raise ImportRefused("unknown_column")
    before = video_import.columns
    video_import.columns, video_import.headers = chosen, headers
    video_import.encoding = encoding
    video_import.time_zone = time_zone if time_zone in available_timezones() else ""
    video_import.mapped_at, video_import.previewed_at = at, None
    video_import.preview, video_import.failure = {}, ""
    video_import.save()
    log_written([(video_import, {"columns": (before, chosen)})], by=by)
    _read_soon(video_import)
    return video_import


def _digest(file: File[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _check_phase(campaign: Campaign, at: datetime) -> None:
    if campaign.phase_under_lock(at=at) not in PHASES:
        raise ImportRefused("not_in_this_phase")


def _look_into(video_import: VideoImport, file: File[bytes], at: datetime) -> None:
    """Recognise encoding and columns; enough is known if both leave no doubt."""
    try:
        encoding = recognise_encoding(file)  # type: ignore[arg-type]  # has all that is asked
        headers, _rows = sample(file, encoding, 1)  # type: ignore[arg-type]
    except Unreadable as unreadable:
        raise _refused(unreadable) from unreadable
    columns = recognise(headers)
    video_import.encoding, video_import.headers = encoding, headers
    video_import.columns = {field.value: header for field, header in columns.items()}
    if says_utc(columns.get(Field.POSTED_AT, "")):
        video_import.time_zone = UTC
    if Field.LINK in columns and encoding not in delimited.GUESSED:
        video_import.mapped_at = at


def _refused(unreadable: Unreadable) -> ImportRefused:
    line = unreadable.reason.partition(":")[2] or "1"
    return ImportRefused(unreadable.code, line=line, most=settings.IMPORT_MAX_ROWS)


def _read_soon(video_import: VideoImport) -> None:
    """Let a worker read the file once this transaction is committed."""
    if state_of(video_import) is State.READING:
        transaction.on_commit(partial(read_soon, video_import.pk))
