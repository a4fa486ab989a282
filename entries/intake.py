"""A video enters a campaign."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.db.models import Value, prefetch_related_objects
from django.db.models.functions import Lower

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.application import (
    Application,
    check_application,
    chosen_categories,
    needs_guardian,
)
from entries.checking import check_entries
from entries.consents import keep_consents
from entries.guardians import ask_guardian
from entries.links import VideoLink
from entries.looking_up import ask_about
from entries.models import Creator, Decision, Entry, GuardianConsent
from entries.ownership_questions import ask_if_connected
from entries.refusal import EntryRefused
from partners.models import Platform

RECEIVE = "receive"
"""The verb of the first decision of every entry."""
CONFIRM_WITHIN = timedelta(hours=1)
"""How long a video is kept for somebody who has entered it and not yet confirmed the address."""


@transaction.atomic
def submit_entry(
    *,
    campaign_id: int,
    link: VideoLink,
    handle: str,
    by: User,
    application: Application,
    at: datetime,
    address_proven: bool = False,
) -> Entry:
    """Receive a video into an open campaign and return its entry.

    handle: the account on the platform, without @; a claim, never a proof.
    address_proven: whether `by` is known to be the person acting (signed in). Otherwise the
        entry waits, unseen by moderators, until `entries.confirmation` confirms it.

    A video that waits for another person's confirmation longer than CONFIRM_WITHIN is handed
    over, and one that was withdrawn before anybody decided against it may come back: the same
    row, a new decision, checked anew. The platform is asked about the video by a job.

    Raises EntryRefused: showcase, not_open, platform_not_allowed, already_entered, already_yours,
    waits_for_another, was_refused, too_many, and the codes of `check_application`.
    """
    campaign = lock_campaign(campaign_id)
    prefetch_related_objects([campaign], "categories")
    _check_campaign(campaign, link, at)
    check_application(campaign, application, by=by)
    creator = _creator(link.platform, handle)
    entry = (
        Entry.objects.select_for_update(no_key=True)
        .filter(campaign=campaign, platform=link.platform, video_id=link.video_id)
        .first()
    )
    if entry is None:
        entry = Entry(campaign=campaign, platform=link.platform, video_id=link.video_id)
    else:
        check_free(entry, by, at)
    from_status = entry.status if entry.pk else ""
    _check_number(entry, creator, by)
    entry.creator, entry.url, entry.submitted_by = creator, _readable_url(link, creator), by
    entry.received_at, entry.confirmed_at = at, at if address_proven else None
    entry.declared_age, entry.declared_country = application.age, application.country
    entry.rules_version = campaign.rules.order_by("-number").first()
    _begin_anew(entry)
    _save_once(entry)
    Decision.objects.create(
        entry=entry,
        verb=RECEIVE,
        from_status=from_status,
        to_status=entry.status,
        by=by,
        at=at,
    )
    keep_application(entry, application, by, at)
    ask_about(platform=entry.platform, video_id=entry.video_id, at=at)
    ask_if_connected(entry=entry, user_id=by.pk, at=at)
    check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk], at=at)
    entry.refresh_from_db()  # it may have been accepted at once
    return entry


def _begin_anew(entry: Entry) -> None:
    """Put the entry at its beginning, whoever had it before: nothing is decided or checked yet."""
    entry.source, entry.status, entry.status_reason = Entry.Source.FORM, Entry.Status.RECEIVED, ""
    entry.asked_at, entry.proposal = None, ""
    if entry.pk:
        entry.checks.all().delete()
        GuardianConsent.objects.filter(entry=entry).delete()


def keep_application(entry: Entry, application: Application, by: User, at: datetime) -> None:
    """Keep what the person said, and ask the guardian of one who is under age."""
    entry.chosen_categories.set(chosen_categories(entry.campaign, application))
    keep_consents(entry, application.consents, entry.rules_version, by, application.language, at)
    if needs_guardian(entry.campaign, application.age):
        ask_guardian(
            entry_id=entry.pk,
            name=application.guardian_name,
            email=application.guardian_email,
            language=application.language,
            at=at,
        )


def _readable_url(link: VideoLink, creator: Creator) -> str:
    """The link with the account in it where the canonical one has a place for it."""
    return link.canonical_url.replace("/@_/", f"/@{quote(creator.handle)}/")


def _check_campaign(campaign: Campaign, link: VideoLink, at: datetime) -> None:
    if campaign.phase_under_lock(at=at) is not Phase.OPEN:
        raise EntryRefused("not_open")
    if campaign.is_showcase:
        raise EntryRefused("showcase")
    if link.platform not in campaign.platforms:
        raise EntryRefused("platform_not_allowed", platforms=platform_names(campaign))


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


def check_free(entry: Entry, by: User | None, at: datetime) -> None:
    """Refuse a video that is somebody's already, with the reason that helps.

    by: None while nobody has said who is entering it.
    """
    mine = by is not None and entry.submitted_by_id == by.pk
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
