"""How the dates of the next edition follow from those of the last one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.edition_dates import Move, same_weekday_next_year

ALMATY, BERLIN = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ALMATY)
SUNDAY_NIGHT = datetime(2026, 3, 29, 23, 59, tzinfo=ALMATY)


def move(opens_on, *, opened=MONDAY, closed=SUNDAY_NIGHT, zone=ALMATY):
    return Move(opened, closed, opens_on, zone)


def local(moment, zone=ALMATY):
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"


def test_dates_keep_their_weekday_and_time_of_day():
    later = move(date(2027, 3, 1))
    assert local(later.opening()) == "Mon 2027-03-01 09:00"
    assert local(later.later(SUNDAY_NIGHT)) == "Sun 2027-03-28 23:59"


@pytest.mark.parametrize(
    ("chosen", "closes"),
    [
        (date(2027, 3, 3), "Sun 2027-03-28 23:59"),
        (date(2027, 3, 4), "Sun 2027-03-28 23:59"),
        (date(2027, 3, 5), "Sun 2027-04-04 23:59"),
    ],
)
def test_opening_falls_on_the_chosen_day_and_the_others_on_their_weekday(chosen, closes):
    later = move(chosen)
    assert later.opening().astimezone(ALMATY).date() == chosen
    assert local(later.later(SUNDAY_NIGHT)) == closes


def test_contest_of_a_few_days_moves_as_one_block():
    closed = MONDAY + timedelta(days=2)
    later = move(date(2027, 3, 5), closed=closed)
    assert local(later.later(closed)) == "Sun 2027-03-07 09:00"


def test_time_of_day_outlives_summer_time():
    winter = datetime(2026, 3, 27, 18, 0, tzinfo=BERLIN)
    later = move(date(2026, 4, 3), opened=winter, closed=winter + timedelta(days=30), zone=BERLIN)
    assert local(later.opening(), BERLIN) == "Fri 2026-04-03 18:00"


def test_hour_that_the_clocks_skip_comes_after_it():
    early = datetime(2026, 3, 22, 2, 30, tzinfo=BERLIN)
    later = move(date(2026, 3, 29), opened=early, closed=early + timedelta(days=30), zone=BERLIN)
    assert local(later.opening(), BERLIN) == "Sun 2026-03-29 03:30"


def test_day_is_the_one_in_the_campaigns_zone():
    late = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)  # Monday, 01:00 in Almaty
    later = move(date(2027, 3, 1), opened=late)
    assert local(later.opening()) == "Mon 2027-03-01 01:00"


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="timezone-aware"):
        same_weekday_next_year(datetime(2026, 3, 2), zone=ALMATY, after=date(2026, 1, 1))  # noqa: DTZ001


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(opened=DAYS, length=st.integers(1, 400), chosen=DAYS, hour=st.integers(0, 23))
def test_close_stays_after_the_opening_and_nearly_as_far(opened, length, chosen, hour):
    start = datetime(opened.year, opened.month, opened.day, hour, tzinfo=ALMATY)
    closed = start + timedelta(days=length)
    later = move(chosen, opened=start, closed=closed)
    drift = (later.later(closed) - later.opening()) - (closed - start)
    assert later.later(closed) > later.opening()
    assert abs(drift) <= timedelta(days=3, hours=2)
    if length >= 7:
        assert later.later(closed).astimezone(ALMATY).weekday() == closed.weekday()


@given(day=DAYS, after=DAYS)
def test_suggested_day_is_a_year_later_on_the_same_weekday(day, after):
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ALMATY)
    suggested = same_weekday_next_year(moment, zone=ALMATY, after=after)
    assert suggested > after
    assert suggested.weekday() == day.weekday()
    assert suggested > day + timedelta(days=300)
    anniversary = date(suggested.year, day.month, min(day.day, 28))
    assert min(abs((suggested - anniversary).days), 365 - abs((suggested - anniversary).days)) <= 6
