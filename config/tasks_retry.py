"""Second chances for background tasks: after a failure, and after a worker that vanished.

django-tasks-db runs a task once: a failed one stays failed, and one whose worker was killed stays
RUNNING for ever. Both go back into the queue here, with growing delays, at most `MAX_ATTEMPTS`
times in all. Tasks must therefore bear being run twice.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus, task_finished
from django_tasks_db.models import DBTaskResult, get_date_max

logger = logging.getLogger(__name__)

# How long to wait after the first, second … failure.
DELAYS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=1),
)
MAX_ATTEMPTS = len(DELAYS) + 1
# No task of ours may take longer; one that does is taken for lost and is started again.
STUCK_AFTER = timedelta(minutes=30)


def retry_failed(*, task_id: str, attempts: int, at: datetime) -> bool:
    """Put a failed task back into the queue; False when it has had its tries.

    attempts: how often it was started so far.
    """
    if attempts >= MAX_ATTEMPTS:
        return False
    delay = DELAYS[max(attempts, 1) - 1]
    # Only a task that is still failed: somebody may have put it back by hand.
    changed = DBTaskResult.objects.filter(id=task_id, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=at + delay, finished_at=None
    )
    return changed == 1


def requeue_stuck(*, at: datetime) -> int:
    """Put tasks whose worker vanished back into the queue; return how many.

    One that vanished `MAX_ATTEMPTS` times is marked failed, so that a task which kills its worker
    cannot do so for ever.
    """
    requeued = 0
    lost = DBTaskResult.objects.running().filter(started_at__lt=at - STUCK_AFTER)
    for task_id, started_at, worker_ids in lost.values_list("id", "started_at", "worker_ids"):
        # Only while nothing changed: it may have ended, or another tick was quicker.
        same = DBTaskResult.objects.running().filter(id=task_id, started_at=started_at)
        if len(worker_ids) < MAX_ATTEMPTS:
            requeued += same.update(status=TaskResultStatus.READY, run_after=get_date_max())
        elif same.update(
            status=TaskResultStatus.FAILED,
            finished_at=at,
            traceback=f"The worker vanished in each of {len(worker_ids)} attempts.",
        ):
            logger.error("Task id=%s lost its worker %d times: given up", task_id, len(worker_ids))
    if requeued:
        logger.warning("%d tasks had lost their worker and are back in the queue", requeued)
    return requeued


def on_task_finished(*, task_result: Any, **_signal: Any) -> None:
    if task_result.status != TaskResultStatus.FAILED:
        return
    again = retry_failed(task_id=task_result.id, attempts=task_result.attempts, at=timezone.now())
    if not again:
        logger.error("Task id=%s failed for good", task_result.id)


def connect() -> None:
    """Hear of finished tasks; called once, when the applications are ready."""
    task_finished.connect(on_task_finished, dispatch_uid="config.tasks_retry")
