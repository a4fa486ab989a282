"""A worker is killed twenty times in the middle of an import. Real processes, real SIGKILL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from metrics.importing.taking_over import take_over
from metrics.models import EntryViews, Reading, ReadingBatch, ReadingImport
from tests.builders import build_entry
from tests.entries.importing.test_killed import database_url
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

ROOT = Path(__file__).resolve().parent.parent.parent.parent
KILLS = 20


def kill_workers(reading_import: ReadingImport, *, batch: int) -> list[list[str]]:
    """How many rows were done at each kill, and the signal by which the worker ended."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "SECRET_KEY": "only-for-tests",
        "DEBUG": "1",
    }
    module = "tests.metrics.importing.killed_worker"
    done = subprocess.run(
        [sys.executable, "-m", module, str(reading_import.pk), str(KILLS), str(batch)],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


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
    kills = kill_workers(reading_import, batch=10)
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
