"""When views are due: the slots of a campaign, and whom each concerns."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.schedule import FINAL_RETRY, Due, ReadingHours, due, final_slot, newest_slot, slots
from metrics.schedule import is_due as asked

OPENS = datetime(2024, 2, 21, tzinfo=UTC)
CLOSES = datetime(2024, 2, 24, tzinfo=UTC)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PLAN = ReadingHours(6 * HOUR, HOUR, 30 * MINUTE)
FINAL = CLOSES - 30 * MINUTE


def newest(at, plan=PLAN, opens_at=OPENS, closes_at=CLOSES):
    return newest_slot(plan, opens_at, closes_at, at)


def is_due(at, *, read_at=None, answered_at=None):
    return asked(PLAN, OPENS, CLOSES, at, read_at=read_at, answered_at=answered_at)


def test_slots_of_three_days_are_every_six_hours_then_hourly_then_the_final_one():
    before = [OPENS + number * 6 * HOUR for number in range(8)]
    last_day = [CLOSES - 24 * HOUR + number * HOUR for number in range(24)]
    assert list(slots(PLAN, OPENS, CLOSES)) == [*before, *last_day, FINAL]


def test_slots_of_a_period_that_is_no_multiple_of_the_hours():
    plan = ReadingHours(7 * HOUR, 5 * HOUR, 2 * HOUR)
    found = list(slots(plan, OPENS, OPENS + 33 * HOUR))
    assert [(slot - OPENS) // HOUR for slot in found] == [0, 7, 9, 14, 19, 24, 29, 31]


def test_final_slot_is_the_last_however_early_it_is():
    plan = ReadingHours(6 * HOUR, HOUR, 12 * HOUR)
    assert list(slots(plan, OPENS, CLOSES))[-2:] == [CLOSES - 13 * HOUR, CLOSES - 12 * HOUR]
    assert newest(CLOSES - HOUR, plan) == CLOSES - 12 * HOUR


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (10 * MINUTE, [0]),
        (30 * MINUTE, [0]),
        (31 * MINUTE, [0, 1]),
        (2 * HOUR, [0, 60, 90]),
    ],
)
def test_slots_of_a_short_campaign(length, expected):
    found = list(slots(PLAN, OPENS, OPENS + length))
    assert [(slot - OPENS) // MINUTE for slot in found] == expected


@pytest.mark.parametrize("length", [timedelta(), -HOUR])
def test_campaign_without_a_period_has_no_slots(length):
    assert list(slots(PLAN, OPENS, OPENS + length)) == []
    assert newest(OPENS, closes_at=OPENS + length) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - TICK, None),
        (OPENS, OPENS),
        (OPENS + 6 * HOUR - TICK, OPENS),
        (OPENS + 6 * HOUR, OPENS + 6 * HOUR),
        (CLOSES - 24 * HOUR - TICK, CLOSES - 30 * HOUR),
        (CLOSES - 24 * HOUR, CLOSES - 24 * HOUR),
        (CLOSES - 23 * HOUR - TICK, CLOSES - 24 * HOUR),
        (CLOSES - 23 * HOUR, CLOSES - 23 * HOUR),
        (FINAL - TICK, CLOSES - HOUR),
        (FINAL, FINAL),
        (CLOSES - TICK, FINAL),
        (CLOSES, FINAL),
        (CLOSES + 1000 * HOUR, FINAL),
    ],
)
def test_newest_slot_at_the_edges(at, expected):
    assert newest(at) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"every": timedelta()},
        {"last_day_every": -HOUR},
        {"final_before": timedelta()},
    ],
)
def test_plan_without_any_time_is_refused(fields):
    values = {"every": HOUR, "last_day_every": HOUR, "final_before": HOUR}
    with pytest.raises(ValueError, match="longer than nothing"):
        ReadingHours(**values | fields)


def test_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"):
        newest(datetime(2024, 2, 22))  # noqa: DTZ001 - that is what is tried


def test_hours_are_hours_where_clocks_change():
    """On 31 March 2024 Berlin's clocks leap from 2 to 3."""
    berlin = ZoneInfo("Europe/Berlin")
    opens = datetime(2024, 3, 30, 20, tzinfo=berlin)
    slot = newest(datetime(2024, 3, 31, 3, 30, tzinfo=berlin), opens_at=opens, closes_at=CLOSES_3)
    assert slot == opens.astimezone(UTC) + 6 * HOUR


CLOSES_3 = datetime(2024, 4, 30, tzinfo=ZoneInfo("Europe/Berlin"))


# -- Whom a slot concerns ------------------------------------------------------------------------
def test_nobody_is_due_before_the_opening():
    assert due(PLAN, OPENS, CLOSES, OPENS - TICK) is None
    assert not is_due(OPENS - TICK)


def test_video_that_never_answered_is_due_at_once():
    assert is_due(OPENS)
    assert is_due(OPENS + 3 * HOUR)


@pytest.mark.parametrize("field", ["read_at", "answered_at"])
def test_video_heard_of_since_the_slot_is_not_due_until_the_next(field):
    heard = OPENS + 6 * HOUR
    assert not is_due(heard, **{field: heard})
    assert not is_due(OPENS + 12 * HOUR - TICK, **{field: heard})
    assert is_due(OPENS + 12 * HOUR, **{field: heard})
    assert is_due(heard, **{field: heard - TICK})


def test_video_that_missed_slots_is_due_once_for_the_newest():
    at = OPENS + 40 * HOUR
    assert is_due(at, read_at=OPENS)
    assert not is_due(at, read_at=at - HOUR)


def test_answer_without_a_reading_is_not_enough_at_the_final_slot():
    gone = FINAL + MINUTE
    assert not is_due(gone, read_at=FINAL - HOUR, answered_at=gone)
    assert not is_due(gone + FINAL_RETRY, read_at=FINAL - HOUR, answered_at=gone)
    assert is_due(gone + FINAL_RETRY + TICK, read_at=FINAL - HOUR, answered_at=gone)


def test_final_reading_ends_it():
    assert is_due(FINAL, read_at=FINAL - TICK)
    for at in (FINAL, CLOSES - TICK, CLOSES, CLOSES + 1000 * HOUR):
        assert not is_due(at, read_at=FINAL)


def test_without_a_final_reading_it_stays_due_after_the_close():
    assert is_due(CLOSES, read_at=FINAL - TICK)
    assert is_due(CLOSES + 1000 * HOUR, read_at=FINAL - TICK)
    assert not is_due(CLOSES + 1000 * HOUR, read_at=CLOSES + HOUR)  # late, but there


def test_video_that_is_gone_is_asked_about_less_often_after_the_close():
    gone = CLOSES + HOUR
    assert not is_due(gone + 6 * HOUR, answered_at=gone)
    assert is_due(gone + 6 * HOUR + TICK, answered_at=gone)


def test_thresholds_of_an_ordinary_and_of_the_final_slot():
    assert due(PLAN, OPENS, CLOSES, OPENS + HOUR) == Due(OPENS, OPENS, is_final=False)
    assert due(PLAN, OPENS, CLOSES, FINAL + MINUTE) == Due(FINAL, FINAL, is_final=True)
    at = FINAL + 25 * MINUTE
    assert due(PLAN, OPENS, CLOSES, at) == Due(FINAL, at - FINAL_RETRY, is_final=True)


# -- Of any plan and any period ------------------------------------------------------------------
plans = st.builds(
    ReadingHours,
    st.integers(1, 24).map(lambda hours: hours * HOUR),
    st.integers(1, 24).map(lambda hours: hours * HOUR),
    st.integers(5, 720).map(lambda minutes: minutes * MINUTE),
)
lengths = st.integers(1, 20 * 24 * 60).map(lambda minutes: minutes * MINUTE)
moments = st.integers(-600, 25 * 24 * 60 * 60).map(lambda seconds: OPENS + seconds * MINUTE / 60)


@given(plans, lengths)
def test_every_slot_lies_inside_the_period_and_after_the_one_before(plan, length):
    found = list(slots(plan, OPENS, OPENS + length))
    assert found[0] == OPENS
    assert found == sorted(set(found))
    assert OPENS <= found[-1] == final_slot(plan, OPENS, OPENS + length) < OPENS + length


@given(plans, lengths)
def test_no_two_slots_are_further_apart_than_the_plan_says(plan, length):
    closes = OPENS + length
    found = list(slots(plan, OPENS, closes))
    for slot, following in pairwise(found):
        is_last_day = slot >= closes - 24 * HOUR
        assert following - slot <= (plan.last_day_every if is_last_day else plan.every)


@given(plans, lengths, moments)
def test_newest_slot_is_the_last_of_all_that_have_come(plan, length, at):
    come = [slot for slot in slots(plan, OPENS, OPENS + length) if slot <= at]
    assert newest(at, plan, closes_at=OPENS + length) == (come[-1] if come else None)


@given(plans, lengths, moments, moments)
def test_newest_slot_never_goes_back(plan, length, one, other):
    early, late = sorted((one, other))
    first = newest(early, plan, closes_at=OPENS + length)
    assert first is None or first <= newest(late, plan, closes_at=OPENS + length)


@given(plans, lengths, moments)
def test_reading_taken_now_is_enough_until_the_next_slot(plan, length, at):
    """At most one slot is due at once: one answer serves all that were missed."""
    closes = OPENS + length
    assert not asked(plan, OPENS, closes, at, read_at=at, answered_at=at)
    following = next((slot for slot in slots(plan, OPENS, closes) if slot > at), None)
    last_moment = following - TICK if following else closes + 1000 * HOUR
    assert not asked(plan, OPENS, closes, last_moment, read_at=at, answered_at=at)
    if following:
        assert asked(plan, OPENS, closes, following, read_at=at, answered_at=at)


@given(plans, lengths, moments, moments, moments)
def test_what_is_due_stays_due_until_somebody_answers(plan, length, heard, one, other):
    closes = OPENS + length
    early, late = sorted((one, other))
    if asked(plan, OPENS, closes, early, read_at=None, answered_at=heard) and heard <= early:
        # Right after the close the pause between questions about absent videos grows.
        same_part = (early < closes) == (late < closes)
        assert not same_part or asked(plan, OPENS, closes, late, read_at=None, answered_at=heard)
