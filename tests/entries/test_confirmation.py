"""Standing by an entry after proving the address."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from contests.phases import Phase
from entries.checking import check_entries
from entries.confirmation import confirm_entry, unconfirmed_entries
from entries.intake import CONFIRM_WITHIN
from entries.models import Entry
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_campaign, build_entry

NOW = timezone.now()
TICK = timedelta(microseconds=1)


def build_unconfirmed(campaign=None, **fields):
    values = {"status": "received", "submitted_by": personas.creator(), "confirmed_at": None}
    return build_entry(campaign or build_campaign(), **values | fields)


def refusal_of(entry, *, by=None, at=NOW):
    with pytest.raises(EntryRefused) as caught:
        confirm_entry(entry_id=entry.pk, by=by or personas.creator(), at=at)
    return caught.value.code


def test_confirm_entry_brings_it_before_the_moderators(db: None):
    entry = build_unconfirmed()
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=NOW)
    assert Entry.objects.waiting().get().confirmed_at == NOW


def test_confirm_entry_twice_changes_nothing(db: None):
    entry = build_unconfirmed()
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=NOW)
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=NOW + timedelta(hours=1))
    assert Entry.objects.get().confirmed_at == NOW


def test_confirm_entry_of_somebody_else(db: None):
    assert refusal_of(build_unconfirmed(), by=personas.stranger()) == "taken_over"


def test_confirm_entry_without_proof_of_the_address(db: None):
    EmailAddress.objects.filter(user=personas.creator()).update(verified=False)
    assert refusal_of(build_unconfirmed()) == "address_not_proven"
    assert Entry.objects.get().confirmed_at is None


def test_confirm_entry_shortly_after_the_close(db: None):
    campaign = build_campaign()
    last = campaign.closes_at + CONFIRM_WITHIN - TICK
    entry = build_unconfirmed(campaign)
    assert refusal_of(entry, at=last + TICK) == "confirmed_too_late"
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=last)
    assert Entry.objects.get().confirmed_at == last


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.ANNOUNCED, Phase.ARCHIVED])
def test_confirm_entry_when_all_is_over(db: None, phase: Phase):
    assert refusal_of(build_unconfirmed(build_campaign(phase=phase))) == "confirmed_too_late"


def test_unconfirmed_entries_are_ones_own_that_wait(db: None):
    campaign = build_campaign()
    waiting = build_unconfirmed(campaign)
    build_unconfirmed(campaign, submitted_by=personas.stranger())
    build_unconfirmed(campaign, status="withdrawn")
    build_unconfirmed(campaign, confirmed_at=NOW)
    assert list(unconfirmed_entries(personas.creator())) == [waiting]


def test_entry_that_meets_every_rule_is_accepted_as_soon_as_it_is_confirmed(db: None):
    campaign = build_campaign(accepts_automatically=True)
    entry = build_unconfirmed(campaign, caption="#кітапток", caption_state="whole", available=True)
    check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk], at=NOW)
    assert Entry.objects.get().status == "received"
    assert confirm_entry(entry_id=entry.pk, by=personas.creator(), at=NOW).status == "accepted"
