"""Under-age entrants: their guardian is asked by mail, and agrees on a page of the signed link.

The mail leaves at once and not by a person's nod, like a sign-in code: it belongs to what the
entrant is doing. It leaves only when the entrant's own address is proven, so that nobody can have
strangers written to from here.
"""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string

from contests.locking import lock_campaign
from contests.phases import Phase
from entries.checking import check_entries
from entries.models import Decision, Entry, GuardianConsent
from entries.refusal import EntryRefused
from outbox.drafting import draft_message
from outbox.models import Message
from outbox.release import release_messages

AGREE = "guardian_agreed"
"""The verb of the decision that a guardian's consent leaves."""
PURPOSE = "guardian_request"
MOST_MAILS = 5
"""How many guardians or mails one entry may have, so that nobody is flooded."""
_SALT = "entries.guardian"
_AGREEABLE_IN = frozenset({Phase.OPEN, Phase.REVIEW})


@transaction.atomic
def ask_guardian(
    *, entry_id: int, name: str, email: str, language: str, at: datetime
) -> GuardianConsent:
    """Note who the entrant's guardian is, and write to them once the entrant's address is proven.

    Asking again, also of somebody else, makes the link that was sent before worthless.
    Refused: guardian_agreed_already, guardian_is_entrant, guardian_asked_often.
    """
    entry = _locked_entry(entry_id)
    if entry.submitted_by and email.strip().lower() == entry.submitted_by.email.lower():
        raise EntryRefused("guardian_is_entrant")
    consent = GuardianConsent.objects.select_for_update().filter(entry=entry).first()
    consent = consent or GuardianConsent(entry=entry)
    if consent.confirmed_at is not None:
        raise EntryRefused("guardian_agreed_already")
    consent.name, consent.email, consent.language = name.strip(), email.strip(), language
    consent.nonce, consent.asked_at = get_random_string(32), at
    consent.save()
    if entry.confirmed_at is not None:
        write_to_guardian(consent, at=at)
    return consent


def write_to_guardian(consent: GuardianConsent, *, at: datetime) -> None:
    """Send the guardian the link. Refused: guardian_asked_often. Within a transaction."""
    entry = consent.entry
    sent = Message.objects.filter(key__startswith=f"guardian:{entry.pk}:")
    if sent.count() >= MOST_MAILS:
        raise EntryRefused("guardian_asked_often")
    message = draft_message(
        key=f"guardian:{entry.pk}:{consent.nonce[:12]}",
        purpose=PURPOSE,
        topic=entry.campaign.slug,
        recipient=consent.email,
        template=PURPOSE,
        context={
            "entry": entry,
            "campaign": entry.campaign,
            "guardian": consent,
            "path": guardian_path(consent),
        },
        language=consent.language,
        at=at,
    )
    if message.released_at is None:
        release_messages(message_ids=[message.pk], by=None, at=at)


def guardian_path(consent: GuardianConsent) -> str:
    """The path of the guardian's page, in the guardian's language."""
    token = signing.dumps([consent.pk, consent.nonce], salt=_SALT)
    with translation.override(consent.language):
        return reverse("entries:guardian", args=[token])


def open_guardian_link(token: str) -> GuardianConsent:
    """What a guardian's link is about. Refused: guardian_link_unknown."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise EntryRefused("guardian_link_unknown") from error
    consent = (
        GuardianConsent.objects.select_related("entry__campaign", "entry__creator")
        .filter(pk=pk, nonce=nonce)
        .first()
    )
    if consent is None:
        raise EntryRefused("guardian_link_unknown")
    return consent


@transaction.atomic
def agree_as_guardian(*, consent_id: int, nonce: str, at: datetime) -> GuardianConsent:
    """Keep the guardian's agreement, with the rules it is about; agreeing twice changes nothing.

    nonce: of the link that was opened. Refused: guardian_link_unknown, guardian_too_late,
    withdrawn_already.
    """
    entry_id = GuardianConsent.objects.values_list("entry_id", flat=True).get(pk=consent_id)
    entry = _locked_entry(entry_id)
    consent = GuardianConsent.objects.select_for_update().get(pk=consent_id)
    if consent.nonce != nonce:
        raise EntryRefused("guardian_link_unknown")
    if consent.confirmed_at is not None:
        return consent
    if entry.status == Entry.Status.WITHDRAWN:
        raise EntryRefused("withdrawn_already")
    if entry.campaign.phase_under_lock(at=at) not in _AGREEABLE_IN:
        raise EntryRefused("guardian_too_late")
    consent.confirmed_at = at
    consent.rules_version = entry.campaign.rules.order_by("-number").first()
    consent.save(update_fields=["confirmed_at", "rules_version"])
    Decision.objects.create(
        entry=entry, verb=AGREE, from_status=entry.status, to_status=entry.status, at=at
    )
    check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=at)
    return consent


def _locked_entry(entry_id: int) -> Entry:
    """The entry with its campaign and itself locked, in this order."""
    campaign = lock_campaign(Entry.objects.values_list("campaign_id", flat=True).get(pk=entry_id))
    entry = (
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("submitted_by", "creator")
        .get(pk=entry_id)
    )
    entry.campaign = campaign
    return entry
