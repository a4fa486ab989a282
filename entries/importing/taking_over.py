"""The rows of an import become entries: a batch at a time, wholly or not at all.

Each batch is one transaction that holds the campaign and the import, writes everything that
belongs to its rows and moves the cursor. Whoever is killed leaves nothing of a batch; whoever goes
on begins at the cursor; and of two that work at once, the one that comes late finds the cursor
moved and skips what the other has done.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import transaction

from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.automatic_acceptance import accept_what_meets_every_rule
from entries.importing.answers import earlier_answers, facts_with, keep_answers
from entries.importing.cells import Line, Unreadable
from entries.importing.creators import ensure_creators
from entries.importing.drafts import Drafting, keep_findings
from entries.importing.files import opened, reader_of, table_of
from entries.importing.questions import ask_later
from entries.importing.report import keep_refused
from entries.importing.rows import Candidate, Refusal
from entries.importing.sorting import Sorted, sort_rows
from entries.importing.states import State, state_of
from entries.importing.writing import insert, insert_objects
from entries.intake import RECEIVE
from entries.models import Decision, Entry, VideoImport

BATCH = 1000
"""Rows in one transaction: the campaign is held for a fraction of a second."""
PHASES = frozenset({Phase.OPEN, Phase.REVIEW})
"""When videos may be imported."""


def take_over(*, import_id: int, clock: Callable[[], datetime]) -> None:
    """Go on with an import until it is finished or stopped. Bears being run twice, also at once.

    clock: tells the moment of each batch.
    """
    video_import = VideoImport.objects.select_related("campaign").get(pk=import_id)
    if state_of(video_import) is not State.RUNNING:
        return
    try:
        with opened(video_import) as file:
            _take_rows(video_import, table_of(video_import, file).rows, clock)
    except Unreadable as unreadable:
        _stop(import_id, failure=unreadable.reason, at=clock())


def _take_rows(
    video_import: VideoImport, lines: Iterator[Line], clock: Callable[[], datetime]
) -> None:
    reader = reader_of(video_import)
    position = _skip(lines, video_import.rows_done)
    done: int | None = position
    while done is not None and done >= position:
        position += _skip(lines, done - position)
        with _no_garbage_collected():
            rows = [reader.read(line) for line in islice(lines, BATCH)]
            if not rows:
                return
            done = take_batch(import_id=video_import.pk, position=position, rows=rows, at=clock())
        position += len(rows)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Looking for cycles among a batch's objects, where none are, took a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _skip(lines: Iterator[Line], count: int) -> int:
    return sum(1 for _line in islice(lines, count))


@transaction.atomic
def take_batch(
    *, import_id: int, position: int, rows: Sequence[Candidate | Refusal], at: datetime
) -> int | None:
    """Take over the rows that follow the first `position` ones.

    Return how many rows of the file are done then, which may be more than these if somebody else
    is at work; None when there is no more to do, because the import is finished or stopped.
    """
    video_import = _locked(import_id)
    campaign = video_import.campaign
    if state_of(video_import) is not State.RUNNING:
        return None
    if video_import.rows_done != position:
        return video_import.rows_done
    if campaign.phase_under_lock(at=at) not in PHASES:
        _stop(import_id, failure="not_in_this_phase", at=at)
        return None
    sorted_rows = sort_rows(rows, campaign=campaign, video_import=video_import)
    _write_entries(video_import, sorted_rows, at)
    keep_refused(video_import, sorted_rows.refused)
    _move_on(video_import, len(rows), sorted_rows, at)
    return None if video_import.finished_at else video_import.rows_done


def _locked(import_id: int) -> VideoImport:
    """The import with its campaign and itself locked, in this order."""
    campaign_id = VideoImport.objects.values_list("campaign_id", flat=True).get(pk=import_id)
    campaign = lock_campaign(campaign_id)
    video_import = VideoImport.objects.select_for_update(no_key=True).get(pk=import_id)
    video_import.campaign = campaign
    return video_import


def _write_entries(video_import: VideoImport, rows: Sorted, at: datetime) -> None:
    """New videos become entries; what the file says of the others is kept, and nothing else."""
    campaign: Campaign = video_import.campaign
    earlier = earlier_answers(rows.told)
    keep_answers(rows.told, earlier, at=at)
    drafts = Drafting(video_import, campaign).drafts(
        rows.new,
        creators=ensure_creators(rows.new),
        facts={candidate.key: facts_with(candidate, earlier, at=at) for candidate in rows.new},
        at=at,
    )
    entries = [draft.entry for draft in drafts]
    insert_objects(entries)
    insert(
        Decision,
        ("entry_id",),
        ((entry.pk,) for entry in entries),
        verb=RECEIVE,
        to_status=Entry.Status.RECEIVED,
        by_id=video_import.started_by_id,
        at=at,
    )
    keep_findings(drafts, at=at)
    ask_later(video_import, entries)
    if campaign.accepts_automatically:
        accept_what_meets_every_rule(campaign, entries, at=at)


def _move_on(video_import: VideoImport, count: int, rows: Sorted, at: datetime) -> None:
    video_import.rows_done += count
    video_import.count_new += len(rows.new)
    video_import.count_known += len(rows.known)
    video_import.count_doubled += len(rows.doubled)
    video_import.count_refused += len(rows.refused)
    video_import.progressed_at = at
    if video_import.rows_done == video_import.rows_total:
        video_import.finished_at = at
    video_import.save()


def _stop(import_id: int, *, failure: str, at: datetime) -> None:
    """Let an import rest because it cannot go on; a person reads why and may resume it."""
    running = VideoImport.objects.filter(
        pk=import_id, finished_at__isnull=True, stop_asked_at__isnull=True
    )
    running.update(failure=failure, stop_asked_at=at)
