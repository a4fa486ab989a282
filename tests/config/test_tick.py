import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from config.management.commands import tick as command
from config.models import PeriodicRun
from config.tick import JOBS, Job, claim, run_due

ROOT = Path(__file__).resolve().parent.parent.parent
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

ran: list[datetime] = []


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def note(*, at: datetime) -> None:
    ran.append(at)


def fail(*, at: datetime) -> None:
    raise RuntimeError(at)


NOTE = Job("note", MINUTE, f"{__name__}.note")
FAIL = Job("fail", MINUTE, f"{__name__}.fail")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@pytest.mark.django_db
def test_every_registered_job_runs(job):
    assert callable(import_string(job.path))
    assert run_due(at=AT, jobs=[job]) == [job.name]


@pytest.mark.django_db
def test_job_runs_once_per_interval():
    moments = [AT, AT + MINUTE / 2, AT + MINUTE, AT + MINUTE * 3 / 2, AT + 5 * MINUTE]
    for moment in moments:
        run_due(at=moment, jobs=[NOTE])
    assert ran == [AT, AT + MINUTE, AT + 5 * MINUTE]


@pytest.mark.django_db
def test_failing_job_does_not_stop_the_next(caplog):
    assert run_due(at=AT, jobs=[FAIL, NOTE]) == ["note"]
    assert [record.getMessage() for record in caplog.records] == ["The periodic job “fail” failed"]


def compete(claim_job: Callable[[], bool]) -> list[bool]:
    """Return what each of four threads got that tried at the same moment."""
    start, claims = threading.Barrier(4, timeout=60), []

    def attempt() -> None:
        start.wait()
        try:
            claims.append(claim_job())
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(claims)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True], ids=["first time", "due again"])
def test_job_is_claimed_by_one_of_several_ticks(known):
    if known:
        PeriodicRun.objects.create(name=NOTE.name, started_at=AT - MINUTE)
    assert compete(lambda: claim(NOTE, at=AT)) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_job_would_be_claimed_by_several_ticks_without_compare_and_set():
    PeriodicRun.objects.create(name=NOTE.name, started_at=AT - MINUTE)
    looked = threading.Barrier(4, timeout=60)

    def look_then_write() -> bool:
        due = PeriodicRun.objects.get(name=NOTE.name).started_at <= AT - MINUTE
        looked.wait()
        PeriodicRun.objects.update(started_at=AT)
        return due

    assert compete(look_then_write) == [True] * 4


@pytest.mark.django_db
def test_tick_once_runs_every_job_that_is_due():
    call_command("tick", once=True)
    assert set(PeriodicRun.objects.values_list("name", flat=True)) == {job.name for job in JOBS}


@pytest.mark.django_db(transaction=True)
def test_tick_tells_once_that_the_database_is_gone_and_once_that_it_is_back(monkeypatch, caplog):
    def absent(**_arguments) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as outage:
        outage.setattr(command, "run_due", absent)
        assert command.look(answered_before=True) is False
        assert command.look(answered_before=False) is False
    assert command.look(answered_before=False) is True
    assert command.look(answered_before=True) is True
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer: connection refused",
        "The database answers again",
    ]


def test_tick_outlives_an_absent_database_and_ends_at_once_on_sigterm(tmp_path):
    # Without tables the database answers no better than an absent one.
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    process = subprocess.Popen(
        (sys.executable, "manage.py", "tick", "--interval", "3600"),
        cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            assert process.stderr is not None
            assert "The database does not answer" in process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()
