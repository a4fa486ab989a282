"""A person who has proven the e-mail address stands by an entry made with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.account_opening import address_is_proven
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.checking import check_entries
from entries.guardians import write_to_guardian
from entries.intake import CONFIRM_WITHIN
from entries.models import Entry, EntryQuerySet, GuardianConsent
from entries.refusal import EntryRefused
from entries.those_behind import check_those_behind


def unconfirmed_entries(user: User) -> EntryQuerySet:
    """Entries made with the user's address for which nobody has proven it yet."""
    return Entry.objects.filter(
        submitted_by=user, confirmed_at__isnull=True, status=Entry.Status.RECEIVED
    )


@transaction.atomic
def confirm_entry(*, entry_id: int, by: User, at: datetime) -> Entry:
    """Confirm an entry, so that the moderators see it; confirming twice changes nothing.

    Now the entry can be accepted by the rules alone, and the guardian of an entrant under age is
    written to. Possible until CONFIRM_WITHIN after the close: the video itself came in time.
    Raises EntryRefused: taken_over, address_not_proven, confirmed_too_late, guardian_asked_often.
    """
    campaign_id = Entry.objects.values_list("campaign_id", flat=True).get(pk=entry_id)
    campaign = lock_campaign(campaign_id)
    entry = Entry.objects.select_for_update(no_key=True).get(pk=entry_id)
    if entry.submitted_by_id != by.pk:
        raise EntryRefused("taken_over")
    if entry.confirmed_at is not None:
        return entry
    if not address_is_proven(by):
        raise EntryRefused("address_not_proven")
    if not _in_time(campaign, at):
        raise EntryRefused("confirmed_too_late")
    entry.confirmed_at = at
    entry.save(update_fields=["confirmed_at"])
    guardian = GuardianConsent.objects.filter(entry=entry, confirmed_at__isnull=True).first()
    if guardian is not None:
        write_to_guardian(guardian, at=at)
    check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk], at=at)
    check_those_behind(entry, at=at)
    entry.refresh_from_db()  # it may have been accepted at once
    return entry


def _in_time(campaign: Campaign, at: datetime) -> bool:
    phase = campaign.phase_under_lock(at=at)
    if phase is Phase.REVIEW:
        return campaign.closes_at is not None and at < campaign.closes_at + CONFIRM_WITHIN
    return phase is Phase.OPEN
