"""What people do with an import that has been looked at: start it, stop it, resume it.

An import of videos, unless another kind is named.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from entries.importing.kinds import PHASES, Kind, campaign_of
from entries.importing.report import forget_refused
from entries.importing.states import State, state_of
from entries.importing.videos import VIDEOS
from entries.models import FileImport


class Verb(StrEnum):
    START = "start"
    STOP = "stop"
    RESUME = "resume"


MOVES: dict[Verb, State] = {
    Verb.START: State.PREVIEWED,
    Verb.STOP: State.RUNNING,
    Verb.RESUME: State.STOPPED,
}
"""From which state each verb is possible; from no other."""

_REFUSALS: dict[Verb, str] = {
    Verb.START: "started_already",
    Verb.STOP: "not_running",
    Verb.RESUME: "not_stopped",
}


@transaction.atomic
def start_import(*, import_id: int, by: User, at: datetime, kind: Kind = VIDEOS) -> FileImport:
    """Let what was previewed be taken over. Raises ImportRefused."""
    file_import = _locked(kind, import_id, Verb.START, at)
    file_import.started_at = file_import.progressed_at = at
    file_import.started_by = by
    # Those of the preview: taking over finds out anew, because it looks later.
    forget_refused(file_import)
    return _run(kind, file_import, by, started_at=(None, at))


@transaction.atomic
def stop_import(*, import_id: int, by: User, at: datetime, kind: Kind = VIDEOS) -> FileImport:
    """Let it rest after the batch that is under way. Raises ImportRefused."""
    file_import = _locked(kind, import_id, Verb.STOP, at)
    file_import.stop_asked_at = at
    file_import.save()
    log_written([(file_import, {"stop_asked_at": (None, at)})], by=by)
    return file_import


@transaction.atomic
def resume_import(*, import_id: int, by: User, at: datetime, kind: Kind = VIDEOS) -> FileImport:
    """Let it go on where it stopped. Raises ImportRefused."""
    file_import = _locked(kind, import_id, Verb.RESUME, at)
    stopped_at = file_import.stop_asked_at
    file_import.stop_asked_at, file_import.failure = None, ""
    file_import.progressed_at = at
    return _run(kind, file_import, by, stop_asked_at=(stopped_at, None))


def _run(
    kind: Kind,
    file_import: FileImport,
    by: User,
    **changes: tuple[datetime | None, datetime | None],
) -> FileImport:
    file_import.save()
    log_written([(file_import, dict(changes))], by=by)
    transaction.on_commit(partial(kind.take_over_soon, file_import.pk))
    return file_import


def _locked(kind: Kind, import_id: int, verb: Verb, at: datetime) -> FileImport:
    """The import, with its campaign and itself locked, if it may make this move now."""
    file_import = kind.lock(import_id)
    state = state_of(file_import)
    if state is not MOVES[verb]:
        unread = verb is Verb.START and file_import.started_at is None
        raise kind.refusal("not_read_yet" if unread else _REFUSALS[verb])
    if verb is not Verb.STOP and campaign_of(file_import).phase_under_lock(at=at) not in PHASES:
        raise kind.refusal("not_in_this_phase")
    return file_import
