"""The life of a campaign as a line, and its dates."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from desk.timeline import deadlines_of, stages_of
from tests.builders import build_campaign, build_category

pytestmark = pytest.mark.django_db


def states(campaign: Campaign, at: datetime) -> list[tuple[str, str]]:
    return [(str(stage.name), stage.state) for stage in stages_of(campaign, at=at)]


def test_line_shows_how_far_the_campaign_is():
    campaign = build_campaign(phase=Phase.OPEN)
    build_category(campaign)
    assert states(campaign, timezone.now()) == [
        ("Set-up", "done"),
        ("Published", "done"),
        ("Open for entries", "now"),
        ("Under review", "later"),
        ("Winners announced", "later"),
        ("Archive", "later"),
    ]


def test_line_of_a_showcase_ends_with_its_close():
    campaign = build_campaign(phase=Phase.REVIEW)
    assert states(campaign, timezone.now())[-1] == ("Concluded", "now")


def test_line_of_a_cancelled_campaign_shows_where_it_stopped():
    campaign = build_campaign(phase=Phase.CANCELLED)
    build_category(campaign)
    assert states(campaign, timezone.now())[2:5] == [
        ("Open for entries", "done"),
        ("Cancelled", "cancelled"),
        ("Under review", "later"),
    ]


def test_dates_are_told_in_the_campaigns_zone_with_their_distance():
    campaign = build_campaign(
        time_zone="Asia/Baku",
        opens_at=datetime(2027, 2, 21, 20, 0, tzinfo=UTC),
        closes_at=datetime(2027, 4, 21, 19, 59, tzinfo=UTC),
        shortlist_by=None,
        announce_by=datetime(2027, 4, 30, 19, 59, tzinfo=UTC),
        archives_at=None,
        published_at=datetime(2027, 2, 1, tzinfo=UTC),
    )
    build_category(campaign)
    at = datetime(2027, 5, 2, 19, 59, tzinfo=UTC)
    assert [(d.when, d.distance, d.state) for d in deadlines_of(campaign, at=at)] == [
        ("Monday, February 22, 2027, 00:00", "2 months ago", "past"),
        ("Wednesday, April 21, 2027, 23:59", "11 days ago", "past"),
        ("Friday, April 30, 2027, 23:59", "missed, 2 days late", "missed"),
    ]


@pytest.mark.parametrize(("ahead", "marked"), [(True, True), (False, False)])
def test_date_ahead_that_falls_on_a_holiday_is_marked(ahead, marked):
    nauryz = datetime(2027, 3, 22, 5, 0, tzinfo=UTC)
    campaign = build_campaign(at=nauryz + timedelta(days=10))
    assert campaign.opens_at == nauryz
    at = nauryz + timedelta(days=-1 if ahead else 1)
    opens, closes, *_rest = deadlines_of(campaign, at=at)
    assert bool(opens.holiday) == marked
    assert closes.holiday is None


def test_promise_that_was_kept_late_is_told_for_ever():
    campaign = build_campaign(
        phase=Phase.ARCHIVED,
        shortlist_by=None,
        announce_by=datetime(2027, 4, 30, 12, 0, tzinfo=UTC),
        opens_at=datetime(2027, 3, 1, tzinfo=UTC),
        closes_at=datetime(2027, 4, 20, tzinfo=UTC),
        published_at=datetime(2027, 2, 1, tzinfo=UTC),
        announced_at=datetime(2027, 5, 3, 12, 0, tzinfo=UTC),
        archives_at=None,
    )
    build_category(campaign)
    winners = deadlines_of(campaign, at=datetime(2028, 5, 3, tzinfo=UTC))[-1]
    assert (winners.distance, winners.state) == ("kept 3 days late", "missed")
