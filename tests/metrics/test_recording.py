"""Readings only grow forward in time; a wrong one is replaced, never rewritten."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from contests.phases import Phase
from entries.models import Entry
from metrics.attesting import attest_reading, refuse_attestation
from metrics.models import CampaignReading, EntryViews, Reading, ReadingBatch
from metrics.recording import (
    Figures,
    HashtagFigures,
    correct_reading,
    record_campaign_reading,
    record_reading,
)
from metrics.refusal import MetricsRefused
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading, utc

pytestmark = pytest.mark.django_db

NOON = utc(2026, 5, 1, 12)
HOUR = timedelta(hours=1)
LATER = NOON + timedelta(days=1)


@pytest.fixture
def entry() -> Entry:
    return build_entry(build_campaign())


def record(entry, views=100, *, taken_at=NOON, at=LATER, source=Reading.Source.IMPORT, **more):
    return record_reading(
        entry_id=entry.pk,
        taken_at=taken_at,
        figures=Figures(views=views, **more),
        source=source,
        by=None,
        at=at,
    )


def type_in(entry, views=100, **more):
    return record(entry, views, source=Reading.Source.MANUAL, **more)


def attest(reading):
    attest_reading(reading_id=reading.pk, by=personas.manager(), at=LATER)
    return reading


def refuse(reading):
    refuse_attestation(reading_id=reading.pk, reason="not so", by=personas.manager(), at=LATER)
    return reading


def last_views(entry):
    return EntryViews.objects.filter(entry=entry).values_list("last_views", flat=True).first()


def correct(reading, views=90, *, taken_at=None, reason="typing error", at=LATER):
    return correct_reading(
        reading_id=reading.pk,
        taken_at=taken_at or reading.taken_at,
        figures=Figures(views=views),
        reason=reason,
        by=None,
        at=at,
    )


def refusal_of(call, *args, **kwargs):
    with pytest.raises(MetricsRefused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_record_reading(entry):
    manager = personas.manager()
    reading = record_reading(
        entry_id=entry.pk,
        taken_at=NOON,
        figures=Figures(views=100, likes=7),
        source=Reading.Source.MANUAL,
        by=manager,
        at=LATER,
    )
    reading.refresh_from_db()
    assert (reading.views, reading.likes, reading.comments, reading.shares) == (100, 7, None, None)
    assert (reading.taken_at, reading.recorded_at, reading.recorded_by) == (NOON, LATER, manager)


def test_record_reading_takes_falling_counts(entry):
    record(entry, 100)
    assert record(entry, 60, taken_at=NOON + HOUR).views == 60


def test_record_reading_of_now(entry):
    assert record(entry, taken_at=LATER).taken_at == LATER


def test_record_reading_refuses_the_future(entry):
    after = LATER + timedelta(microseconds=1)
    assert refusal_of(record, entry, taken_at=after) == "future"


@pytest.mark.parametrize("name", ["views", "likes", "comments", "shares"])
def test_record_reading_refuses_negative(entry, name):
    assert refusal_of(record, entry, **{"views": 1, name: -1}) == "negative"


def test_record_reading_refuses_older_than_the_last(entry):
    record(entry)
    assert refusal_of(record, entry, taken_at=NOON - HOUR) == "older"


def test_record_reading_refuses_the_same_moment(entry):
    record(entry)
    assert refusal_of(record, entry, 101) == "same_moment"
    assert Reading.objects.count() == 1


def test_record_reading_ignores_other_entries(entry):
    record(build_entry(entry.campaign))
    assert record(entry, taken_at=NOON - HOUR).taken_at == NOON - HOUR


def test_record_reading_is_kept_at_once(entry):
    record(entry, 100)
    record(entry, 60, taken_at=NOON + HOUR)
    assert last_views(entry) == 60


def test_record_reading_names_its_batch(entry):
    batch = ReadingBatch.objects.create(came_at=LATER)
    reading = record_reading(
        entry_id=entry.pk,
        taken_at=NOON,
        figures=Figures(views=1),
        source=Reading.Source.PLATFORM_API,
        by=None,
        at=LATER,
        batch=batch,
    )
    assert list(batch.readings.all()) == [reading]


def test_record_reading_by_hand_keeps_its_screenshot(entry):
    reading = record_reading(
        entry_id=entry.pk,
        taken_at=NOON,
        figures=Figures(views=1),
        source=Reading.Source.MANUAL,
        by=personas.manager(),
        at=LATER,
        screenshot=ContentFile(b"a picture", name="screen.png"),
    )
    reading.refresh_from_db()
    with reading.screenshot.open() as kept:
        assert kept.read() == b"a picture"


def test_record_reading_by_hand_counts_once_attested(entry):
    record(entry, 50, taken_at=NOON - HOUR)
    reading = type_in(entry)
    assert last_views(entry) == 50
    attest(reading)
    assert last_views(entry) == 100


@pytest.mark.parametrize("shift", [0, -1])
def test_record_reading_by_hand_refuses_what_is_not_after_one_that_waits(entry, shift):
    type_in(entry)
    assert refusal_of(type_in, entry, taken_at=NOON + shift * HOUR) == "waiting"


def test_record_reading_by_hand_ignores_one_that_was_refused(entry):
    refuse(type_in(entry))
    assert type_in(entry, taken_at=NOON).views == 100


def test_record_reading_of_a_platform_is_not_kept_up_by_one_that_waits(entry):
    type_in(entry)
    record(entry, 70, taken_at=NOON - HOUR)
    assert last_views(entry) == 70


def test_record_reading_after_the_announcement_takes_later_ones_only():
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    entry, at = build_entry(campaign), campaign.announced_at + HOUR
    assert refusal_of(record, entry, taken_at=campaign.closes_at, at=at) == "announced"
    later = campaign.closes_at + HOUR
    assert record(entry, taken_at=later, at=at).taken_at == later


def test_correct_reading(entry):
    wrong = record(entry)
    right = correct(wrong, reason=" typing error ")
    assert (right.replaces, right.views, right.reason) == (wrong, 90, "typing error")
    assert right.source == Reading.Source.MANUAL
    assert list(Reading.objects.live()) == [wrong]
    attest(right)
    assert list(Reading.objects.live()) == [right]
    assert Reading.objects.get(pk=wrong.pk).views == 100
    assert last_views(entry) == 90


def test_correct_reading_of_a_correction(entry):
    right = attest(correct(attest(correct(record(entry))), 80))
    assert list(Reading.objects.live()) == [right]
    assert last_views(entry) == 80


def test_correct_reading_frees_its_moment(entry):
    attest(correct(record(entry), taken_at=NOON - 2 * HOUR))
    assert record(entry, taken_at=NOON - HOUR).taken_at == NOON - HOUR


@pytest.mark.parametrize("settle", [lambda reading: reading, attest])
def test_correct_reading_refuses_twice(entry, settle):
    wrong = record(entry)
    settle(correct(wrong))
    assert refusal_of(correct, wrong) == "corrected_already"


def test_correct_reading_after_a_refused_correction(entry):
    wrong = record(entry)
    refuse(correct(wrong))
    assert attest(correct(wrong, 80)).views == 80
    assert list(Reading.objects.live()) == [Reading.objects.get(views=80)]


@pytest.mark.parametrize("settle", [lambda reading: reading, refuse])
def test_correct_reading_refuses_what_does_not_count(entry, settle):
    assert refusal_of(correct, settle(type_in(entry))) == "does_not_count"


def test_correct_reading_refuses_what_is_announced():
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    entry, at = build_entry(campaign), campaign.announced_at + HOUR
    inside = build_reading(entry, views=1, taken_at=campaign.closes_at)
    assert refusal_of(correct, inside, at=at) == "announced"
    later = build_reading(entry, views=1, taken_at=campaign.closes_at + HOUR)
    assert refusal_of(correct, later, taken_at=campaign.closes_at, at=at) == "announced"
    assert correct(later, at=at).views == 90


def test_correct_reading_refuses_without_reason(entry):
    assert refusal_of(correct, record(entry), reason=" ") == "reason_missing"


def test_correct_reading_refuses_the_future(entry):
    assert refusal_of(correct, record(entry), taken_at=LATER + HOUR) == "future"


@pytest.mark.parametrize(("shift", "allowed"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_correct_reading_stays_between_its_neighbours(entry, shift, allowed):
    record(entry, taken_at=NOON - 2 * HOUR)
    middle = record(entry, taken_at=NOON)
    record(entry, taken_at=NOON + 2 * HOUR)
    moment = NOON + shift * HOUR
    if allowed:
        assert correct(middle, taken_at=moment).taken_at == moment
    else:
        assert refusal_of(correct, middle, taken_at=moment) == "out_of_order"


def test_correct_reading_does_not_change_places_with_one_that_waits(entry):
    wrong = record(entry)
    type_in(entry, taken_at=NOON + HOUR)
    assert refusal_of(correct, wrong, taken_at=NOON + HOUR) == "out_of_order"


def test_readings_cannot_be_rewritten(entry):
    record(entry)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Reading.objects.update(views=1_000_000)
    assert Reading.objects.get().views == 100


def report(campaign, figures, *, taken_at=NOON, sources=None):
    return record_campaign_reading(
        campaign_id=campaign.pk,
        taken_at=taken_at,
        figures=figures,
        sources={"kk": "TikTok есебі", "en": "TikTok's report"} if sources is None else sources,
        by=None,
        at=LATER,
    )


def test_record_campaign_reading():
    campaign = build_campaign()
    reading = report(campaign, HashtagFigures(views=35_000_000, at_least=True))
    reading.refresh_from_db()
    assert (reading.campaign, reading.views, reading.videos) == (campaign, 35_000_000, None)
    assert reading.at_least
    assert (reading.source_kk, reading.source_en) == ("TikTok есебі", "TikTok's report")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("nothing", {"figures": HashtagFigures()}),
        ("negative", {"figures": HashtagFigures(views=1, followers=-1)}),
        ("future", {"taken_at": LATER + HOUR}),
        ("source_missing", {"sources": {"kk": " "}}),
    ],
)
def test_record_campaign_reading_refuses(code, changes):
    values = {"figures": HashtagFigures(views=1)} | changes
    assert refusal_of(report, build_campaign(), **values) == code
    assert not CampaignReading.objects.exists()
