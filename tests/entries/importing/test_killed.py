"""A worker is killed twenty times in the middle of an import. Real processes, real SIGKILL."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from contests.models import Campaign
from entries.importing.taking_over import take_over
from entries.models import Check, Creator, Decision, Entry, FileImport, PlatformAnswer
from tests.entries.importing.files import exported
from tests.entries.importing.imports import AT, counts, imported, importing_campaign, started

ROOT = Path(__file__).resolve().parent.parent.parent.parent
KILLS = 20


def database_url() -> str:
    """The address of the database in which this test runs."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    secret = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    place = f"{values['HOST']}:{values['PORT']}"
    return f"postgres://{values['USER']}{secret}@{place}/{values['NAME']}"


def kill_workers(
    file_import: FileImport, *, batch: int, module: str = "entries.importing.taking_over"
) -> list[list[str]]:
    """How many rows were done at each kill, and the signal by which the worker ended.

    module: the one that takes this kind of import over.
    """
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "SECRET_KEY": "only-for-tests",
        "DEBUG": "1",
    }
    program = "tests.entries.importing.killed_worker"
    done = subprocess.run(
        [sys.executable, "-m", program, module, str(file_import.pk), str(KILLS), str(batch)],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def written(campaign: Campaign) -> list[list[Any]]:
    """All that was written for a campaign, without ids and moments."""
    entries = Entry.objects.filter(campaign=campaign)
    return [
        sorted(entries.values_list("video_id", "creator__handle", "caption", "proposal", "status")),
        sorted(
            Decision.objects.filter(entry__in=entries).values_list("entry__video_id", "to_status")
        ),
        sorted(
            Check.objects.filter(entry__in=entries).values_list("entry__video_id", "rule", "code")
        ),
    ]


@pytest.mark.django_db(transaction=True)
def test_import_whose_worker_is_killed_twenty_times_ends_as_an_undisturbed_one():
    rows = [
        exported(number, handle=f"reader{number % 70}", caption="" if number % 9 == 0 else None)
        for number in range(900)
    ]
    rows[50:50] = [["soon", "x"], rows[3]]
    disturbed, undisturbed = importing_campaign(), importing_campaign()
    video_import = started(disturbed, rows)
    kills = kill_workers(video_import, batch=10)
    # Each was killed at work, and some had come on in between.
    assert [signal for _rows, signal in kills] == ["9"] * KILLS
    assert len({rows for rows, _signal in kills}) > 3
    video_import.refresh_from_db()
    assert (video_import.rows_done % 10, video_import.finished_at) == (0, None)
    done = counts(video_import)
    assert Entry.objects.count() == done["new"]
    assert sum(done.values()) == video_import.rows_done
    take_over(import_id=video_import.pk, clock=lambda: AT)
    video_import.refresh_from_db()
    assert video_import.finished_at
    creators, answers = Creator.objects.count(), PlatformAnswer.objects.count()
    other = imported(undisturbed, rows)
    assert written(disturbed) == written(undisturbed)
    assert counts(video_import) == counts(other) == {
        "new": 900, "known": 0, "doubled": 1, "refused": 1,
    }  # fmt: skip
    # The other one found every account and every answer there already, each once.
    assert (creators, answers) == (70, 900)
    assert (Creator.objects.count(), PlatformAnswer.objects.count()) == (70, 900)
