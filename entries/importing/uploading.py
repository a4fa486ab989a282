"""A file arrives, and somebody says what its columns hold.

A file of videos, unless another kind is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast
from zoneinfo import available_timezones

from django.core.files import File
from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.locking import lock_campaign
from entries.importing import delimited, reading
from entries.importing.cells import Unreadable
from entries.importing.files import opened, sample
from entries.importing.headings import says_utc
from entries.importing.kinds import PHASES, Kind
from entries.importing.reading import recognise_encoding
from entries.importing.sentences import ImportRefused
from entries.importing.states import State, state_of
from entries.importing.videos import VIDEOS
from entries.models import FileImport

UTC = "UTC"
_MEGABYTE = 1024 * 1024


def upload_import(
    *,
    campaign_id: int,
    file: File[bytes],
    file_name: str,
    by: User,
    at: datetime,
    kind: Kind = VIDEOS,
) -> FileImport:
    """Keep a file for a campaign; the same file again leads to the same import.

    Where its headings tell enough it is read at once, otherwise its columns have to be chosen.
    Raises ImportRefused: not_in_this_phase, too_large, and each cause for which it cannot be read.
    """
    if (file.size or 0) > kind.max_bytes:
        raise kind.refusal("too_large", most=kind.max_bytes // _MEGABYTE)
    sha256 = _digest(file)
    with transaction.atomic():
        campaign = lock_campaign(campaign_id)
        known: FileImport | None = kind.all.filter(campaign=campaign, sha256=sha256).first()
        if known:
            return known
        if campaign.phase_under_lock(at=at) not in PHASES:
            raise kind.refusal("not_in_this_phase")
        file_import: FileImport = cast(Any, kind.model)(
            campaign=campaign,
            file_name=file_name[-200:],
            sha256=sha256,
            uploaded_at=at,
            uploaded_by=by,
        )
        _look_into(kind, file_import, file, at)
        suffix = ".xlsx" if file_import.encoding == reading.WORKBOOK else ".csv"
        file.seek(0)
        # Under a name of ours: what people call their files may be anything.
        file_import.file.save(f"{campaign.pk}-{sha256[:32]}{suffix}", file, save=False)
        file_import.save()
        log_written([(file_import, {"file_name": (None, file_import.file_name)})], by=by)
        _read_soon(kind, file_import)
    return file_import


@transaction.atomic
def map_columns(
    *,
    import_id: int,
    columns: Mapping[str, str],
    encoding: str,
    time_zone: str,
    by: User,
    at: datetime,
    kind: Kind = VIDEOS,
    own: Mapping[str, Any] | None = None,
) -> FileImport:
    """Say which column holds what, in which encoding the file is and in which zone its times are.

    columns: the name of a field → a heading; empty ones are left out. own: what else this kind
    asks. The file is read anew. Raises ImportRefused: started_already, unknown_column,
    unknown_encoding, and the code of each column that has to be there.
    """
    file_import: FileImport = kind.all.select_for_update(no_key=True).get(pk=import_id)
    if file_import.started_at:
        raise kind.refusal("started_already")
    is_workbook = file_import.encoding == reading.WORKBOOK
    if encoding != file_import.encoding and (is_workbook or encoding not in delimited.ENCODINGS):
        raise kind.refusal("unknown_encoding")
    try:
        with opened(file_import) as file:
            headers, _rows = sample(file, encoding, 0, kind)
    except Unreadable as unreadable:
        raise _refused(kind, unreadable) from unreadable
    chosen = {
        field.value: columns[field.value] for field in kind.field_names if columns.get(field.value)
    }
    for field, code in kind.asked.items():
        if field.value not in chosen:
            raise kind.refusal(code)
    if not set(chosen.values()) <= set(headers):
        raise kind.refusal("unknown_column")
    before = file_import.columns
    file_import.columns, file_import.headers = chosen, headers
    file_import.encoding = encoding
    file_import.time_zone = time_zone if time_zone in available_timezones() else ""
    file_import.mapped_at, file_import.previewed_at = at, None
    file_import.preview, file_import.failure = {}, ""
    changes = kind.complete(file_import, own or {})
    file_import.save()
    log_written([(file_import, {"columns": (before, chosen), **changes})], by=by)
    _read_soon(kind, file_import)
    return file_import


def _digest(file: File[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _look_into(kind: Kind, file_import: FileImport, file: File[bytes], at: datetime) -> None:
    """Recognise encoding and columns; enough is known if both leave no doubt."""
    try:
        encoding = recognise_encoding(file)  # type: ignore[arg-type]  # has all that is asked
        headers, _rows = sample(file, encoding, 1, kind)  # type: ignore[arg-type]
    except Unreadable as unreadable:
        raise _refused(kind, unreadable) from unreadable
    columns = kind.headings.recognise(headers)
    file_import.encoding, file_import.headers = encoding, headers
    file_import.columns = {field.value: header for field, header in columns.items()}
    if says_utc(columns.get(kind.time, "")):
        file_import.time_zone = UTC
    if kind.enough <= columns.keys() and encoding not in delimited.GUESSED:
        file_import.mapped_at = at


def _refused(kind: Kind, unreadable: Unreadable) -> ImportRefused:
    line = unreadable.reason.partition(":")[2] or "1"
    return kind.refusal(unreadable.code, line=line, most=kind.max_rows)


def _read_soon(kind: Kind, file_import: FileImport) -> None:
    """Let a worker read the file once this transaction is committed."""
    if state_of(file_import) is State.READING:
        transaction.on_commit(partial(kind.read_soon, file_import.pk))
