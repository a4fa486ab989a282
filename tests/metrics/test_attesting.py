"""What a person typed counts when a second one has looked at it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.attesting import attest_reading, refuse_attestation
from metrics.models import Attestation, EntryViews, Reading
from metrics.recording import Figures, correct_reading, record_reading
from metrics.refusal import MetricsRefused
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(phase=Phase.REVIEW)


@pytest.fixture
def entry(campaign) -> Entry:
    return build_entry(campaign)


def now(entry):
    return entry.campaign.closes_at + 9 * HOUR


def record(entry, views, *, taken_at=None, source=Reading.Source.MANUAL):
    return record_reading(
        entry_id=entry.pk,
        taken_at=taken_at or entry.campaign.closes_at - HOUR,
        figures=Figures(views=views),
        source=source,
        by=personas.moderator(),
        at=now(entry),
    )


def correct(wrong, views, *, taken_at=None):
    return correct_reading(
        reading_id=wrong.pk,
        taken_at=taken_at or wrong.taken_at,
        figures=Figures(views=views),
        reason="typing error",
        by=personas.moderator(),
        at=now(wrong.entry),
    )


def attest(reading, by=None):
    return attest_reading(reading_id=reading.pk, by=by or personas.manager(), at=now(reading.entry))


def refuse(reading, reason="Another number is in the picture", by=None):
    return refuse_attestation(
        reading_id=reading.pk, reason=reason, by=by or personas.manager(), at=now(reading.entry)
    )


def refusal_of(call, *args, **kwargs):
    with pytest.raises(MetricsRefused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def kept(entry):
    found = EntryViews.objects.filter(entry=entry)
    return found.values_list("last_views", "closing_views").first()


def test_attest_reading(entry):
    reading = record(entry, 100)
    assert not Reading.objects.live().exists()
    attestation = attest(reading)
    assert (attestation.agrees, attestation.replaces) == (True, None)
    assert (attestation.recorded_by, attestation.attested_by) == (
        personas.moderator(),
        personas.manager(),
    )
    assert attestation.attested_at == now(entry)
    assert kept(entry) == (100, 100)


def test_attest_correction(entry):
    wrong = record(entry, 100, source=Reading.Source.IMPORT)
    right = correct(wrong, 10)
    assert kept(entry) == (100, 100)
    assert attest(right).replaces == wrong
    assert kept(entry) == (10, 10)


def test_attest_correction_that_moves_a_reading_past_the_close(entry):
    wrong = record(entry, 100, source=Reading.Source.IMPORT)
    attest(correct(wrong, 90, taken_at=entry.campaign.closes_at + HOUR))
    assert kept(entry) == (90, None)


def test_attest_reading_that_others_overtook(entry):
    """Typed just before the close, attested when the platform has told later figures."""
    reading = record(entry, 100)
    record(entry, 900, taken_at=entry.campaign.closes_at + HOUR, source=Reading.Source.IMPORT)
    assert kept(entry) == (900, None)
    attest(reading)
    assert kept(entry) == (900, 100)


def test_attest_reading_refuses_ones_own(entry):
    reading = record(entry, 100)
    assert refusal_of(attest, reading, by=personas.moderator()) == "own_reading"
    assert refusal_of(refuse, reading, by=personas.moderator()) == "own_reading"
    assert not Attestation.objects.exists()


def test_attest_reading_refuses_ones_own_in_the_database_too(entry):
    reading = record(entry, 100)
    moderator = personas.moderator()
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        Attestation.objects.create(
            reading=reading,
            agrees=True,
            recorded_by=moderator,
            attested_by=moderator,
            attested_at=now(entry),
        )


@pytest.mark.parametrize("source", sorted(set(Reading.Source) - {Reading.Source.MANUAL}))
def test_attest_reading_refuses_what_nobody_typed(entry, source):
    reading = record(entry, 100, source=source)
    assert refusal_of(attest, reading) == "not_typed"
    assert refusal_of(refuse, reading) == "not_typed"


@pytest.mark.parametrize("first", [attest, refuse])
@pytest.mark.parametrize("second", [attest, refuse])
def test_attest_reading_once(entry, first, second):
    reading = record(entry, 100)
    first(reading)
    assert refusal_of(second, reading, by=personas.administrator()) == "attested_already"


def test_attest_reading_refuses_a_moment_that_is_taken(entry):
    reading = record(entry, 100)
    build_reading(entry, views=90, taken_at=reading.taken_at)
    assert refusal_of(attest, reading) == "same_moment"


def test_attest_correction_refuses_to_change_places(entry):
    wrong = record(entry, 100, source=Reading.Source.IMPORT)
    right = correct(wrong, 90, taken_at=wrong.taken_at + 3 * HOUR)
    record(entry, 110, taken_at=wrong.taken_at + 2 * HOUR, source=Reading.Source.IMPORT)
    assert refusal_of(attest, right) == "out_of_order"
    assert refuse(right).agrees is False


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_attest_reading_after_the_announcement(shift):
    """What the announcement settled stays; what came after the close may still be attested."""
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    entry = build_entry(campaign)
    reading = build_reading(
        entry,
        views=1,
        taken_at=campaign.closes_at + shift * HOUR,
        source=Reading.Source.MANUAL,
        recorded_by=personas.moderator(),
    )
    act = {"reading_id": reading.pk, "by": personas.manager(), "at": campaign.announced_at}
    if shift > 0:
        assert attest_reading(**act).agrees
    else:
        assert refusal_of(attest_reading, **act) == "announced"
        assert refuse_attestation(reason="Too late", **act).agrees is False


def test_refuse_attestation(entry):
    wrong = record(entry, 100, source=Reading.Source.IMPORT)
    attestation = refuse(correct(wrong, 10), reason=" Look again ")
    assert (attestation.agrees, attestation.reason) == (False, "Look again")
    assert attestation.replaces is None
    assert list(Reading.objects.live()) == [wrong]
    assert kept(entry) == (100, 100)


def test_refuse_attestation_needs_a_reason(entry):
    assert refusal_of(refuse, record(entry, 100), reason=" ") == "objection_missing"


def test_attestations_cannot_be_rewritten(entry):
    refuse(record(entry, 100))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Attestation.objects.update(agrees=True)
