"""Two workers on one import at the same moment, and the same without the lock."""

from datetime import timedelta
from typing import Any

import pytest

from entries.importing.kinds import Kind
from metrics.importing import taking_over
from metrics.importing.taking_over import take_over
from metrics.models import EntryViews, Reading, ReadingBatch, ReadingImport
from metrics.recording import Figures, record_reading
from metrics.refusal import MetricsRefused
from tests.builders import build_entry
from tests.metrics.importing.imports import (
    AT,
    counts,
    reading_campaign,
    refusals,
    row,
    started,
    taken,
)
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 9


def take_over_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each worker has judged its batch before the other writes, if it can."""
    campaign = reading_campaign()
    reading_import = started(campaign, [row(build_entry(campaign), 5) for _ in range(ROWS)])
    monkeypatch.setattr(taking_over, "BATCH", 3)
    meeting, all_refused = Meeting(2), taking_over.all_refused

    def look_and_wait(*arguments: Any) -> Any:
        refused = all_refused(*arguments)
        meeting.wait()
        return refused

    monkeypatch.setattr(taking_over, "all_refused", look_and_wait)
    return at_once(2, lambda: take_over(import_id=reading_import.pk, clock=lambda: AT))


def test_two_workers_on_one_import_make_each_reading_once(monkeypatch: pytest.MonkeyPatch):
    assert take_over_twice_at_once(monkeypatch) == [None, None]
    assert Reading.objects.count() == EntryViews.objects.count() == ROWS
    reading_import = ReadingImport.objects.get()
    assert (counts(reading_import), reading_import.finished_at) == ((ROWS, 0, 0), AT)
    assert ReadingBatch.objects.count() == 1


@pytest.mark.postgres
def test_without_the_lock_readings_come_in_twice_or_not_at_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Kind, "lock", Kind.get)
    results = take_over_twice_at_once(monkeypatch)
    readings = Reading.objects.count()
    assert any(isinstance(result, Exception) for result in results) or readings != ROWS


def test_reading_typed_while_a_file_comes_in_stands_in_its_order():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    reading_import = started(campaign, [row(entry, 5, minutes=7)])

    def record() -> Any:
        return record_reading(
            entry_id=entry.pk,
            taken_at=taken(6),
            figures=Figures(views=4),
            source=Reading.Source.PLATFORM_API,
            by=None,
            at=AT + timedelta(minutes=1),
        )

    acts = iter([lambda: take_over(import_id=reading_import.pk, clock=lambda: AT), record])

    def do_the_next() -> Any:
        return next(acts)()

    results = at_once(2, do_the_next)
    reading_import.refresh_from_db()
    assert (counts(reading_import), refusals(reading_import)) == ((1, 0, 0), [])
    refused = [result.code for result in results if isinstance(result, MetricsRefused)]
    # Who came late was either later in time, too, or was refused.
    assert refused == ([] if Reading.objects.count() == 2 else ["older"])
    assert EntryViews.objects.get().last_at == taken(7)
