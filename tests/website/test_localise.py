from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from website import localise

NB = "\xa0"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", f"70{NB}000"),
        ("ru", f"70{NB}000"),
        ("az", "70.000"),
        ("en", "70,000"),
        ("ar", "70,000"),
    ],
)
def test_number_groups_digits_as_the_language_does(language, expected):
    with translation.override(language):
        assert localise.number(70_000) == expected


def test_large_number_below_a_million_stays_whole():
    assert localise.large_number(999_999) == "999,999"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", "28,3 миллион"),
        ("ru", "28,3 миллиона"),
        ("az", "28,3 milyon"),
        ("en", "28.3 million"),
        ("ar", "28.3 مليون"),
    ],
)
def test_large_number_from_a_million_is_in_words(language, expected):
    with translation.override(language):
        assert localise.large_number(28_300_000).replace(NB, " ") == expected


def test_day_is_told_in_the_zone_given():
    moment = datetime(2024, 4, 20, 20, 30, tzinfo=UTC)
    assert localise.day(moment, ZoneInfo("Asia/Baku")) == "April 21, 2024"
    assert localise.day(moment, ZoneInfo("America/New_York")) == "April 20, 2024"
