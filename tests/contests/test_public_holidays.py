"""Public holidays of a campaign's country."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from contests.public_holidays import country_of, holiday_on


def on(day, zone_name, language):
    zone = ZoneInfo(zone_name)
    with translation.override(language):
        return holiday_on(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone), zone=zone)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Almaty", "KZ"),
        ("Asia/Qyzylorda", "KZ"),
        ("Asia/Baku", "AZ"),
        ("Asia/Riyadh", "SA"),
        ("UTC", None),
        ("Etc/GMT+3", None),
    ],
)
def test_country_is_that_of_the_zone(zone, country):
    assert country_of(ZoneInfo(zone)) == country


@pytest.mark.parametrize(
    ("day", "zone", "language", "told_in"),
    [
        ("2027-03-22", "Asia/Almaty", "kk", "kk"),
        ("2027-03-22", "Asia/Almaty", "en", "en"),
        # Never English on a Russian or Arabic screen: the country's own name of the day.
        ("2027-03-22", "Asia/Almaty", "ru", "kk"),
        ("2027-05-28", "Asia/Baku", "ar", "az"),
        ("2027-09-23", "Asia/Riyadh", "ar", "ar"),
        ("2027-09-23", "Asia/Riyadh", "az", "ar"),
        ("2027-07-23", "Africa/Cairo", "ru", "ar"),
    ],
)
def test_holiday_is_told_in_the_readers_language_or_the_countrys(day, zone, language, told_in):
    holiday = on(day, zone, language)
    assert holiday is not None
    assert (bool(holiday.name), holiday.language) == (True, told_in)


def test_day_is_the_one_in_the_zone():
    zone = ZoneInfo("Asia/Almaty")
    late = datetime(2027, 12, 15, 20, 0, tzinfo=ZoneInfo("UTC"))  # the 16th in Almaty
    assert holiday_on(late, zone=zone)
    assert not holiday_on(late, zone=ZoneInfo("UTC"))


def test_working_days_and_unknown_countries_have_none():
    assert on("2027-03-30", "Asia/Almaty", "kk") is None
    assert on("2027-01-01", "Etc/UTC", "en") is None
