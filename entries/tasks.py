"""Jobs of which one that waits is enough, however often it is asked for."""

from __future__ import annotations

from typing import Any

from django_tasks_db.models import DBTaskResult


def enqueue_once(job: Any, *args: Any) -> bool:
    """Enqueue a job with plain arguments unless the same one waits already; whether it was.

    One that is running does not count: it may have looked before the new work came.
    """
    waiting = DBTaskResult.objects.ready().filter(
        task_path=job.module_path, args_kwargs={"args": list(args), "kwargs": {}}
    )
    if waiting.exists():
        return False
    job.enqueue(*args)
    return True
