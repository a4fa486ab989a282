"""A video enters a campaign."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign, RulesVersion
from contests.phases import Phase
from entries.links import VideoLink
from entries.models import Consent, Creator, Decision, Entry
from entries.refusal import EntryRefused
from partners.models import Platform

RECEIVE = "receive"
"""The verb of the first decision of every entry."""
CONFIRM_WITHIN = timedelta(hours=1)
"""How long a video is kept for somebody who has entered it and not yet confirmed the address."""


def required_consents(campaign: Campaign) -> list[Consent.Kind]:
    """What a person has to agree to before entering a video."""
    asked = [Consent.Kind.RULES, Consent.Kind.PRIVACY, Consent.Kind.PUBLICATION]
    return [*asked, Consent.Kind.AGE] if campaign.min_age else asked


@transaction.atomic
def submit_entry(
    *,
    campaign_id: int,
    link: VideoLink,
    handle: str,
    by: User,
    consents: Collection[Consent.Kind],
    language: str,
    at: datetime,
    address_proven: bool = False,
) -> Entry:
    """Receive a video into an open campaign and return its entry.

    handle: the account on the platform, without @; a claim, never a proof.
    language: of the page on which the consents were given.
    address_proven: whether `by` is known to be the person acting (signed in). Otherwise the
        entry waits, unseen by moderators, until `entries.confirmation` confirms it.

    A video that waits for another person's confirmation longer than CONFIRM_WITHIN is handed
    over, and one that was withdrawn before anybody decided against it may come back: the same
    row, a new decision. Raises EntryRefused: showcase, not_open, platform_not_allowed,
    consent_missing, already_entered, already_yours, waits_for_another, was_refused, too_many.
    """
    campaign = lock_campaign(campaign_id)
    _check_campaign(campaign, link, consents, at)
    creator = _creator(link.platform, handle)
    entry = (
        Entry.objects.select_for_update(no_key=True)
        .filter(campaign=campaign, platform=link.platform, video_id=link.video_id)
        .first()
    )
    if entry is None:
        entry = Entry(campaign=campaign, platform=link.platform, video_id=link.video_id)
    else:
        _check_free(entry, by, at)
    from_status = entry.status if entry.pk else ""
    _check_number(entry, creator, by)
    entry.creator, entry.url, entry.submitted_by = creator, _readable_url(link, creator), by
    entry.source, entry.status, entry.status_reason = Entry.Source.FORM, Entry.Status.RECEIVED, ""
    entry.received_at, entry.confirmed_at = at, at if address_proven else None
    entry.rules_version = campaign.rules.order_by("-number").first()
    _save_once(entry)
    Decision.objects.create(
        entry=entry,
        verb=RECEIVE,
        from_status=from_status,
        to_status=entry.status,
        by=by,
        at=at,
    )
    _keep_consents(entry, consents, entry.rules_version, by, language, at)
    return entry


def _readable_url(link: VideoLink, creator: Creator) -> str:
    """The link with the account in it where the canonical one has a place for it."""
    return link.canonical_url.replace("/@_/", f"/@{quote(creator.handle)}/")


def _check_campaign(
    campaign: Campaign, link: VideoLink, consents: Collection[Consent.Kind], at: datetime
) -> None:
    if campaign.phase_under_lock(at=at) is not Phase.OPEN:
        raise EntryRefused("not_open")
    if campaign.is_showcase:
        raise EntryRefused("showcase")
    if link.platform not in campaign.platforms:
        raise EntryRefused("platform_not_allowed", platforms=platform_names(campaign))
    if not set(required_consents(campaign)) <= set(consents):
        raise EntryRefused("consent_missing")


def platform_names(campaign: Campaign) -> str:
    """The platforms whose videos may take part, as people write them."""
    return ", ".join(str(Platform(name).label) for name in campaign.platforms)


def _creator(platform: str, handle: str) -> Creator:
    # As the unique index has it, which an `iexact` would not use.
    same = Creator.objects.alias(lower=Lower("handle")).filter(
        platform=platform, lower=Lower(Value(handle))
    )
    known = same.first()
    if known:
        return known
    try:
        with transaction.atomic():
            return Creator.objects.create(platform=platform, handle=handle)
    except IntegrityError:  # an entry in another campaign was faster
        return same.get()


def _check_free(entry: Entry, by: User, at: datetime) -> None:
    """Refuse a video that is somebody's already, with the reason that helps."""
    mine = entry.submitted_by_id == by.pk
    if entry.status == Entry.Status.WITHDRAWN:
        if _was_decided_against(entry):
            raise EntryRefused("was_refused")
        return
    if entry.confirmed_at is not None or entry.status != Entry.Status.RECEIVED:
        raise EntryRefused("already_yours" if mine else "already_entered")
    if not mine and at - entry.received_at < CONFIRM_WITHIN:
        raise EntryRefused("waits_for_another")


def _was_decided_against(entry: Entry) -> bool:
    """Whether a withdrawn entry had been rejected or disqualified: leaving does not undo that."""
    against = (Entry.Status.REJECTED, Entry.Status.DISQUALIFIED)
    return entry.decisions.filter(to_status__in=against).exists()


def _check_number(entry: Entry, creator: Creator, by: User) -> None:
    """Hold one person to the number of entries of one creator that the rules allow.

    Entries that strangers made in a creator's name do not count: the handle is only a claim.
    """
    most = entry.campaign.max_entries_per_creator
    if most is None:
        return
    others = Entry.objects.filter(campaign=entry.campaign, creator=creator, submitted_by=by)
    taking_part = others.exclude(pk=entry.pk).exclude(
        status__in=(Entry.Status.WITHDRAWN, Entry.Status.REJECTED)
    )
    if taking_part.count() >= most:
        raise EntryRefused("too_many", most=most)


def _save_once(entry: Entry) -> None:
    """Save; a video that came in by another way at the same moment is a refusal, not a fault."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise EntryRefused("already_entered") from error


def _keep_consents(
    entry: Entry,
    consents: Collection[Consent.Kind],
    rules: RulesVersion | None,
    by: User,
    language: str,
    at: datetime,
) -> None:
    given = set(Consent.objects.filter(entry=entry, given_by=by).values_list("kind", flat=True))
    Consent.objects.bulk_create(
        Consent(
            entry=entry,
            kind=kind,
            rules_version=rules,
            language=language,
            given_by=by,
            given_at=at,
        )
        for kind in sorted(set(consents) - {Consent.Kind(kind) for kind in given})
    )
