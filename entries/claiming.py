"""Whoever owns an imported account takes over its entries with a claim link.

Imported creators have no e-mail address here. When one of them is shortlisted, staff get a link to
send to the account on the platform itself; whoever opens it can read that account's messages, which
is the proof. The link is signed, expires, and works once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.account_opening import address_is_proven
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.application import Application, check_application
from entries.checking import check_entries
from entries.intake import keep_application
from entries.models import ClaimLink, Creator, Decision, Entry, EntryQuerySet
from entries.ownership import record_claim_link
from entries.refusal import EntryRefused

CLAIM = "claim"
"""The verb of the decision that a claim leaves on each entry."""
GOOD_FOR = timedelta(days=21)
_SALT = "entries.claim"
_CLAIMABLE_IN = frozenset({Phase.OPEN, Phase.REVIEW, Phase.ANNOUNCED})


def unclaimed_entries(creator: Creator, campaign: Campaign) -> EntryQuerySet:
    """Entries of the account that came by an import and that nobody has taken over."""
    return Entry.objects.filter(campaign=campaign, creator=creator, submitted_by__isnull=True)


@transaction.atomic
def issue_claim_links(
    *, campaign_id: int, creator_ids: Collection[int], by: User, at: datetime
) -> int:
    """Make a claim link for each of the creators who has entries that nobody took over.

    A link that is still good stays as it is, because it may have been sent; one that expired is
    made anew. Return how many were made.
    """
    campaign = lock_campaign(campaign_id)
    unclaimed = Entry.objects.filter(
        campaign=campaign, creator__in=creator_ids, submitted_by__isnull=True
    )
    wanted = set(unclaimed.values_list("creator", flat=True))
    links = ClaimLink.objects.select_for_update().filter(campaign=campaign, creator__in=wanted)
    made = 0
    for link in links:
        wanted.discard(link.creator_id)
        if link.used_at is not None or link.expires_at <= at:
            _make_anew(link, by, at)
            made += 1
    ClaimLink.objects.bulk_create(
        ClaimLink(
            campaign=campaign,
            creator_id=creator_id,
            nonce=get_random_string(32),
            created_at=at,
            created_by=by,
            expires_at=at + GOOD_FOR,
        )
        for creator_id in sorted(wanted)
    )
    return made + len(wanted)


@transaction.atomic
def renew_claim_link(*, link_id: int, by: User, at: datetime) -> ClaimLink:
    """Make the link anew; the one that was sent before works no longer. Refused: claim_used."""
    link = ClaimLink.objects.select_for_update().get(pk=link_id)
    if link.used_at is not None:
        raise EntryRefused("claim_used")
    _make_anew(link, by, at)
    return link


def _make_anew(link: ClaimLink, by: User, at: datetime) -> None:
    link.nonce, link.created_at, link.created_by = get_random_string(32), at, by
    link.expires_at, link.used_at, link.used_by = at + GOOD_FOR, None, None
    link.save()


def claim_path(link: ClaimLink) -> str:
    """The path of the page behind the link, in the active language."""
    token = signing.dumps([link.pk, link.nonce], salt=_SALT)
    return reverse("entries:claim", args=[token])


def open_claim(token: str, *, at: datetime) -> ClaimLink:
    """The link that a token names. Refused: claim_unknown, claim_used, claim_expired."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise EntryRefused("claim_unknown") from error
    link = ClaimLink.objects.select_related("campaign", "creator").filter(pk=pk).first()
    if link is None or link.nonce != nonce:
        raise EntryRefused("claim_unknown")
    _check_good(link, at)
    return link


def _check_good(link: ClaimLink, at: datetime) -> None:
    if link.used_at is not None:
        raise EntryRefused("claim_used")
    if link.expires_at <= at:
        raise EntryRefused("claim_expired")


@transaction.atomic
def claim_entries(
    *, link_id: int, nonce: str, by: User, application: Application, at: datetime
) -> list[Entry]:
    """Tie the account and its unclaimed entries in the campaign to `by`; return the entries.

    nonce: of the link that was opened, so that one made anew meanwhile is not used unseen.
    Refused: address_not_proven, claim_unknown, claim_used, claim_expired, claim_too_late, and the
    codes of `check_application`.
    """
    if not address_is_proven(by):
        raise EntryRefused("address_not_proven")
    campaign_id = ClaimLink.objects.values_list("campaign_id", flat=True).get(pk=link_id)
    campaign = lock_campaign(campaign_id)
    links = ClaimLink.objects.select_for_update(of=("self",)).select_related("creator")
    link = links.get(pk=link_id)
    if link.nonce != nonce:
        raise EntryRefused("claim_unknown")
    _check_good(link, at)
    if campaign.phase_under_lock(at=at) not in _CLAIMABLE_IN:
        raise EntryRefused("claim_too_late")
    check_application(campaign, application, by=by)
    unclaimed = unclaimed_entries(link.creator, campaign)
    entries = list(unclaimed.select_for_update(of=("self",), no_key=True).order_by("pk"))
    link.used_at, link.used_by = at, by
    link.save(update_fields=["used_at", "used_by"])
    for entry in entries:
        entry.campaign = campaign
        _take_over(entry, application, by, at)
    record_claim_link(creator=link.creator, user=by, campaign=campaign, at=at)
    check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk for entry in entries], at=at)
    return entries


def _take_over(entry: Entry, application: Application, by: User, at: datetime) -> None:
    rules = entry.campaign.rules.order_by("-number").first()
    entry.submitted_by, entry.rules_version = by, rules
    entry.declared_age, entry.declared_country = application.age, application.country
    entry.save(update_fields=["submitted_by", "rules_version", "declared_age", "declared_country"])
    Decision.objects.create(
        entry=entry, verb=CLAIM, from_status=entry.status, to_status=entry.status, by=by, at=at
    )
    keep_application(entry, application, by, at)
