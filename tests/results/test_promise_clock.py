"""Promises by the calendar of the campaign's zone: how they stand, when staff are told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from results.promise_clock import Kind, Promise, State, alarm_at, promise_at, reminder_at
from tests.builders import utc

ALMATY = ZoneInfo("Asia/Almaty")
BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2027, 5, 10, 18, 0, tzinfo=ALMATY)
MINUTE = timedelta(minutes=1)


def _at(
    at: datetime,
    *,
    due: datetime = DUE,
    kept: datetime | None = None,
    zone: ZoneInfo = ALMATY,
) -> Promise:
    return promise_at(Kind.WINNERS, due=due, fulfilled_at=kept, zone=zone, at=at)


@pytest.mark.parametrize(
    ("at", "state", "days"),
    [
        (datetime(2027, 5, 3, 0, 0, tzinfo=ALMATY), State.AHEAD, 7),
        (datetime(2027, 5, 9, 23, 59, tzinfo=ALMATY), State.AHEAD, 1),
        (datetime(2027, 5, 10, 0, 0, tzinfo=ALMATY), State.TODAY, 0),
        (DUE - MINUTE, State.TODAY, 0),
        (DUE, State.MISSED, 0),
        (datetime(2027, 5, 10, 23, 59, tzinfo=ALMATY), State.MISSED, 0),
        (datetime(2027, 5, 11, 0, 0, tzinfo=ALMATY), State.MISSED, 1),
        (datetime(2027, 6, 10, 0, 0, tzinfo=ALMATY), State.MISSED, 31),
    ],
)
def test_promise_that_is_not_kept_counts_days_of_the_calendar(at, state, days):
    promise = _at(at)
    assert (promise.state, promise.days) == (state, days)
    assert promise.is_pending


@pytest.mark.parametrize(
    ("kept", "state", "days"),
    [
        (DUE - timedelta(days=4), State.KEPT, 0),
        (DUE, State.KEPT, 0),
        (DUE + MINUTE, State.KEPT_LATE, 0),
        (datetime(2027, 5, 11, 0, 0, tzinfo=ALMATY), State.KEPT_LATE, 1),
        (datetime(2027, 5, 13, 17, 0, tzinfo=ALMATY), State.KEPT_LATE, 3),
    ],
)
def test_promise_that_was_kept_late_stays_so(kept, state, days):
    promise = _at(DUE + timedelta(days=400), kept=kept)
    assert (promise.state, promise.days, promise.kept_at) == (state, days, kept)
    assert promise.is_broken is (state is State.KEPT_LATE)
    assert not promise.is_pending


def test_what_is_set_to_come_has_not_come_yet():
    set_for = DUE - timedelta(hours=1)
    promise = _at(set_for - MINUTE, kept=set_for)
    assert (promise.state, promise.kept_at, promise.set_for) == (State.TODAY, None, set_for)
    assert _at(set_for, kept=set_for).state is State.KEPT


def test_days_are_those_of_the_zone():
    at, due = utc(2027, 5, 9, 20), utc(2027, 5, 10, 1)
    assert _at(at, due=due).state is State.TODAY
    assert _at(at, due=due, zone=ZoneInfo("UTC")).days == 1


def _numbers(due: datetime, zone: ZoneInfo) -> list[tuple[str, int]]:
    """Every moment from ten days before until twenty days after, minute by minute: what is new."""
    found: list[tuple[str, int]] = []
    at = due.astimezone(UTC) - timedelta(days=10)
    last = None
    while at < due + timedelta(days=20):
        promise = promise_at(Kind.WINNERS, due=due, fulfilled_at=None, zone=zone, at=at)
        moment = reminder_at(promise, zone=zone, at=at) or alarm_at(promise, zone=zone, at=at)
        if moment is not None and (promise.is_broken, moment.number) != last:
            last = (promise.is_broken, moment.number)
            found.append((f"{at.astimezone(zone):%d.%m. %H:%M}", moment.number))
        at += timedelta(minutes=30)
    return found


@pytest.mark.parametrize(
    ("due", "zone", "first"),
    [
        (DUE, ALMATY, ["03.05. 09:00", "07.05. 09:00", "09.05. 09:00", "10.05. 09:00"]),
        # The clocks go forward on 28 March and back on 31 October: nine o'clock stays nine.
        (
            datetime(2027, 3, 29, 12, 0, tzinfo=BERLIN),
            BERLIN,
            ["22.03. 09:00", "26.03. 09:00", "28.03. 09:00", "29.03. 09:00"],
        ),
        (
            datetime(2027, 11, 1, 12, 0, tzinfo=BERLIN),
            BERLIN,
            ["25.10. 09:00", "29.10. 09:00", "31.10. 09:00", "01.11. 09:00"],
        ),
        # Promised for the small hours: on the day itself there is no morning left.
        (
            datetime(2027, 5, 10, 8, 0, tzinfo=ALMATY),
            ALMATY,
            ["03.05. 09:00", "07.05. 09:00", "09.05. 09:00", "10.05. 00:00"],
        ),
        (
            datetime(2027, 5, 10, 0, 0, tzinfo=ALMATY),
            ALMATY,
            ["03.05. 09:00", "07.05. 09:00", "09.05. 09:00"],
        ),
    ],
)
def test_reminders_come_in_the_morning_of_the_zone(due, zone, first):
    found = _numbers(due, zone)
    days = [7, 3, 1, 0][: len(first)]
    assert found[: len(first)] == list(zip(first, days, strict=True))
    # Then the alarms: at once, and every third day, five in all.
    assert [number for _when, number in found[len(first) :]] == [0, 1, 2, 3, 4]
    assert found[len(first)][0] == f"{due:%d.%m. %H:%M}"
    assert all(when.endswith("09:00") for when, _number in found[len(first) + 1 :])


def test_promise_that_is_kept_is_no_longer_brought_up():
    promise = _at(DUE + MINUTE, kept=DUE + MINUTE)
    assert reminder_at(promise, zone=ALMATY, at=DUE + MINUTE) is None
    assert alarm_at(promise, zone=ALMATY, at=DUE + MINUTE) is None
