"""Phases follow from dates: every boundary, and every order of the dates."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.phases import Dates, Phase, next_change, phase_at, phase_under_lock

TICK = timedelta(microseconds=1)
PUBLISHED = datetime(2024, 2, 1, 9, tzinfo=UTC)
OPENS = datetime(2024, 2, 21, tzinfo=UTC)
CLOSES = datetime(2024, 4, 22, tzinfo=UTC)
ANNOUNCED = datetime(2024, 4, 30, 12, tzinfo=UTC)
ARCHIVES = datetime(2024, 12, 31, tzinfo=UTC)
WHOLE_LIFE = Dates(
    opens_at=OPENS,
    closes_at=CLOSES,
    published_at=PUBLISHED,
    announced_at=ANNOUNCED,
    archives_at=ARCHIVES,
)


@pytest.mark.parametrize(
    ("at", "before", "from_then_on"),
    [
        (PUBLISHED, Phase.DRAFT, Phase.COMING),
        (OPENS, Phase.COMING, Phase.OPEN),
        (CLOSES, Phase.OPEN, Phase.REVIEW),
        (ANNOUNCED, Phase.REVIEW, Phase.ANNOUNCED),
        (ARCHIVES, Phase.ANNOUNCED, Phase.ARCHIVED),
    ],
)
def test_phase_changes_exactly_at_the_boundary(at, before, from_then_on):
    assert phase_at(WHOLE_LIFE, at=at - TICK) is before
    assert phase_at(WHOLE_LIFE, at=at) is from_then_on
    assert next_change(WHOLE_LIFE, at=at - TICK) == (from_then_on, at)


def test_next_change_is_none_after_the_last_date():
    assert next_change(WHOLE_LIFE, at=ARCHIVES) is None


def test_phase_is_draft_without_publication_whatever_the_dates():
    dates = replace(WHOLE_LIFE, published_at=None)
    assert {phase_at(dates, at=at) for at in (OPENS, CLOSES, ANNOUNCED, ARCHIVES)} == {Phase.DRAFT}
    assert next_change(dates, at=PUBLISHED) is None


@pytest.mark.parametrize("missing", ["opens_at", "closes_at"])
def test_phase_is_draft_while_the_window_is_incomplete(missing):
    assert phase_at(replace(WHOLE_LIFE, **{missing: None}), at=ANNOUNCED) is Phase.DRAFT


def test_phase_is_cancelled_for_a_draft_too():
    assert phase_at(Dates(cancelled_at=OPENS), at=OPENS - TICK) is Phase.DRAFT
    assert phase_at(Dates(cancelled_at=OPENS), at=OPENS) is Phase.CANCELLED


def test_cancellation_outlives_the_announcement():
    dates = replace(WHOLE_LIFE, cancelled_at=CLOSES)
    assert phase_at(dates, at=CLOSES - TICK) is Phase.OPEN
    assert phase_at(dates, at=ARCHIVES) is Phase.CANCELLED
    assert next_change(dates, at=CLOSES) is None


def test_campaign_never_announced_is_never_archived():
    dates = replace(WHOLE_LIFE, announced_at=None)
    assert phase_at(dates, at=ARCHIVES + timedelta(days=365)) is Phase.REVIEW
    assert next_change(dates, at=CLOSES) is None


def test_campaign_announced_early_is_announced_before_its_close():
    dates = replace(WHOLE_LIFE, announced_at=OPENS)
    assert phase_at(dates, at=OPENS) is Phase.ANNOUNCED
    assert next_change(dates, at=OPENS) == (Phase.ARCHIVED, ARCHIVES)


def test_next_change_skips_dates_that_change_nothing():
    dates = replace(WHOLE_LIFE, announced_at=OPENS, archives_at=None)
    assert next_change(dates, at=OPENS) is None  # the close comes, but nothing changes


def test_boundary_inside_a_repeated_hour_is_told_apart():
    # On 27 October 2024 the clocks of Berlin showed 02:30 twice; the second one is meant.
    berlin = ZoneInfo("Europe/Berlin")
    second_half_past_two = datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=berlin)
    dates = replace(WHOLE_LIFE, closes_at=second_half_past_two, announced_at=None)
    first_half_past_two = datetime(2024, 10, 27, 2, 30, fold=0, tzinfo=berlin)
    assert phase_at(dates, at=first_half_past_two) is Phase.OPEN
    assert phase_at(dates, at=second_half_past_two) is Phase.REVIEW


@pytest.mark.parametrize("name", [field.name for field in fields(Dates)])
def test_naive_date_is_refused(name):
    with pytest.raises(ValueError, match=name):
        Dates(**{name: datetime(2024, 2, 21)})  # noqa: DTZ001 naive on purpose


def test_naive_moment_is_refused():
    naive = datetime(2024, 2, 21)  # noqa: DTZ001 naive on purpose
    with pytest.raises(ValueError, match="at must be timezone-aware"):
        phase_at(WHOLE_LIFE, at=naive)
    with pytest.raises(ValueError, match="at must be timezone-aware"):
        next_change(WHOLE_LIFE, at=naive)


# Few distinct moments, so that dates often coincide or stand in the wrong order.
MOMENTS = st.integers(0, 6).map(lambda day: datetime(2024, 1, 1 + day, tzinfo=UTC))
ANY_DATES = st.builds(Dates, **{field.name: st.none() | MOMENTS for field in fields(Dates)})


@given(ANY_DATES, MOMENTS)
def test_next_change_agrees_with_the_phase_at_every_moment(dates, at):
    current = phase_at(dates, at=at)
    change = next_change(dates, at=at)
    end = change[1] if change else datetime(2030, 1, 1, tzinfo=UTC)
    moment = at
    while moment < end and moment < datetime(2024, 1, 9, tzinfo=UTC):
        assert phase_at(dates, at=moment) is current
        moment += timedelta(hours=12)
    assert phase_at(dates, at=end - TICK) is current
    if change:
        assert change[0] is not current
        assert phase_at(dates, at=end) is change[0]


@given(ANY_DATES, MOMENTS)
def test_walking_the_changes_ends_and_visits_no_phase_twice(dates, at):
    visited = [phase_at(dates, at=at)]
    while change := next_change(dates, at=at):
        visited.append(change[0])
        at = change[1]
    assert len(set(visited)) == len(visited)


@pytest.mark.parametrize(
    ("decision", "phase"),
    [
        ("published_at", Phase.REVIEW),
        ("announced_at", Phase.ANNOUNCED),
        ("cancelled_at", Phase.CANCELLED),
    ],
)
def test_phase_under_lock_counts_what_was_decided_while_it_waited(decision, phase):
    undecided = replace(WHOLE_LIFE, announced_at=None, archives_at=None)
    dates = replace(undecided, **{decision: ANNOUNCED})
    assert phase_at(dates, at=ANNOUNCED - TICK) is not phase
    assert phase_under_lock(dates, at=ANNOUNCED - TICK) is phase


@pytest.mark.parametrize("at", [ANNOUNCED, ANNOUNCED + TICK, ARCHIVES])
def test_phase_under_lock_is_the_phase_when_nothing_was_decided_meanwhile(at):
    assert phase_under_lock(WHOLE_LIFE, at=at) is phase_at(WHOLE_LIFE, at=at)
