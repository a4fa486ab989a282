"""What people do with an import that has been looked at: start it, stop it, resume it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.locking import lock_campaign
from entries.importing.report import forget_refused
from entries.importing.sentences import ImportRefused
from entries.importing.states import State, state_of
from entries.importing.taking_over import PHASES
from entries.importing.tasks import take_over_soon
from entries.models import VideoImport


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
def start_import(*, import_id: int, by: User, at: datetime) -> VideoImport:
    """Let what was previewed be taken over. Raises ImportRefused."""
    video_import = _locked(import_id, Verb.START, at)
    video_import.started_at = video_import.progressed_at = at
    video_import.started_by = by
    # Those of the preview: taking over finds out anew, because it looks later.
    forget_refused(video_import)
    return _run(video_import, by, started_at=(None, at))


@transaction.atomic
def stop_import(*, import_id: int, by: User, at: datetime) -> VideoImport:
    """Let it rest after the batch that is under way. Raises ImportRefused."""
    video_import = _locked(import_id, Verb.STOP, at)
    video_import.stop_asked_at = at
    video_import.save()
    log_written([(video_import, {"stop_asked_at": (None, at)})], by=by)
    return video_import


@transaction.atomic
def resume_import(*, import_id: int, by: User, at: datetime) -> VideoImport:
    """Let it go on where it stopped. Raises ImportRefused."""
    video_import = _locked(import_id, Verb.RESUME, at)
    stopped_at = video_import.stop_asked_at
    video_import.stop_asked_at, video_import.failure = None, ""
    video_import.progressed_at = at
    return _run(video_import, by, stop_asked_at=(stopped_at, None))


def _run(
    video_import: VideoImport, by: User, **changes: tuple[datetime | None, datetime | None]
) -> VideoImport:
    video_import.save()
    log_written([(video_import, dict(changes))], by=by)
    transaction.on_commit(partial(take_over_soon, video_import.pk))
    return video_import


def _locked(import_id: int, verb: Verb, at: datetime) -> VideoImport:
    """The import, with its campaign and itself locked, if it may make this move now."""
    campaign_id = VideoImport.objects.values_list("campaign_id", flat=True).get(pk=import_id)
    campaign = lock_campaign(campaign_id)
    video_import = VideoImport.objects.select_for_update(no_key=True).get(pk=import_id)
    video_import.campaign = campaign
    state = state_of(video_import)
    if state is not MOVES[verb]:
        unread = verb is Verb.START and video_import.started_at is None
        raise ImportRefused("not_read_yet" if unread else _REFUSALS[verb])
    if verb is not Verb.STOP and campaign.phase_under_lock(at=at) not in PHASES:
        raise ImportRefused("not_in_this_phase")
    return video_import
