"""Two workers on one import at the same moment, and the same without the lock."""

from typing import Any

import pytest
from django.db import IntegrityError

from entries.importing import taking_over
from entries.importing.taking_over import take_over
from entries.models import Decision, Entry, VideoImport
from tests.entries.importing.files import exported
from tests.entries.importing.imports import AT, counts, importing_campaign, started
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


@pytest.mark.postgres
def test_without_the_lock_only_the_constraint_stops_the_second(monkeypatch: pytest.MonkeyPatch):
    def unlocked(import_id: int) -> VideoImport:
        return VideoImport.objects.select_related("campaign").get(pk=import_id)

    monkeypatch.setattr(taking_over, "_locked", unlocked)
    results = take_over_twice_at_once(monkeypatch)
    assert any(isinstance(result, IntegrityError) for result in results)
