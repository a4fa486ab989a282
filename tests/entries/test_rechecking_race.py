"""Two workers that take up the same run at once share it: no batch is counted twice."""

import pytest
from django.utils import timezone

from contests.models import Campaign
from entries import rechecking
from entries.models import Recheck
from entries.rechecking import check_next, start_recheck
from tests.builders import build_campaign, build_entry
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def two_workers(monkeypatch, read=None) -> tuple[int, int]:
    """Each does a batch of 3 after waiting for the other; what the run says was done, and to whom.

    read: another way to read the run and its campaign than with their locks.
    """
    campaign = build_campaign()
    for _ in range(9):
        build_entry(campaign)
    run = start_recheck(campaign_id=campaign.pk, by=None, at=timezone.now())
    meeting, read = Meeting(2), read or rechecking._locked

    def read_and_wait(recheck_id: int) -> tuple[Recheck, Campaign]:
        found = read(recheck_id)
        meeting.wait()
        return found

    monkeypatch.setattr(rechecking, "BATCH", 3)
    monkeypatch.setattr(rechecking, "_locked", read_and_wait)
    at_once(2, lambda: check_next(recheck_id=run.pk, at=timezone.now()))
    run.refresh_from_db()
    return run.done, campaign.entries.exclude(proposal="").count()


def test_two_workers_do_two_batches(monkeypatch):
    assert two_workers(monkeypatch) == (6, 6)


@pytest.mark.postgres
def test_two_workers_without_locks_do_the_same_batch(monkeypatch):
    def unlocked(recheck_id: int) -> tuple[Recheck, Campaign]:
        run = Recheck.objects.select_related("campaign").get(pk=recheck_id)
        return run, run.campaign

    assert two_workers(monkeypatch, unlocked) == (3, 3)
