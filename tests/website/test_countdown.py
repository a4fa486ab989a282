import json
from datetime import timedelta

from tests.builders import utc
from website.countdown import Countdown

AT = utc(2024, 4, 1, 12)


def countdown(**left):
    return Countdown(deadline=AT + timedelta(**left), at=AT)


def test_countdown_splits_days_and_clock():
    shown = countdown(days=12, hours=4, minutes=5, seconds=6)
    assert (shown.days_text, shown.clock) == ("12 days", "04:05:06")


def test_countdown_on_the_last_day_is_the_clock_alone():
    shown = countdown(hours=23, minutes=59, seconds=59)
    assert (shown.days_text, shown.clock) == ("", "23:59:59")


def test_countdown_after_the_deadline_is_zero_not_negative():
    shown = countdown(days=-3)
    assert (shown.days, shown.days_text, shown.clock) == (0, "", "00:00:00")


def test_words_of_the_next_days_start_with_todays_count():
    assert json.loads(countdown(days=2).days_json) == ["2 days", "1 day", ""]
    assert json.loads(countdown(days=9).days_json) == [
        "9 days", "8 days", "7 days", "6 days", "5 days",
    ]  # fmt: skip
