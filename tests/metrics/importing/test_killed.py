"""A worker is killed twenty times in the middle of an import. Real processes, real SIGKILL."""

import pytest

from metrics.importing.taking_over import take_over
from metrics.models import EntryViews, Reading, ReadingBatch
from tests.builders import build_entry
from tests.entries.importing.test_killed import KILLS, kill_workers
from tests.metrics.importing.imports import (
    AT,
    counts,
    imported,
    kept,
    reading_campaign,
    refusals,
    row,
    started,
    written,
)


@pytest.mark.django_db(transaction=True)
def test_import_whose_worker_is_killed_twenty_times_ends_as_an_undisturbed_one():
    campaign, other = reading_campaign(), reading_campaign()
    names = {}
    for one in (campaign, other):
        names[one] = [build_entry(one) for _ in range(60)]
    rows = {
        one: [
            row(entry, 1000 - minutes if number % 7 == 0 else 1000 + minutes, minutes=minutes)
            for minutes in range(20)
            for number, entry in enumerate(entries)
        ]
        for one, entries in names.items()
    }
    for lines in rows.values():
        lines[50:50] = [["soon", "x"], lines[3]]
    reading_import = started(campaign, rows[campaign])
    kills = kill_workers(reading_import, batch=10, module="metrics.importing.taking_over")
    assert [signal for _rows, signal in kills] == ["9"] * KILLS
    assert len({done for done, _signal in kills}) > 3
    reading_import.refresh_from_db()
    assert (reading_import.rows_done % 10, reading_import.finished_at) == (0, None)
    assert Reading.objects.count() == reading_import.count_taken
    assert reading_import.count_taken + reading_import.count_refused == reading_import.rows_done
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    reading_import.refresh_from_db()
    undisturbed = imported(other, rows[other])
    assert counts(reading_import) == counts(undisturbed) == (1200, 9 * 19, 2)
    assert refusals(reading_import) == refusals(undisturbed)
    assert ReadingBatch.objects.count() == 2
    assert EntryViews.objects.count() == 120
    place = {
        entry.video_id: number for entries in names.values() for number, entry in enumerate(entries)
    }
    for told in (written, kept):
        first, second = (
            sorted(((place[video], *rest) for video, *rest in told(one)), key=str)
            for one in (campaign, other)
        )
        assert first == second
