from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.importing import values

ALMATY = ZoneInfo("Asia/Almaty")
READERS = [
    lambda cell: values.moment(cell, ALMATY),
    values.length,
    values.number,
    values.language,
    values.country,
    values.publicity,
]


def can_read(read: Callable[[], Any]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-03-01 12:30", utc(2024, 3, 1, 7, 30)),  # Almaty was at UTC+5 from that day on
        ("2024-03-01T12:30:15Z", utc(2024, 3, 1, 12, 30, 15)),
        ("2024-03-01T12:30:15.250+06:00", utc(2024, 3, 1, 6, 30, 15, 250_000)),
        ("2024-03-01 12:30:15 UTC", utc(2024, 3, 1, 12, 30, 15)),
        ("2024-03-01 9:05 +0500", utc(2024, 3, 1, 4, 5)),
        ("2026-03-01", utc(2026, 2, 28, 19)),
        ("01.03.2026 12:30", utc(2026, 3, 1, 7, 30)),
        ("1.3.2026, 12:30:10", utc(2026, 3, 1, 7, 30, 10)),
        ("1709027100", utc(2024, 2, 27, 9, 45)),
        ("1 709 027 100", utc(2024, 2, 27, 9, 45)),
        ("1\u00a0709\u00a0027\u00a0100", utc(2024, 2, 27, 9, 45)),
        (1709027100, utc(2024, 2, 27, 9, 45)),
        (1709027100.0, utc(2024, 2, 27, 9, 45)),
        ("1709027100123", utc(2024, 2, 27, 9, 45)),
        (46082.5, utc(2026, 3, 1, 7)),
        ("46082,5", utc(2026, 3, 1, 7)),
        (datetime(2026, 3, 1, 12, 30), utc(2026, 3, 1, 7, 30)),  # noqa: DTZ001
        (date(2026, 3, 1), utc(2026, 2, 28, 19)),
    ],
)
def test_times_are_read_as_exports_write_them(cell: Any, expected: datetime):
    assert values.moment(cell, ALMATY) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "yesterday",
        "03/01/2024 12:30",  # March or January
        "2024-13-01 12:30",
        "2024-02-30",
        "2024-03-01 25:00",
        "32.01.2024",
        "42",
        "17090271",
        "99999999999999999999",
        "9" * 400,
        float("inf"),
        float("nan"),
        "9999-12-31 23:59 -05:00",
        "2024-03-01 12:30 Almaty",
        True,
    ],
)
def test_times_that_cannot_be_read_for_certain_are_refused(cell: Any):
    assert not can_read(lambda: values.moment(cell, ALMATY))


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (42, 42),
        (42.9, 42),
        ("42", 42),
        ("42.9", 42),
        ("1 042", 1042),
        ("0:42", 42),
        ("1:02:03", 3723),
        ("PT1M2S", 62),
        ("PT42.5S", 42),
        ("42 s", 42),
        ("42 сек", 42),
        (time(0, 1, 2), 62),
        (timedelta(minutes=2), 120),
    ],
)
def test_durations_are_read_in_whole_seconds(cell: Any, seconds: int):
    assert values.length(cell) == seconds


@pytest.mark.parametrize("cell", ["long", "-5", "PT", "99999999", "1:2:3:4", "5 min"])
def test_durations_that_cannot_be_read_are_refused(cell: Any):
    assert not can_read(lambda: values.length(cell))


@pytest.mark.parametrize(
    ("cell", "number"), [("1 532", 1532), ("1\u202f532", 1532), (1532.0, 1532), ("0", 0)]
)
def test_counts_are_read_with_spaces(cell: Any, number: int):
    assert values.number(cell) == number


@pytest.mark.parametrize("cell", ["1,532", "12.3K", "-1", "1e3", "9" * 20])
def test_counts_that_mean_several_things_are_refused(cell: Any):
    assert not can_read(lambda: values.number(cell))


@pytest.mark.parametrize(
    ("cell", "code"),
    [("KZ", "KZ"), ("kz", "KZ"), ("Казахстан", "KZ"), ("Қазақстан", "KZ"), ("كازاخستان", "KZ")],
)
def test_countries_are_known_by_code_and_name(cell: str, code: str):
    assert values.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"), [("kk", "kk"), ("az-AZ", "az"), ("қазақ тілі", "kk"), ("русский", "ru")]
)
def test_languages_are_known_by_code_and_name(cell: str, code: str):
    assert values.language(cell) == code


@pytest.mark.parametrize(
    ("cell", "public"),
    [("PUBLIC_TO_EVERYONE", True), ("public", True), ("private", False), ("SELF_ONLY", False)],
)
def test_publicity_is_known_by_the_words_of_exports(cell: str, public: bool):
    assert values.publicity(cell) is public


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("cell", [None, "", "  "])
def test_empty_cell_says_nothing(read: Any, cell: Any):
    assert read(cell) is None


@pytest.mark.parametrize("read", READERS)
@given(cell=st.text(alphabet="0123456789 :.,-+TZPHMS٣", max_size=30) | st.floats() | st.integers())
def test_nothing_but_a_value_error_comes_of_any_cell(read: Any, cell: Any):
    assert can_read(lambda: read(cell)) in {True, False}
