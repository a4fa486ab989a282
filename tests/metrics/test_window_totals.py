"""The window totals of a campaign: the database finds the readings that decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.attesting import attest_reading
from metrics.keeping import is_kept, keep_anew
from metrics.models import Reading
from metrics.recording import Figures, correct_reading
from metrics.window import WindowReason
from metrics.window_totals import deciding_facts, totals_from, window_totals
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry, build_reading

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(phase=Phase.REVIEW, prior_posts_allowed=True)


def figures_of(campaign, entry):
    """By the readings, by what is kept of them, and by the facts that are shown: the same."""
    ways = [window_totals(campaign)[entry.pk]]
    if campaign.opens_at is not None and not is_kept(campaign):
        keep_anew(campaign=campaign)
        ways.append(window_totals(campaign)[entry.pk])
    ways.append(totals_from(deciding_facts(campaign), campaign)[entry.pk])
    assert len(set(ways)) == 1
    return ways[0].views, ways[0].reason


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
    right = correct_reading(
        reading_id=wrong.pk,
        taken_at=wrong.taken_at,
        figures=Figures(views=300),
        reason="A zero too many",
        by=personas.moderator(),
        at=timezone.now(),
    )
    assert figures_of(campaign, entry) == (3000, WindowReason.POSTED_INSIDE)
    attest_reading(reading_id=right.pk, by=personas.manager(), at=timezone.now())
    assert figures_of(campaign, entry) == (300, WindowReason.POSTED_INSIDE)


def test_window_totals_without_what_waits_for_a_second_person(campaign):
    entry = build_entry(campaign)
    moment = campaign.closes_at - HOUR
    build_reading(entry, views=3, taken_at=moment, source=Reading.Source.MANUAL)
    assert figures_of(campaign, entry) == (None, WindowReason.NO_READING)


def test_window_totals_after_the_dates_changed(campaign):
    """What is kept for other dates is not looked at."""
    entry = build_entry(campaign)
    build_reading(entry, views=10, taken_at=campaign.closes_at - 3 * HOUR)
    build_reading(entry, views=30, taken_at=campaign.closes_at - HOUR)
    assert figures_of(campaign, entry) == (30, WindowReason.POSTED_INSIDE)
    campaign.closes_at -= 2 * HOUR
    assert window_totals(campaign)[entry.pk].views == 10


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("hours", "views"), [(-1, None), (1, None), (2, 20), (3, 60), (4, 60), (99, 60)]
)
def test_window_totals_until_a_moment(campaign, kept, hours, views):
    entry = build_entry(campaign, posted_at=campaign.opens_at - 9 * HOUR)
    for hour, seen in ((-2, 100), (0, 140), (2, 160), (3, 200)):
        build_reading(entry, views=seen, taken_at=campaign.opens_at + hour * HOUR)
    if kept:
        keep_anew(campaign=campaign)
    totals = window_totals(campaign, until=campaign.opens_at + hours * HOUR)
    assert totals[entry.pk].views == views


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


@pytest.mark.parametrize(("kept", "queries"), [(True, 1), (False, 2)])
@pytest.mark.parametrize("entries", [1, 3, 30])
def test_window_totals_costs_one_query_or_two(
    campaign, entries, kept, queries, django_assert_num_queries
):
    for _ in range(entries):
        entry = build_entry(campaign)
        for hours in range(3):
            build_reading(entry, views=hours, taken_at=campaign.opens_at + hours * HOUR)
    if kept:
        keep_anew(campaign=campaign)
    with django_assert_num_queries(queries):
        assert len(window_totals(campaign)) == entries
