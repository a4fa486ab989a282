"""All entries are checked again, in batches that survive their worker."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contests.models import Campaign
from entries import rechecking
from entries.models import Check, Decision, Entry, Recheck
from entries.rechecking import check_next, recheck, resume_stuck, start_recheck
from tests.builders import build_campaign, build_entry
from tests.personas import manager

pytestmark = pytest.mark.django_db


def with_entries(count: int = 5, **fields: object) -> Campaign:
    """A campaign that asks for 30 seconds, with as many entries of 20 and of 40 seconds."""
    campaign = build_campaign(min_seconds=30, **fields)
    for _ in range(count):
        for seconds in (20, 40):
            build_entry(
                campaign,
                seconds=seconds,
                caption=f"#{campaign.hashtags.get().text}",
                caption_state="whole",
                available=True,
            )
    return campaign


def start(campaign: Campaign) -> Recheck:
    return start_recheck(campaign_id=campaign.pk, by=manager(), at=timezone.now())


def proposals(campaign: Campaign) -> dict[str, int]:
    counted: dict[str, int] = {}
    for proposal in campaign.entries.values_list("proposal", flat=True):
        counted[proposal] = counted.get(proposal, 0) + 1
    return counted


def test_run_proposes_anew_and_leaves_everybodys_status():
    campaign = with_entries()
    run = start(campaign)
    assert (run.total, run.done, run.started_by) == (10, 0, manager())
    assert recheck.call(run.pk) is True
    run.refresh_from_db()
    assert (run.done, run.total, run.finished_at is not None) == (10, 10, True)
    assert run.tally == {"accept": 5, "reject": 5, "changed": 10, "doubtful": 5}
    assert proposals(campaign) == {"accept": 5, "reject": 5}
    assert set(campaign.entries.values_list("status", flat=True)) == {"accepted"}
    assert not Decision.objects.exists()


def test_run_that_changes_nothing_says_so():
    campaign = with_entries()
    recheck.call(start(campaign).pk)
    run = start(campaign)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert run.tally == {"accept": 5, "reject": 5, "doubtful": 5}
    assert Recheck.objects.count() == 2


def test_waiting_entries_are_accepted_where_the_campaign_says_so():
    campaign = with_entries(accepts_automatically=True)
    campaign.entries.update(status=Entry.Status.RECEIVED)
    run = start(campaign)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert (run.tally["accepted"], campaign.entries.accepted().count()) == (5, 5)


def test_withdrawn_entries_are_left_alone():
    campaign = build_campaign()
    build_entry(campaign, status=Entry.Status.WITHDRAWN)
    run = start(campaign)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert (run.total, run.done, Check.objects.count()) == (0, 0, 0)
    assert run.finished_at


def test_run_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(rechecking, "BATCH", 3)
    campaign = with_entries()
    run = start(campaign)
    assert check_next(recheck_id=run.pk, at=timezone.now()) is True
    run.refresh_from_db()
    assert (run.done, proposals(campaign)[""]) == (3, 7)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert (run.done, run.tally["changed"], proposals(campaign)) == (
        10,
        10,
        {"accept": 5, "reject": 5},
    )


def test_batch_that_is_killed_half_way_is_done_again_as_a_whole(monkeypatch):
    monkeypatch.setattr(rechecking, "BATCH", 3)
    campaign = with_entries()
    run = start(campaign)
    check_next(recheck_id=run.pk, at=timezone.now())

    def die(*args):
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(rechecking, "_tally", die)
        with pytest.raises(SystemExit):
            check_next(recheck_id=run.pk, at=timezone.now())
    run.refresh_from_db()
    assert (run.done, proposals(campaign)[""]) == (3, 7)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert (run.done, run.tally["changed"]) == (10, 10)


def test_finished_run_is_not_done_again():
    run = start(with_entries())
    recheck.call(run.pk)
    assert check_next(recheck_id=run.pk, at=timezone.now()) is False
    assert recheck.call(run.pk) is True
    run.refresh_from_db()
    assert run.done == 10


def test_long_run_goes_on_in_another_job(monkeypatch):
    monkeypatch.setattr(rechecking, "BATCH", 3)
    monkeypatch.setattr(rechecking, "BATCHES", 2)
    run = start(with_entries())
    assert recheck.call(run.pk) is False
    run.refresh_from_db()
    assert (run.done, run.finished_at, DBTaskResult.objects.count()) == (6, None, 1)
    assert recheck.call(run.pk) is True


def test_terms_changed_during_a_run_start_it_anew(monkeypatch):
    monkeypatch.setattr(rechecking, "BATCH", 3)
    campaign = with_entries()
    first = start(campaign)
    check_next(recheck_id=first.pk, at=timezone.now())
    Campaign.objects.filter(pk=campaign.pk).update(min_seconds=None)
    again = start(campaign)
    assert (again.pk, again.done, again.last_entry_id) == (first.pk, 0, 0)
    recheck.call(again.pk)
    assert proposals(campaign) == {"accept": 10}


def test_entries_that_come_meanwhile_are_counted(monkeypatch):
    monkeypatch.setattr(rechecking, "BATCH", 3)
    campaign = with_entries()
    run = start(campaign)
    check_next(recheck_id=run.pk, at=timezone.now())
    build_entry(campaign)
    recheck.call(run.pk)
    run.refresh_from_db()
    assert (run.done, run.total) == (11, 11)


def test_starting_enqueues_one_job_when_all_is_written(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        start(with_entries())
        assert DBTaskResult.objects.count() == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("quiet", "resumed"), [(timedelta(minutes=1), 0), (timedelta(minutes=4), 1)]
)
def test_run_without_a_worker_is_taken_up(django_capture_on_commit_callbacks, quiet, resumed):
    now = timezone.now()
    run = start(with_entries())
    Recheck.objects.update(progressed_at=now - quiet)
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_stuck(at=now) == resumed
    assert DBTaskResult.objects.count() == resumed
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_stuck(at=now) == 0
    recheck.call(run.pk)
    DBTaskResult.objects.all().delete()
    assert resume_stuck(at=now + timedelta(days=1)) == 0
