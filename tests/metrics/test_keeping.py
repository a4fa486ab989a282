"""What is kept of the readings follows them, whichever way it is brought up to date."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contests.models import Campaign
from contests.phases import Phase
from metrics.keeping import is_kept, keep_anew, keep_due, keep_new
from metrics.keeping_jobs import enqueue_due
from metrics.models import EntryViews, Reading, ViewsProgress
from tests.builders import build_campaign, build_entry, build_reading

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
COLUMNS = "entry_id, taken_at, views, likes, comments, shares"
KEPT = ("last_at", "last_views", "opening_at", "opening_views", "closing_at", "closing_views")


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(phase=Phase.REVIEW)


def write(entry, *moments, **fields):
    """Readings whose views are 1, 2, 3 more than was there, brought forward as a batch is."""
    before = Reading.objects.filter(entry=entry).count()
    written = [
        build_reading(entry, views=before + number, taken_at=moment, **fields)
        for number, moment in enumerate(moments, start=1)
    ]
    keep_new(
        campaign=entry.campaign,
        rows_sql=f"SELECT {COLUMNS} FROM metrics_reading WHERE id >= %s",
        params=[written[0].pk],
    )


def kept(entry):
    return EntryViews.objects.filter(entry=entry).values_list(*KEPT).first()


def changes(campaign):
    return ViewsProgress.objects.get(campaign=campaign).changes


def test_keep_new_of_a_campaign_that_was_never_kept_keeps_all(campaign):
    other, entry = build_entry(campaign), build_entry(campaign)
    build_reading(other, views=7, taken_at=campaign.closes_at)
    write(entry, campaign.opens_at)
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    assert kept(other) == (closes_at, 7, None, None, closes_at, 7)
    assert kept(entry) == (opens_at, 1, opens_at, 1, opens_at, 1)
    assert is_kept(campaign)


def test_keep_new_brings_forward_what_it_reaches(campaign):
    entry = build_entry(campaign)
    opens_at, closes_at = campaign.opens_at, campaign.closes_at
    keep_anew(campaign=campaign)
    write(entry, opens_at - HOUR, opens_at)
    assert kept(entry) == (opens_at, 2, opens_at, 2, opens_at, 2)
    write(entry, opens_at + HOUR)
    assert kept(entry) == (opens_at + HOUR, 3, opens_at, 2, opens_at + HOUR, 3)
    write(entry, closes_at - HOUR, closes_at + HOUR, closes_at + 2 * HOUR)
    assert kept(entry) == (closes_at + 2 * HOUR, 6, opens_at, 2, closes_at - HOUR, 4)
    write(entry, closes_at + 3 * HOUR)
    assert kept(entry) == (closes_at + 3 * HOUR, 7, opens_at, 2, closes_at - HOUR, 4)


def test_keep_new_keeps_all_figures_of_the_last_reading(campaign):
    entry = build_entry(campaign)
    keep_anew(campaign=campaign)
    write(entry, campaign.opens_at, likes=5, comments=4, shares=3)
    write(entry, campaign.opens_at + HOUR, likes=2, shares=None)
    row = EntryViews.objects.get(entry=entry)
    assert (row.last_likes, row.last_comments, row.last_shares) == (2, None, None)


def test_keep_new_of_no_rows_changes_nothing(campaign):
    keep_anew(campaign=campaign)
    before = changes(campaign)
    keep_new(
        campaign=campaign,
        rows_sql=f"SELECT {COLUMNS} FROM metrics_reading WHERE id < %s",
        params=[0],
    )
    assert (changes(campaign), EntryViews.objects.count()) == (before, 0)


def test_keep_new_counts_its_change(campaign):
    entry = build_entry(campaign)
    keep_anew(campaign=campaign)
    before = changes(campaign)
    write(entry, campaign.opens_at)
    assert changes(campaign) == before + 1


def test_keep_new_leaves_what_the_platform_answered(campaign):
    entry = build_entry(campaign)
    keep_anew(campaign=campaign)
    answered_at = campaign.opens_at + HOUR
    EntryViews.objects.create(entry=entry, campaign=campaign, answered_at=answered_at)
    write(entry, campaign.opens_at)
    keep_anew(campaign=campaign)
    assert EntryViews.objects.get(entry=entry).answered_at == answered_at


def test_keep_new_after_the_dates_changed_keeps_all_for_the_new_ones(campaign):
    entry, other = build_entry(campaign), build_entry(campaign)
    write(other, campaign.closes_at - 3 * HOUR, campaign.closes_at - HOUR)
    campaign.closes_at -= 2 * HOUR
    campaign.save()
    assert not is_kept(campaign)
    write(entry, campaign.closes_at)
    assert is_kept(campaign)
    assert kept(other)[-2:] == (campaign.closes_at - HOUR, 1)


def test_keep_anew_empties_the_row_of_an_entry_without_readings(campaign):
    entry = build_entry(campaign)
    moment = campaign.opens_at
    keep_anew(campaign=campaign)
    EntryViews.objects.create(
        entry=entry, campaign=campaign, last_at=moment, last_views=1, absent_since=moment
    )
    keep_anew(campaign=campaign, entry_ids=[entry.pk])
    row = EntryViews.objects.get(entry=entry)
    assert kept(entry) == (None,) * len(KEPT)
    assert row.absent_since == moment


def test_keep_anew_of_some_leaves_the_others(campaign):
    entry, other = build_entry(campaign), build_entry(campaign)
    keep_anew(campaign=campaign)
    for one in (entry, other):
        build_reading(one, views=1, taken_at=campaign.opens_at)
    keep_anew(campaign=campaign, entry_ids=[entry.pk])
    assert kept(entry) is not None
    assert kept(other) is None


def test_keep_anew_leaves_other_campaigns(campaign):
    stranger = build_entry(build_campaign(phase=Phase.REVIEW))
    build_reading(stranger, views=1, taken_at=campaign.opens_at)
    keep_anew(campaign=campaign)
    assert not EntryViews.objects.exists()
    assert not is_kept(stranger.campaign)


def test_keep_anew_of_one_moment_keeps_what_was_written_last(campaign):
    entry = build_entry(campaign)
    for views in (5, 3):
        build_reading(entry, views=views, taken_at=campaign.opens_at)
    keep_anew(campaign=campaign)
    assert kept(entry)[1] == 3


def test_keeping_without_dates_keeps_nothing():
    campaign = build_campaign(phase=Phase.DRAFT, opens_at=None, closes_at=None)
    entry = build_entry(campaign)
    write(entry, timezone.now() - HOUR)
    keep_anew(campaign=campaign)
    assert not ViewsProgress.objects.exists()
    assert not is_kept(campaign)
    assert keep_due() == 0


def test_keep_due_keeps_what_is_new_or_has_changed(campaign):
    entry = build_entry(campaign)
    build_reading(entry, views=4, taken_at=campaign.closes_at)
    assert keep_due() == 1
    assert keep_due() == 0
    campaign.closes_at -= HOUR
    campaign.save()
    assert keep_due() == 1
    assert is_kept(campaign)
    assert kept(entry)[-2:] == (None, None)


def test_periodic_job_has_figures_kept_once(campaign):
    now = timezone.now()
    assert enqueue_due(at=now)
    assert not enqueue_due(at=now)  # it waits already
    keep_due()
    DBTaskResult.objects.all().delete()
    assert not enqueue_due(at=now)


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_keep_new_costs_the_same_for_any_number(campaign, entries, django_assert_num_queries):
    built = [build_entry(campaign) for _ in range(entries)]
    keep_anew(campaign=campaign)
    for entry in built:
        build_reading(entry, views=1, taken_at=campaign.opens_at)
    with django_assert_num_queries(3):
        keep_new(campaign=campaign, rows_sql=f"SELECT {COLUMNS} FROM metrics_reading")
    assert EntryViews.objects.count() == entries
