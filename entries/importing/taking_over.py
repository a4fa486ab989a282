"""The rows of an import become entries: a batch at a time, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from contests.models import Campaign
from entries.automatic_acceptance import accept_what_meets_every_rule
from entries.importing.answers import earlier_answers, facts_with, keep_answers
from entries.importing.batches import take_over_by_batches
from entries.importing.cells import Line
from entries.importing.creators import ensure_creators
from entries.importing.drafts import Drafting, keep_findings
from entries.importing.questions import ask_later
from entries.importing.report import keep_refused
from entries.importing.rows import Candidate, Refusal
from entries.importing.sorting import Sorted, sort_rows
from entries.importing.videos import VIDEOS, reader_of
from entries.importing.writing import insert, insert_objects
from entries.intake import RECEIVE
from entries.models import Decision, Entry, VideoImport

BATCH = 1000
"""Rows in one transaction: the campaign is held for a fraction of a second."""


def take_over(*, import_id: int, clock: Callable[[], datetime]) -> None:
    """Go on with an import until it is finished or stopped. Bears being run twice, also at once.

    clock: tells the moment of each batch.
    """
    take_over_by_batches(
        VIDEOS, import_id=import_id, clock=clock, size=BATCH, taking_of=_TakingVideos
    )


class _TakingVideos:
    def __init__(self, video_import: VideoImport) -> None:
        self._reader = reader_of(video_import)

    def read(self, lines: Sequence[Line]) -> list[Candidate | Refusal]:
        return [self._reader.read(line) for line in lines]

    def write(
        self, video_import: VideoImport, rows: Sequence[Candidate | Refusal], at: datetime
    ) -> None:
        heaps = sort_rows(rows, campaign=video_import.campaign, video_import=video_import)
        _write_entries(video_import, heaps, at)
        keep_refused(video_import, heaps.refused)
        _move_on(video_import, heaps)


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


def _move_on(video_import: VideoImport, rows: Sorted) -> None:
    video_import.count_new += len(rows.new)
    video_import.count_known += len(rows.known)
    video_import.count_doubled += len(rows.doubled)
    video_import.count_refused += len(rows.refused)
