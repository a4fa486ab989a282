"""Dates of a campaign are typed and shown in its own time zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Campaign
from contests.phases import Phase
from tests.builders import build_campaign
from tests.contests.typed import ADD, change, errors_of, typed
from tests.personas import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, settings) -> Client:
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_dates_are_typed_in_the_campaigns_time(staff):
    response = staff.post(ADD, typed())
    campaign = Campaign.objects.get()
    assert response.headers["Location"] == reverse("admin:desk_campaign", args=[campaign.pk])
    assert (campaign.opens_at, campaign.closes_at) == (
        datetime(2027, 2, 1, 4, 0, tzinfo=UTC),
        datetime(2027, 3, 1, 18, 59, tzinfo=UTC),
    )
    assert (campaign.languages, campaign.platforms) == (["kk", "ru"], ["tiktok"])


def test_dates_are_read_in_the_zone_that_was_chosen_with_them(staff):
    staff.post(ADD, typed(time_zone="Asia/Baku"))
    assert Campaign.objects.get().opens_at == datetime(2027, 2, 1, 5, 0, tzinfo=UTC)


def test_dates_are_shown_in_the_campaigns_time_with_the_zone_named(staff):
    campaign = build_campaign(
        phase=Phase.DRAFT,
        time_zone="Asia/Baku",
        opens_at=datetime(2027, 2, 1, 5, 0, tzinfo=UTC),
        closes_at=datetime(2027, 3, 1, 5, 0, tzinfo=UTC),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
    )
    page = staff.get(change(campaign)).content.decode()
    assert 'value="09:00"' in page
    assert "time zone: Asia/Baku (\u2066UTC+4\u2069)" in page
    assert f'data-admin-utc-offset="{4 * 3600}"' in page


def test_saving_an_unchanged_form_keeps_the_dates(staff):
    staff.post(ADD, typed())
    before = Campaign.objects.get()
    staff.post(change(before), typed(tagline_kk="Оқы"))
    after = Campaign.objects.get()
    assert (after.opens_at, after.closes_at) == (before.opens_at, before.closes_at)
    assert after.tagline_kk == "Оқы"


def test_changed_zone_keeps_the_clock_time(staff):
    staff.post(ADD, typed())
    campaign = Campaign.objects.get()
    staff.post(change(campaign), typed(time_zone="Asia/Baku"))
    campaign.refresh_from_db()
    assert campaign.opens_at
    assert campaign.opens_at.astimezone(ZoneInfo("Asia/Baku")).hour == 9


def test_time_that_the_clocks_skip_is_refused(staff):
    response = staff.post(
        ADD, typed(time_zone="Europe/Berlin", opens_at_0="2027-03-28", opens_at_1="02:30")
    )
    assert set(errors_of(response)) == {"opens_at"}


def test_form_with_errors_shows_what_was_typed(staff):
    page = staff.post(ADD, typed(slug="")).content.decode()
    assert 'value="09:00"' in page


def test_seconds_are_shown_where_there_are_any_and_survive_saving(staff):
    staff.post(ADD, typed(closes_at_1="23:59:59"))
    campaign = Campaign.objects.get()
    page = staff.get(change(campaign)).content.decode()
    assert 'value="23:59:59"' in page
    assert 'value="09:00"' in page
