"""A second person's word on readings that somebody typed: they count from then on, or never."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from metrics.keeping import keep_anew
from metrics.locking import lock_entry
from metrics.models import Attestation, Reading
from metrics.recording import in_the_way_of
from metrics.refusal import MetricsRefused
from metrics.settled import refuse_settled


@transaction.atomic
def attest_reading(*, reading_id: int, by: User, at: datetime) -> Attestation:
    """Agree with what another person typed; it counts at once, and what it replaces does not.

    A reading may lie before others that came while it waited: it was typed in time. Raises
    MetricsRefused: not_typed, attested_already, own_reading, announced, and, where readings came
    that it does not fit any more, same_moment or, for a correction, out_of_order. Such a one is
    refused by the second person, and typed anew.
    """
    reading = _lock_waiting(reading_id, by=by)
    campaign, wrong = reading.entry.campaign, reading.replaces
    refuse_settled(campaign, reading.taken_at, *([wrong.taken_at] if wrong else []), at=at)
    live = Reading.objects.live()
    if wrong is not None and in_the_way_of(wrong, taken_at=reading.taken_at, among=live):
        raise MetricsRefused("out_of_order")
    same = live.filter(entry=reading.entry_id, taken_at=reading.taken_at)
    if wrong is None and same.exists():
        raise MetricsRefused("same_moment")
    attestation = _attest(reading, agrees=True, reason="", by=by, at=at)
    keep_anew(campaign=campaign, entry_ids=[reading.entry_id])
    return attestation


@transaction.atomic
def refuse_attestation(*, reading_id: int, reason: str, by: User, at: datetime) -> Attestation:
    """Say what is wrong with what another person typed; it stays in the history and never counts.

    Raises MetricsRefused: not_typed, attested_already, own_reading, objection_missing.
    """
    if not reason.strip():
        raise MetricsRefused("objection_missing")
    reading = _lock_waiting(reading_id, by=by)
    return _attest(reading, agrees=False, reason=reason.strip(), by=by, at=at)


def _lock_waiting(reading_id: int, *, by: User) -> Reading:
    """The reading, if it waits for this person's word, with its entry held."""
    entry = lock_entry(Reading.objects.only("entry_id").get(pk=reading_id).entry_id)
    reading = Reading.objects.select_related("replaces").get(pk=reading_id)
    reading.entry = entry
    if reading.source != Reading.Source.MANUAL:
        raise MetricsRefused("not_typed")
    if Attestation.objects.filter(reading=reading).exists():
        raise MetricsRefused("attested_already")
    if reading.recorded_by_id == by.pk:
        raise MetricsRefused("own_reading")
    return reading


def _attest(reading: Reading, *, agrees: bool, reason: str, by: User, at: datetime) -> Attestation:
    return Attestation.objects.create(
        reading=reading,
        agrees=agrees,
        recorded_by=reading.recorded_by,
        attested_by=by,
        attested_at=at,
        reason=reason,
        replaces=reading.replaces if agrees else None,
    )
