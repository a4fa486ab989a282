"""A small line of values over days."""

from datetime import date

from website.sparkline import Sparkline


def test_line_begins_at_nothing_and_ends_at_the_top():
    line = Sparkline(((date(2026, 5, 1), 0), (date(2026, 5, 2), 50), (date(2026, 5, 5), 100)))
    assert line.path == "M0.0 146.0L150.0 75.0L600.0 4.0"
    assert line.area == "M0.0 146.0L150.0 75.0L600.0 4.0L600.0 150L0.0 150Z"


def test_missing_days_leave_room():
    line = Sparkline(((date(2026, 5, 1), 1), (date(2026, 5, 11), 1)))
    assert line.path == "M0.0 4.0L600.0 4.0"


def test_nothing_and_a_single_day_are_not_worth_drawing():
    day = date(2026, 5, 1)
    assert not Sparkline(()).is_worth_drawing
    assert not Sparkline(((day, 5),)).is_worth_drawing
    assert not Sparkline(((day, 0), (date(2026, 5, 2), 0))).is_worth_drawing
    assert Sparkline(((day, 0), (date(2026, 5, 2), 1))).is_worth_drawing
