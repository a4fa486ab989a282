"""What a campaign adds up to, and its charts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Partnership
from contests.phases import Phase
from entries.models import Entry
from metrics.daily import bring_days_forward
from metrics.keeping import keep_anew
from metrics.models import CampaignReading, ReadingPlan
from metrics.partner_links import GOOD_FOR, opens, partner_key
from metrics.pulse import is_frozen, pulse_of
from metrics.pulse_charts import entries_charts, public_entry_chart, shares_of, views_charts
from metrics.reported import reported_figures
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_reading,
    utc,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.OPEN, at=utc(2026, 3, 20))


def keep(campaign):
    keep_anew(campaign=campaign)
    bring_days_forward(campaign_id=campaign.pk)


def fill(campaign, *, size):
    """`size` institutions with a video on each platform, with readings, categories and regions."""
    for number in range(size):
        partner = build_partner(region_code=f"KZ-{number % 20 + 10}", region_en=f"Region {number}")
        build_partnership(campaign, partner=partner)
        category = build_category(campaign, is_chosen=True)
        for platform in ("tiktok", "youtube"):
            entry = build_entry(
                campaign, platform=platform, institution=partner, declared_country="KZ"
            )
            entry.chosen_categories.add(category)
            build_reading(entry, views=10, taken_at=entry.posted_at + timedelta(hours=1))
    keep(campaign)


def test_totals_are_per_platform(campaign):
    creator = build_creator()
    for views in (10, 5):
        build_reading(
            build_entry(campaign, creator=creator), views=views, taken_at=utc(2026, 3, 12)
        )
    build_reading(build_entry(campaign, platform="youtube"), views=7, taken_at=utc(2026, 3, 13))
    build_entry(campaign, platform="youtube")
    build_entry(campaign, platform="instagram")
    build_reading(
        build_entry(campaign, status=Entry.Status.REJECTED), views=99, taken_at=utc(2026, 3, 13)
    )
    keep(campaign)
    pulse = pulse_of(campaign)
    assert [
        (one.platform, one.views, one.videos, one.read, one.creators) for one in pulse.platforms
    ] == [
        ("tiktok", 15, 2, 2, 1),
        ("youtube", 7, 2, 1, 2),
        ("instagram", None, 1, 0, 1),
    ]
    assert (pulse.videos, pulse.creators) == (5, 4)
    assert not hasattr(pulse, "views")


def test_institutions_are_participants_with_a_video(campaign):
    regions = ("KZ-10", "KZ-10", "KZ-11", "", "KZ-12")
    partners = [build_partner(region_code=code) for code in regions]
    for partner in partners[:-1]:
        build_partnership(campaign, partner=partner)
        build_entry(campaign, institution=partner)
        build_entry(campaign, institution=partner)
    build_partnership(campaign, partner=partners[-1], role=Partnership.Role.MEDIA)
    build_entry(campaign, institution=partners[-1])
    build_partnership(campaign, partner=build_partner(region_code="KZ-13"))
    pulse = pulse_of(campaign)
    assert (pulse.institutions, pulse.participants, pulse.regions) == (4, 5, 3)


def test_views_are_drawn_per_platform_with_chosen_categories(campaign):
    chosen, everyone = (
        build_category(campaign, is_chosen=is_chosen, title_en=f"C{is_chosen}")
        for is_chosen in (True, False)
    )
    inside = build_entry(campaign)
    inside.chosen_categories.add(chosen)
    for entry, views in (
        (inside, 10),
        (build_entry(campaign), 5),
        (build_entry(campaign, platform="youtube"), 7),
    ):
        build_reading(entry, views=views, taken_at=utc(2026, 3, 12))
    keep(campaign)
    day = date(2026, 3, 12)
    tiktok, youtube = views_charts(campaign, with_categories=True)
    assert [(one.name, one.points) for one in tiktok.series] == [
        ("All accepted videos", [(day, 15)]),
        ("CTrue", [(day, 10)]),
    ]
    assert [(one.name, one.points) for one in youtube.series] == [
        ("All accepted videos", [(day, 7)])
    ]
    assert [len(chart.series) for chart in views_charts(campaign)] == [1, 1]
    assert everyone.title not in {one.name for one in tiktok.series}


def test_entries_are_counted_by_the_day_of_the_zone(campaign):
    opening = campaign.opens_at.astimezone(campaign.zone).date()
    before = campaign.opens_at - timedelta(days=40)
    build_entry(campaign, posted_at=before, received_at=utc(2026, 3, 12, 18, 59))
    build_entry(campaign, posted_at=utc(2026, 3, 12), received_at=utc(2026, 3, 12, 19))
    late = build_entry(campaign, received_at=utc(2026, 3, 14, 19))
    Entry.objects.filter(pk=late.pk).update(posted_at=None)
    received, posted = entries_charts(campaign)
    assert received.series[0].points == [
        (date(2026, 3, 12), 1),
        (date(2026, 3, 13), 1),
        (date(2026, 3, 14), 0),
        (date(2026, 3, 15), 1),
    ]
    assert posted.series[0].points == [(date(2026, 3, 12), 1)]
    assert opening > before.date()
    assert posted.note == (
        "1 video was posted before the opening. Of 1 video it is not known when it was posted."
    )


def test_shares_say_only_what_is_known(campaign):
    build_entry(campaign)
    assert shares_of(campaign) == []
    partner = build_partner(region_code="KZ-63", region_en="Shygys")
    build_entry(campaign, platform="youtube", institution=partner, declared_country="KZ")
    found = {
        chart.of_what: [(share.name, share.per_mille) for share in chart.shares]
        for chart in shares_of(campaign)
    }
    assert found == {
        "Platform": [("TikTok", 500), ("YouTube", 500)],
        "Region": [("Shygys", 500), ("No institution, or its region is not known", 500)],
        "Country": [("Kazakhstan", 500), ("Not named", 500)],
    }


def test_a_part_is_the_institutions_own(campaign):
    library = build_partner()
    for institution, views in ((library, 10), (None, 5)):
        build_reading(
            build_entry(campaign, institution=institution), views=views, taken_at=utc(2026, 3, 12)
        )
    other = build_campaign(phase=Phase.OPEN, at=utc(2026, 3, 20))
    build_reading(build_entry(other, institution=library), views=70, taken_at=utc(2026, 3, 12))
    keep(campaign)
    keep(other)
    (totals,) = pulse_of(campaign, library).platforms
    assert (totals.views, totals.videos) == (10, 1)
    (chart,) = views_charts(campaign, library)
    assert chart.series[0].points == [(date(2026, 3, 12), 10)]
    assert entries_charts(campaign, library)[0].value_ticks == [0, 1]


def test_a_long_history_keeps_the_last_reading_of_each_day(campaign):
    entry = build_entry(campaign)
    for hour in range(24 * 6):
        build_reading(entry, views=hour, taken_at=utc(2026, 3, 12) + timedelta(hours=hour))
    chart = public_entry_chart(entry, campaign)
    assert [value for _at, value in chart.series[0].points] == [18, 42, 66, 90, 114, 138, 143]


@pytest.mark.parametrize("figure", ["institutions", "regions"])
def test_institutions_and_regions_are_reported_too(campaign, figure):
    CampaignReading.objects.create(
        campaign=campaign,
        taken_at=utc(2026, 3, 12),
        recorded_at=utc(2026, 3, 12),
        source="Ministry",
        **{figure: 17},
    )
    (found,) = reported_figures(campaign, at=utc(2026, 3, 13))
    assert (found.name, found.value) == (figure, 17)


def test_everything_keeps_its_queries():
    counts = set()
    for size in (1, 3, 30):
        campaign = build_campaign(phase=Phase.OPEN, at=utc(2026, 3, 20))
        fill(campaign, size=size)
        partner = campaign.partnerships.first().partner
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for part in (None, partner):
                pulse_of(campaign, part)
                views_charts(campaign, part, with_categories=True)
                entries_charts(campaign, part)
                shares_of(campaign, part)
        counts.add(len(captured))
    assert len(counts) == 1


def test_the_board_is_frozen_from_its_moment_until_the_announcement():
    campaign = build_campaign(phase=Phase.REVIEW)
    now = timezone.now()
    plan = ReadingPlan(campaign=campaign)
    assert not is_frozen(campaign, plan, at=now)
    plan.board_freezes_at = now
    assert is_frozen(campaign, plan, at=now)
    assert not is_frozen(campaign, plan, at=now - timedelta(seconds=1))
    campaign.announced_at = now
    assert not is_frozen(campaign, plan, at=now)


def test_a_key_opens_its_own_part_for_thirty_days(campaign, monkeypatch):
    library, other = build_partner(), build_partner()
    key = partner_key(campaign, library)
    assert opens(key, campaign, library)
    assert not opens(key, campaign, other)
    assert not opens(key, build_campaign(), library)
    assert not opens("", campaign, library)
    assert not opens(key[:-1] + ("a" if key[-1] != "a" else "b"), campaign, library)
    assert not opens(signing.dumps([campaign.pk, library.pk]), campaign, library)

    now = signing.time.time()
    seconds = GOOD_FOR.total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: now + seconds - 5)
    assert opens(key, campaign, library)
    monkeypatch.setattr(signing.time, "time", lambda: now + seconds + 5)
    assert not opens(key, campaign, library)
