"""Moments, distances and zones in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation

from contests.phases import Phase
from contests.wording import (
    PHASE_NAMES,
    day_and_time,
    distance,
    phase_name,
    utc_offset,
    zone_name,
)
from tests.builders import build_campaign, build_category

NOW = datetime(2027, 3, 1, 18, 59, tzinfo=UTC)


def test_every_phase_has_a_name():
    assert set(PHASE_NAMES) == set(Phase)


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(days=61), "in 2 months"),
        (timedelta(days=59, hours=23), "in 59 days"),
        (timedelta(days=13, minutes=1), "in 13 days"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=2, seconds=-1), "in 47 hours"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(hours=1, minutes=59), "in 119 minutes"),
        (timedelta(minutes=5), "in 5 minutes"),
        (-timedelta(minutes=5), "5 minutes ago"),
        (-timedelta(days=6, hours=5), "6 days ago"),
        (-timedelta(days=400), "13 months ago"),
    ],
)
def test_distance_is_told_in_whole_units(delta, words):
    assert distance(NOW + delta, at=NOW) == words


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "через 3 дня"), ("kk", "3 күннен кейін"), ("ar", "خلال 3 أيام")]
)
def test_distance_follows_the_grammar_of_the_language(code, words):
    with translation.override(code):
        assert distance(NOW + timedelta(days=3), at=NOW) == words


def test_moment_is_told_in_its_zone():
    assert day_and_time(NOW, ZoneInfo("Asia/Almaty")) == "March 1, 2027, 23:59"
    assert day_and_time(NOW, ZoneInfo("UTC")) == "March 1, 2027, 18:59"


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("Asia/Almaty", "UTC+5"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC−3:30"),
        ("UTC", "UTC+0"),
    ],
)
def test_offset_keeps_its_sign_in_front_in_every_direction(name, offset):
    assert utc_offset(ZoneInfo(name), NOW) == f"\u2066{offset}\u2069"


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_zone_is_named_in_every_language(code):
    with translation.override(code):
        assert "UTC+5" in zone_name(ZoneInfo("Asia/Almaty"), NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "contest", "showcase"),
    [
        (Phase.OPEN, "open now", "running now"),
        (Phase.ANNOUNCED, "winners announced", "concluded"),
        (Phase.COMING, "coming soon", "coming soon"),
    ],
)
def test_phase_of_a_showcase_names_no_winners(phase: Phase, contest: str, showcase: str):
    campaign = build_campaign(phase=phase)
    assert phase_name(campaign, phase) == showcase
    judged = build_campaign(phase=phase)
    build_category(judged)
    assert phase_name(judged, phase) == contest
