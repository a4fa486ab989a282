"""Views inside the competition period."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.window import ReadingFact, WindowReason, WindowTotal, window_total

OPENS = datetime(2024, 2, 21, tzinfo=UTC)
CLOSES = datetime(2024, 4, 22, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def total(*readings, posted_at=OPENS + DAY, prior_posts_allowed=False):
    return window_total(
        readings=[ReadingFact(taken_at, views) for taken_at, views in readings],
        posted_at=posted_at,
        opens_at=OPENS,
        closes_at=CLOSES,
        prior_posts_allowed=prior_posts_allowed,
    )


def test_total_is_the_last_reading_at_or_before_the_close():
    readings = [(CLOSES - DAY, 100), (CLOSES, 120), (CLOSES + TICK, 999), (OPENS + 2 * DAY, 7)]
    assert total(*readings) == WindowTotal(120, CLOSES, WindowReason.POSTED_INSIDE)


@pytest.mark.parametrize("posted_at", [OPENS, CLOSES - TICK])
def test_post_at_the_edges_of_the_window_is_inside(posted_at):
    assert total((CLOSES, 5), posted_at=posted_at).reason is WindowReason.POSTED_INSIDE


@pytest.mark.parametrize("posted_at", [CLOSES, CLOSES + DAY])
def test_post_at_or_after_the_close_counts_nothing(posted_at):
    expected = WindowTotal(None, None, WindowReason.POSTED_AFTER)
    assert total((CLOSES, 5), posted_at=posted_at, prior_posts_allowed=True) == expected


def test_total_of_a_falling_count_is_the_last_reading():
    assert total((OPENS + 2 * DAY, 500), (OPENS + 3 * DAY, 450)).views == 450


def test_total_without_readings_is_unknown_not_zero():
    unknown = WindowTotal(None, None, WindowReason.NO_READING)
    assert total() == unknown
    assert total((CLOSES + TICK, 10)) == unknown
    assert unknown.needs_attention


def test_total_of_a_video_that_nobody_saw_is_zero():
    assert total((CLOSES, 0)) == WindowTotal(0, CLOSES, WindowReason.POSTED_INSIDE)


def test_unknown_post_time_counts_as_inside_and_is_flagged():
    found = total((CLOSES, 30), posted_at=None)
    assert found == WindowTotal(30, CLOSES, WindowReason.POST_TIME_UNKNOWN)
    assert found.needs_attention


def test_earlier_post_counts_nothing_where_rules_do_not_allow_it():
    found = total((OPENS, 10), (CLOSES, 30), posted_at=OPENS - TICK)
    assert found == WindowTotal(None, None, WindowReason.POSTED_BEFORE_NOT_ALLOWED)
    assert not found.needs_attention


def test_earlier_post_counts_what_it_gained_since_the_opening():
    readings = [(OPENS - DAY, 80), (OPENS, 100), (OPENS + TICK, 101), (CLOSES, 150)]
    found = total(*readings, posted_at=OPENS - 9 * DAY, prior_posts_allowed=True)
    assert found == WindowTotal(50, CLOSES, WindowReason.POSTED_BEFORE)


def test_earlier_post_without_a_reading_at_the_opening_is_unknown():
    found = total((OPENS + TICK, 100), posted_at=OPENS - DAY, prior_posts_allowed=True)
    assert found == WindowTotal(None, None, WindowReason.NO_READING_AT_OPENING)


def test_earlier_post_without_a_reading_inside_is_unknown():
    found = total((OPENS, 100), posted_at=OPENS - DAY, prior_posts_allowed=True)
    assert found == WindowTotal(None, None, WindowReason.NO_READING_INSIDE)


def test_earlier_post_whose_count_fell_can_be_negative():
    readings = [(OPENS, 100), (CLOSES, 90)]
    assert total(*readings, posted_at=OPENS - DAY, prior_posts_allowed=True).views == -10


def test_later_record_of_the_same_moment_is_the_correction():
    assert total((CLOSES, 900), (CLOSES, 90)).views == 90


HOURS = st.integers(-200, 2000).map(lambda hours: OPENS + timedelta(hours=hours))
READINGS = st.lists(
    st.tuples(HOURS, st.integers(0, 10**12)), max_size=12, unique_by=lambda reading: reading[0]
)


@given(READINGS, st.none() | HOURS, st.booleans(), st.randoms())
def test_total_depends_neither_on_order_nor_on_readings_after_the_close(
    readings, posted_at, allowed, random
):
    found = total(*readings, posted_at=posted_at, prior_posts_allowed=allowed)
    shuffled = [*readings, (CLOSES + DAY, 10**15)]
    random.shuffle(shuffled)
    assert total(*shuffled, posted_at=posted_at, prior_posts_allowed=allowed) == found
    assert (found.views is None) == (found.reading_taken_at is None)
