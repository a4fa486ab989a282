"""Two workers on one import at the same moment, and the same without the lock."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError

from entries.importing import taking_over
from entries.importing.kinds import Kind
from entries.importing.taking_over import take_over
from entries.models import Decision, Entry, VideoImport
from entries.refusal import EntryRefused
from tests.entries.entering import build_contest, enter
from tests.entries.importing.files import exported
from tests.entries.importing.imports import AT, counts, importing_campaign, started
from tests.personas import creator
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 9


def take_over_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each worker has seen where the import stands before the other writes, if it can."""
    video_import = started(importing_campaign(), [exported(number) for number in range(ROWS)])
    monkeypatch.setattr(taking_over, "BATCH", 3)
    meeting = Meeting(2)
    sort_rows = taking_over.sort_rows

    def sort_and_wait(*arguments: Any, **options: Any) -> Any:
        heaps = sort_rows(*arguments, **options)
        meeting.wait()
        return heaps

    monkeypatch.setattr(taking_over, "sort_rows", sort_and_wait)
    return at_once(2, lambda: take_over(import_id=video_import.pk, clock=lambda: AT))


def test_two_workers_on_one_import_make_each_entry_once(monkeypatch: pytest.MonkeyPatch):
    assert take_over_twice_at_once(monkeypatch) == [None, None]
    assert Entry.objects.count() == Decision.objects.count() == ROWS
    video_import = VideoImport.objects.get()
    assert (video_import.rows_done, video_import.finished_at) == (ROWS, AT)
    assert counts(video_import) == {"new": ROWS, "known": 0, "doubled": 0, "refused": 0}


def test_video_imported_and_entered_at_the_same_moment_is_one_entry():
    campaign = build_contest(at=AT, min_seconds=None)
    row = exported(1)
    video_import = started(campaign, [row])
    person = creator()
    acts: Iterator[Callable[[], Any]] = iter(
        [
            lambda: take_over(import_id=video_import.pk, clock=lambda: AT),
            lambda: enter(campaign, person, url=row[0], at=AT),
        ]
    )

    def do_the_next() -> Any:
        return next(acts)()

    results = at_once(2, do_the_next)
    entry = Entry.objects.get()
    video_import.refresh_from_db()
    imported = entry.source == Entry.Source.IMPORT
    assert (video_import.count_new, video_import.count_known) == ((1, 0) if imported else (0, 1))
    refusals = [result.code for result in results if isinstance(result, EntryRefused)]
    assert refusals == (["already_entered"] if imported else [])


@pytest.mark.postgres
def test_without_the_lock_only_the_constraint_stops_the_second(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Kind, "lock", Kind.get)
    results = take_over_twice_at_once(monkeypatch)
    assert any(isinstance(result, IntegrityError) for result in results)
