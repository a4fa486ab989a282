"""Views by the day: what they add up to, whichever way they are counted."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Decision, Entry
from entries.moderation import disqualify_entry
from metrics import daily
from metrics.daily import bring_days_forward, count_all_days, count_days, count_days_due
from metrics.keeping import keep_anew
from metrics.models import Attestation, DailyViews, Reading, ViewsProgress
from metrics.recording import Figures, record_reading
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_reading,
    utc,
)

pytestmark = pytest.mark.django_db

# Almaty is five hours ahead of UTC: its 1 March begins at 19:00 on 28 February.
OPENS = utc(2026, 2, 28, 19)


@pytest.fixture
def moderator(db):
    return personas.moderator()


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(
        phase=Phase.OPEN,
        at=utc(2026, 3, 20),
        opens_at=OPENS,
        closes_at=utc(2026, 3, 31, 18),
        published_at=utc(2026, 2, 1),
    )


def days_of(campaign, **part):
    """(platform, day of March, views, videos) of a part, in order."""
    part = part or {"category": None, "partner": None}
    rows = DailyViews.objects.filter(campaign=campaign, **part).order_by("platform", "day")
    return [(row.platform, row.day.day, row.views, row.videos) for row in rows]


def count(campaign, **how):
    keep_anew(campaign=campaign)
    return bring_days_forward(campaign_id=campaign.pk, **how)


def test_a_day_ends_at_midnight_in_the_campaigns_zone(campaign):
    entry = build_entry(campaign)
    build_reading(entry, views=10, taken_at=utc(2026, 3, 1, 18, 59))
    build_reading(entry, views=25, taken_at=utc(2026, 3, 1, 19))
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 10, 1), ("tiktok", 2, 25, 1)]


def test_days_without_a_reading_keep_the_figure_and_falls_are_kept(campaign):
    first, second = build_entry(campaign), build_entry(campaign)
    build_reading(first, views=100, taken_at=utc(2026, 3, 1, 12))
    build_reading(second, views=7, taken_at=utc(2026, 3, 3, 12))
    build_reading(first, views=90, taken_at=utc(2026, 3, 4, 12))
    count(campaign)
    assert days_of(campaign) == [
        ("tiktok", 1, 100, 1),
        ("tiktok", 2, 100, 1),
        ("tiktok", 3, 107, 2),
        ("tiktok", 4, 97, 2),
    ]


def test_platforms_are_never_added(campaign):
    for platform, views in (("tiktok", 10), ("youtube", 5)):
        entry = build_entry(campaign, platform=platform)
        build_reading(entry, views=views, taken_at=utc(2026, 3, 1, 12))
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 10, 1), ("youtube", 1, 5, 1)]


def test_only_accepted_entries_and_readings_that_count(campaign, moderator):
    build_reading(
        build_entry(campaign, status=Entry.Status.RECEIVED), views=9, taken_at=utc(2026, 3, 1, 9)
    )
    entry = build_entry(campaign)
    build_reading(entry, views=10, taken_at=utc(2026, 3, 1, 12))
    typed = build_reading(
        entry, views=99, taken_at=utc(2026, 3, 1, 13), source=Reading.Source.MANUAL
    )
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 10, 1)]

    Attestation.objects.create(
        reading=typed, agrees=True, attested_by=moderator, attested_at=utc(2026, 3, 2)
    )
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 99, 1)]


def test_an_agreed_correction_replaces(campaign, moderator):
    entry = build_entry(campaign)
    wrong = build_reading(entry, views=1000, taken_at=utc(2026, 3, 1, 12))
    build_reading(entry, views=1500, taken_at=utc(2026, 3, 3, 12))
    count(campaign)
    right = build_reading(
        entry,
        views=100,
        taken_at=utc(2026, 3, 1, 12),
        source=Reading.Source.MANUAL,
        replaces=wrong,
        reason="A zero too many.",
    )
    count(campaign)
    assert [row[2] for row in days_of(campaign)] == [1000, 1000, 1500]
    Attestation.objects.create(
        reading=right,
        replaces=wrong,
        agrees=True,
        attested_by=moderator,
        attested_at=utc(2026, 3, 4),
    )
    count(campaign)
    assert [row[2] for row in days_of(campaign)] == [100, 100, 1500]


def test_categories_that_are_chosen_and_institutions_have_their_own(campaign):
    chosen = build_category(campaign, is_chosen=True)
    of_youtube = build_category(campaign, is_chosen=True, platform="youtube")
    build_category(campaign)
    library = build_partner()
    inside = build_entry(campaign, institution=library)
    inside.chosen_categories.add(chosen, of_youtube)
    other = build_entry(campaign)
    for entry, views in ((inside, 10), (other, 3)):
        build_reading(entry, views=views, taken_at=utc(2026, 3, 1, 12))
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 13, 2)]
    assert days_of(campaign, category=chosen) == [("tiktok", 1, 10, 1)]
    assert days_of(campaign, partner=library) == [("tiktok", 1, 10, 1)]
    assert DailyViews.objects.count() == 3


def test_news_is_counted_from_its_day_on(campaign):
    first, second = build_entry(campaign), build_entry(campaign)
    build_reading(first, views=100, taken_at=utc(2026, 3, 1, 12))
    build_reading(second, views=7, taken_at=utc(2026, 3, 3, 12))
    count(campaign)
    untouched = set(DailyViews.objects.filter(day__lt=date(2026, 3, 3)).values_list("pk"))

    build_reading(second, views=8, taken_at=utc(2026, 3, 3, 13))
    build_reading(first, views=150, taken_at=utc(2026, 3, 5, 12))
    assert count(campaign) == 3
    assert [row[2] for row in days_of(campaign)] == [100, 100, 108, 108, 158]
    assert untouched <= set(DailyViews.objects.values_list("pk"))
    assert count(campaign) == 0


def test_days_between_two_counts_are_filled(campaign):
    entry = build_entry(campaign)
    build_reading(entry, views=1, taken_at=utc(2026, 3, 1, 12))
    count(campaign)
    build_reading(entry, views=4, taken_at=utc(2026, 3, 4, 12))
    count(campaign)
    assert [row[1:3] for row in days_of(campaign)] == [(1, 1), (2, 1), (3, 1), (4, 4)]


def test_a_decision_counts_all_days_anew(campaign, moderator):
    first, second = build_entry(campaign), build_entry(campaign)
    for entry in (first, second):
        build_reading(entry, views=50, taken_at=utc(2026, 3, 1, 12))
    count(campaign)
    disqualify_entry(entry_id=second.pk, reason="Bought views.", by=moderator, at=utc(2026, 3, 2))
    count(campaign)
    assert days_of(campaign) == [("tiktok", 1, 50, 1)]


def test_all_days_are_counted_where_nothing_says_what_changed(campaign):
    entry = build_entry(campaign)
    build_reading(entry, views=50, taken_at=utc(2026, 3, 1, 12))
    count(campaign)
    library = build_partner()
    Entry.objects.filter(pk=entry.pk).update(institution=library)
    assert count(campaign) == 0
    assert count(campaign, anew=True) == 2
    assert count(campaign, anew=True) == 2
    assert days_of(campaign, partner=library) == [("tiktok", 1, 50, 1)]


def test_who_counted_with_older_news_writes_nothing(campaign, monkeypatch):
    entry = build_entry(campaign)
    build_reading(entry, views=50, taken_at=utc(2026, 3, 1, 12))
    keep_anew(campaign=campaign)
    counted = daily.steps

    def overtaken(*args, **how):
        found = list(counted(*args, **how))
        ViewsProgress.objects.update(days_to=10**9)
        return found

    monkeypatch.setattr(daily, "steps", overtaken)
    assert bring_days_forward(campaign_id=campaign.pk) == 0
    assert not DailyViews.objects.exists()


def test_the_job_asks_once_for_campaigns_with_news(campaign, moderator):
    quiet = build_campaign()
    at = utc(2026, 3, 20)
    for one in (campaign, quiet):
        keep_anew(campaign=one)
        bring_days_forward(campaign_id=one.pk)
    assert count_days_due(at=at) == 0

    record_reading(
        entry_id=build_entry(campaign).pk,
        taken_at=utc(2026, 3, 1, 12),
        figures=Figures(views=5),
        source=Reading.Source.IMPORT,
        by=None,
        at=at,
    )
    keep_anew(campaign=campaign)
    assert count_days_due(at=at) == 1
    assert count_days_due(at=at) == 0
    count_days.func(campaign.pk, False)
    assert days_of(campaign) == [("tiktok", 1, 5, 1)]
    Decision.objects.create(
        entry=build_entry(quiet),
        verb="accept",
        from_status="received",
        to_status="accepted",
        at=at,
    )
    # The one that waits has not been taken by a worker, so that only the other is asked for.
    assert count_days_due(at=at) == 1
    assert count_all_days(at=at) == 2


MOMENTS = st.integers(0, 24 * 8)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    histories=st.lists(
        st.tuples(
            st.sampled_from(["tiktok", "youtube"]),
            st.sampled_from(["accepted", "accepted", "received"]),
            st.booleans(),
            st.dictionaries(MOMENTS, st.integers(0, 1000), max_size=8),
        ),
        max_size=5,
    ),
    until=MOMENTS,
)
def test_sums_equal_brute_force_however_they_are_counted(histories, until):
    campaign = build_campaign(phase=Phase.OPEN, at=utc(2026, 3, 20))
    library = build_partner()
    written = []
    for platform, status, of_library, readings in histories:
        entry = build_entry(
            campaign,
            platform=platform,
            status=status,
            institution=library if of_library else None,
        )
        written += [
            (OPENS + timedelta(hours=hour), entry, views) for hour, views in readings.items()
        ]
    written.sort(key=lambda one: (one[0], one[1].pk))
    border = OPENS + timedelta(hours=until)
    # Counted once in the middle of the history and once at its end.
    for part in (
        [one for one in written if one[0] <= border],
        [one for one in written if one[0] > border],
    ):
        for moment, entry, views in part:
            build_reading(entry, views=views, taken_at=moment)
        count(campaign)
    stepwise = rows_of(campaign)
    assert stepwise == brute_force(campaign, written)
    count(campaign, anew=True)
    assert rows_of(campaign) == stepwise


def rows_of(campaign):
    return {
        (row.platform, row.partner_id, row.day): (row.views, row.videos)
        for row in DailyViews.objects.filter(campaign=campaign)
    }


def brute_force(campaign, written):
    written = [one for one in written if one[1].status == "accepted"]
    expected: dict[tuple, tuple[int, int]] = {}
    if not written:
        return expected
    local = [moment.astimezone(campaign.zone).date() for moment, _entry, _views in written]
    day, newest = min(local), max(local)
    while day <= newest:
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), campaign.zone)
        last = {}
        for moment, entry, views in written:
            if moment < end.astimezone(UTC):
                last[entry.pk] = (entry, views)
        sums: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
        for entry, views in last.values():
            keys = [(entry.platform, None, day)]
            if entry.institution_id:
                keys.append((entry.platform, entry.institution_id, day))
            for key in keys:
                sums[key][0] += views
                sums[key][1] += 1
        expected |= {key: (views, videos) for key, (views, videos) in sums.items()}
        day += timedelta(days=1)
    return expected
