"""What happens by itself: the periodic jobs, and which of them are due.

A job is a function that takes `at` (now, aware) and takes a second at most: longer work belongs
into a task that the job enqueues. To add one, add a line to `JOBS`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from config.models import PeriodicRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job: a name that stays, how often it runs, and the path of its function."""

    name: str
    every: timedelta
    path: str


JOBS = (
    Job("requeue stuck tasks", timedelta(minutes=1), "config.tasks_retry.requeue_stuck"),
    Job("enqueue due mails", timedelta(minutes=1), "outbox.delivery.enqueue_due"),
    Job("give up stuck mails", timedelta(minutes=1), "outbox.delivery.give_up_stuck"),
    Job("look videos up", timedelta(minutes=1), "entries.looking_up.enqueue_due_lookups"),
    Job(
        "follow short links",
        timedelta(minutes=1),
        "entries.short_link_lookup.enqueue_due_short_links",
    ),
    Job(
        "ask whose video it is",
        timedelta(minutes=1),
        "entries.ownership_jobs.enqueue_due_questions",
    ),
    Job("forget short links", timedelta(days=1), "entries.short_link_lookup.forget_short_links"),
    Job(
        "have views read",
        timedelta(minutes=1),
        "metrics.collecting_jobs.enqueue_due_readings",
    ),
    Job("resume imports", timedelta(minutes=1), "entries.importing.tasks.resume_imports"),
    Job(
        "resume imports of readings",
        timedelta(minutes=1),
        "metrics.importing.tasks.resume_imports",
    ),
    Job("resume checks of entries", timedelta(minutes=1), "entries.rechecking.resume_stuck"),
    Job("keep views", timedelta(minutes=1), "metrics.keeping_jobs.enqueue_due"),
    Job("count views by the day", timedelta(minutes=10), "metrics.daily.count_days_due"),
    Job("count all views by the day", timedelta(days=1), "metrics.daily.count_all_days"),
    Job("build leaderboards", timedelta(minutes=1), "metrics.board_jobs.build_due"),
    Job("clear sessions", timedelta(days=1), "config.tick.clear_sessions"),
    Job("prune task results", timedelta(days=1), "config.tick.prune_task_results"),
    Job("forget addresses", timedelta(hours=6), "entries.limits.forget_addresses"),
    Job("flag new readings", timedelta(minutes=5), "metrics.flagging.flag_due"),
    Job("remind judges", timedelta(minutes=10), "judging.reminding.remind_due"),
    Job("write to winners", timedelta(minutes=10), "results.reminding_winners.write_due"),
    Job("forget delivery data", timedelta(days=1), "results.delivery.forget_delivered"),
    Job("remind of promises", timedelta(minutes=10), "results.promise_reminding.remind_due"),
    Job("announce what is due", timedelta(minutes=1), "results.announcing_due.announce_due"),
    Job("draw cards", timedelta(minutes=1), "results.card_drawing.enqueue_due_cards"),
    Job("forget old cards", timedelta(days=1), "results.card_drawing.forget_old_cards"),
    Job("prune call budgets", timedelta(days=1), "entries.platforms.budget.prune"),
)


def clear_sessions(*, at: datetime) -> None:
    """Delete the sessions that have expired."""
    call_command("clearsessions")


def prune_task_results(*, at: datetime) -> None:
    """Delete successful tasks after two weeks and failed ones after three months."""
    call_command("prune_db_task_results", queue_name="*", failed_min_age_days=90, verbosity=0)


def claim(job: Job, *, at: datetime) -> bool:
    """Take a due job for this process; False when it is not due or another tick has it."""
    runs = PeriodicRun.objects.filter(name=job.name)
    if runs.filter(started_at__lte=at - job.every).update(started_at=at):
        return True
    if runs.exists():
        return False
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name=job.name, started_at=at)
    except IntegrityError:
        return False  # another tick met it for the first time at the same moment
    return True


def run_due(*, at: datetime, jobs: Sequence[Job] = JOBS) -> list[str]:
    """Run the jobs that are due; return the names of those that ran to their end.

    A job that fails is logged, does not stop the others, and has its next turn as usual.
    """
    done = []
    for job in jobs:
        if not claim(job, at=at):
            continue
        try:
            import_string(job.path)(at=at)
        except Exception:
            logger.exception("The periodic job “%s” failed", job.name)
        else:
            done.append(job.name)
    return done
