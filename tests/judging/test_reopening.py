"""Opening a closed round again: what was decided is kept, and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from judging.closing import reopen_round
from judging.entrants import entries_in
from judging.models import RoundClosing
from tests.builders import build_assignment
from tests.judging.closings import (
    Field,
    build_field,
    next_round,
    outcomes,
    person,
    refused,
    takes,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def reopen(field: Field, *, reason: str = "Two reviews were missing."):
    return reopen_round(
        round_id=field.round.pk, reason=reason, by=person("closer"), at=field.now + HOUR
    )


def test_round_opened_again_keeps_what_was_decided():
    field = build_field([9, 8], advance_count=1)
    final = next_round(field)
    closing = field.close()
    reopened = reopen(field)
    assert reopened == closing
    assert (reopened.reopened_at, reopened.reopening_reason) == (
        field.now + HOUR,
        "Two reviews were missing.",
    )
    assert field.fresh().closed_at is None
    assert list(entries_in(final)) == []
    assert len(outcomes(closing)) == 1
    again = field.close({field.ids[1]: takes()})
    assert set(entries_in(final)) == set(field.entries)
    assert list(RoundClosing.objects.order_by("pk")) == [closing, again]


def test_opening_again_needs_a_reason():
    field = build_field([9])
    field.close()
    with refused("reopening_reason_missing"):
        reopen(field, reason=" ")


def test_round_that_is_not_closed_is_not_opened_again():
    with refused("round_not_closed"):
        reopen(build_field([9]))


def test_round_is_not_opened_again_once_the_next_has_reviews():
    field = build_field([9])
    final = next_round(field)
    field.close()
    build_assignment(final, field.entries[0], field.judges[0])
    with refused("next_round_begun"):
        reopen(field)


def test_outcomes_cannot_be_changed():
    field = build_field([9])
    closing = field.close()
    with pytest.raises(IntegrityError), transaction.atomic():
        closing.outcomes.update(advances=True)
    reopen(field)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundClosing.objects.update(note="Otherwise.")
