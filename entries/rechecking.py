"""All entries of a campaign checked again, after its terms changed.

A run is a row with a cursor. Each batch is one transaction with the cursor's step, so that a
worker killed in between loses and doubles nothing; whoever takes the run up goes on from there.
Nobody's status changes by it, except that waiting entries are accepted where the campaign accepts
automatically: accepted entries that now break a rule are proposed for rejection, and people decide.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import django
from django.db import transaction
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.clock import database_now
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from entries.checking import check_entries
from entries.models import Entry, EntryQuerySet, Recheck

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

BATCH = 500
"""Entries of one transaction."""
BATCHES = 100
"""Batches of one job; a longer run goes on in the next one, because no job may last for ever."""
QUIET = timedelta(minutes=3)
"""A run that has not come on for so long has lost its worker."""

# Keys of Recheck.tally beside the proposals: entries whose proposal changed, those accepted by
# the rules, and those that take part although the rules speak against it.
CHANGED, ACCEPTED, DOUBTFUL = "changed", "accepted", "doubtful"


@transaction.atomic
def start_recheck(*, campaign_id: int, by: User | None, at: datetime) -> Recheck:
    """Check all entries of a campaign in the background; a run that is under way starts anew."""
    campaign = lock_campaign(campaign_id)
    run = Recheck.objects.filter(campaign=campaign, finished_at__isnull=True).first()
    run = run or Recheck(campaign=campaign)
    run.started_by, run.started_at, run.progressed_at = by, at, at
    run.total, run.done, run.last_entry_id, run.tally = _entries(campaign).count(), 0, 0, {}
    run.save()
    transaction.on_commit(partial(recheck.enqueue, run.pk))
    return run


@task()
def recheck(recheck_id: int) -> bool:
    """Go on with a run; True when it is finished."""
    for _ in range(BATCHES):
        if not check_next(recheck_id=recheck_id, at=database_now()):
            return True
    recheck.enqueue(recheck_id)
    return False


@transaction.atomic
def check_next(*, recheck_id: int, at: datetime) -> bool:
    """Check the next batch of a run and keep how far it is; whether there is more to do."""
    run, campaign = _locked(recheck_id)
    if run.finished_at is not None:
        return False
    batch = _entries(campaign).filter(pk__gt=run.last_entry_id).order_by("pk")[:BATCH]
    before = {entry.pk: entry for entry in batch.only("status", "proposal")}
    check_entries(campaign_id=campaign.pk, entry_ids=before, at=at)
    after = Entry.objects.filter(pk__in=before).only("status", "proposal")
    run.tally = dict(Counter(run.tally) + _tally(before, after))
    run.done += len(before)
    run.total = max(run.total, run.done)  # entries that came meanwhile
    run.last_entry_id = max(before, default=run.last_entry_id)
    run.progressed_at = at
    if len(before) < BATCH:
        run.finished_at = at
    run.save()
    return run.finished_at is None


def resume_stuck(*, at: datetime) -> int:
    """Give runs whose worker vanished to another one; return how many. A periodic job."""
    waiting = DBTaskResult.objects.filter(
        task_path=recheck.module_path, status=TaskResultStatus.READY
    )
    queued = {job["args"][0] for job in waiting.values_list("args_kwargs", flat=True)}
    lost = Recheck.objects.filter(finished_at__isnull=True, progressed_at__lt=at - QUIET)
    resumed = [pk for pk in lost.values_list("pk", flat=True) if pk not in queued]
    for pk in resumed:
        transaction.on_commit(partial(recheck.enqueue, pk))
    return len(resumed)


def _locked(recheck_id: int) -> tuple[Recheck, Campaign]:
    campaign = lock_campaign(Recheck.objects.only("campaign_id").get(pk=recheck_id).campaign_id)
    return Recheck.objects.select_for_update(no_key=True).get(pk=recheck_id), campaign


def _entries(campaign: Campaign) -> EntryQuerySet:
    return Entry.objects.filter(campaign=campaign).exclude(status=Entry.Status.WITHDRAWN)


def _tally(before: dict[int, Entry], after: EntryQuerySet) -> Counter[str]:
    """What became of a batch."""
    tally: Counter[str] = Counter()
    for entry in after:
        was = before[entry.pk]
        tally[entry.proposal] += 1
        tally[CHANGED] += was.proposal != entry.proposal
        accepted = entry.status == Entry.Status.ACCEPTED
        tally[ACCEPTED] += accepted and was.status != entry.status
        tally[DOUBTFUL] += accepted and entry.proposal == Entry.Proposal.REJECT
    return tally
