"""The window totals of a campaign: the database finds the readings that decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.recording import Figures, correct_reading
from metrics.window import WindowReason
from metrics.window_totals import window_totals
from tests.builders import build_campaign, build_creator, build_entry, build_reading

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(phase=Phase.REVIEW, prior_posts_allowed=True)


def figures_of(campaign, entry):
    total = window_totals(campaign)[entry.pk]
    return total.views, total.reason


def test_window_totals_counts_the_last_reading_at_the_close(campaign):
    entry = build_entry(campaign)
    closes_at = campaign.closes_at
    build_reading(entry, views=10, taken_at=closes_at - HOUR)
    build_reading(entry, views=30, taken_at=closes_at)
    build_reading(entry, views=99, taken_at=closes_at + timedelta(microseconds=1))
    total = window_totals(campaign)[entry.pk]
    assert (total.views, total.reading_taken_at) == (30, closes_at)


def test_window_totals_takes_falls(campaign):
    entry = build_entry(campaign)
    build_reading(entry, views=30, taken_at=campaign.opens_at + HOUR)
    build_reading(entry, views=20, taken_at=campaign.opens_at + 2 * HOUR)
    assert figures_of(campaign, entry) == (20, WindowReason.POSTED_INSIDE)


def test_window_totals_counts_corrections_only(campaign):
    entry = build_entry(campaign)
    wrong = build_reading(entry, views=3000, taken_at=campaign.closes_at - HOUR)
    correct_reading(
        reading_id=wrong.pk,
        taken_at=wrong.taken_at,
        figures=Figures(views=300),
        reason="A zero too many",
        by=None,
        at=timezone.now(),
    )
    assert figures_of(campaign, entry) == (300, WindowReason.POSTED_INSIDE)


def test_window_totals_subtracts_what_was_before_the_opening(campaign):
    entry = build_entry(campaign, posted_at=campaign.opens_at - 9 * HOUR)
    build_reading(entry, views=100, taken_at=campaign.opens_at - HOUR)
    build_reading(entry, views=140, taken_at=campaign.opens_at)
    build_reading(entry, views=500, taken_at=campaign.closes_at - HOUR)
    assert figures_of(campaign, entry) == (360, WindowReason.POSTED_BEFORE)


def test_window_totals_without_prior_posts(campaign):
    entry = build_entry(campaign, posted_at=campaign.opens_at - 9 * HOUR)
    build_reading(entry, views=140, taken_at=campaign.opens_at)
    build_reading(entry, views=500, taken_at=campaign.closes_at)
    campaign.prior_posts_allowed = False
    assert figures_of(campaign, entry) == (None, WindowReason.POSTED_BEFORE_NOT_ALLOWED)


def test_window_totals_without_readings(campaign):
    entry = build_entry(campaign)
    assert figures_of(campaign, entry) == (None, WindowReason.NO_READING)


def test_window_totals_of_accepted_entries_only(campaign):
    accepted = build_entry(campaign)
    for status in set(Entry.Status) - {Entry.Status.ACCEPTED}:
        build_entry(campaign, status=status)
    build_entry(build_campaign())
    assert set(window_totals(campaign)) == {accepted.pk}


def test_window_totals_of_one_platform(campaign):
    build_entry(campaign)
    other = build_entry(
        campaign,
        platform="youtube",
        creator=build_creator(platform="youtube"),
        video_id="abcdefghijk",
    )
    assert set(window_totals(campaign, platform="youtube")) == {other.pk}


def test_window_totals_without_dates():
    campaign = build_campaign(phase=Phase.DRAFT)
    build_entry(campaign)
    campaign.opens_at = campaign.closes_at = None
    assert window_totals(campaign) == {}


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_window_totals_costs_one_query(campaign, entries, django_assert_num_queries):
    for _ in range(entries):
        entry = build_entry(campaign)
        for hours in range(3):
            build_reading(entry, views=hours, taken_at=campaign.opens_at + hours * HOUR)
    with django_assert_num_queries(1):
        assert len(window_totals(campaign)) == entries
