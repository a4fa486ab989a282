from collections.abc import Iterator
from datetime import timedelta

import django
import pytest
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from config.tasks_retry import DELAYS, MAX_ATTEMPTS, STUCK_AFTER, requeue_stuck

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator's later home

pytestmark = pytest.mark.django_db(transaction=True)

calls: list[str] = []


@task()
def fail_always(name: str) -> None:
    calls.append(name)
    raise ValueError(name)


@task()
def fail_once(name: str) -> None:
    calls.append(name)
    if calls.count(name) == 1:
        raise ValueError(name)


@pytest.fixture(autouse=True)
def _no_calls() -> Iterator[None]:
    calls.clear()
    yield
    calls.clear()


def work_until_idle(name: str = "worker") -> None:
    Worker(
        queue_names=["default"], excluded_queue_names=[], interval=0, batch=True,
        backend_name="default", startup_delay=False, max_tasks=None, worker_id=name,
    ).run()  # fmt: skip


def make_due() -> None:
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
        run_after=timezone.now() - timedelta(seconds=1)
    )


def running_since(started_at, *, attempts: int = 1) -> None:
    fail_once.enqueue("lost")
    row = DBTaskResult.objects.get()
    row.status = TaskResultStatus.RUNNING
    row.started_at = started_at
    row.worker_ids = [f"worker {number}" for number in range(attempts)]
    row.save()


def test_failed_task_waits_then_runs_again_and_succeeds():
    fail_once.enqueue("mail")
    before = timezone.now()
    work_until_idle()

    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY
    assert before + DELAYS[0] <= row.run_after <= timezone.now() + DELAYS[0]
    assert calls == ["mail"]

    make_due()
    work_until_idle()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert calls == ["mail", "mail"]


def test_task_that_always_fails_is_given_up_after_the_last_attempt():
    fail_always.enqueue("mail")
    delays = []
    for _attempt in range(MAX_ATTEMPTS + 2):
        work_until_idle()
        row = DBTaskResult.objects.get()
        if row.status == TaskResultStatus.READY and row.started_at:
            delays.append(row.run_after - row.started_at)
        make_due()

    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert calls == ["mail"] * MAX_ATTEMPTS
    assert len(delays) == len(DELAYS)
    assert delays == sorted(delays)


def test_stuck_task_goes_back_and_runs():
    at = timezone.now()
    running_since(at - STUCK_AFTER - timedelta(seconds=1))

    assert requeue_stuck(at=at) == 1
    calls.append("lost")  # the attempt whose worker vanished
    work_until_idle()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert requeue_stuck(at=at) == 0


def test_task_that_still_may_be_running_is_left_alone():
    at = timezone.now()
    running_since(at - STUCK_AFTER)

    assert requeue_stuck(at=at) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def test_task_that_loses_every_worker_is_marked_failed():
    at = timezone.now()
    running_since(at - STUCK_AFTER - timedelta(hours=1), attempts=MAX_ATTEMPTS)

    assert requeue_stuck(at=at) == 0
    row = DBTaskResult.objects.get()
    assert (row.status, row.finished_at) == (TaskResultStatus.FAILED, at)
    assert "vanished" in row.traceback
