"""Whose video it is. A handle in a link is a claim; here claims are proven, and each proof is kept.

A proof ties a person to an account on a platform. Whoever proved it last is its user here; who did
so before keeps the proof, and staff see both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.clock import database_now
from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from entries.checking import check_entries
from entries.facts import PLATFORMS_THEMSELVES, known
from entries.models import Creator, Entry, OwnershipProof, PlatformAnswer
from entries.ownership_code import code_for, has_code
from entries.platforms.facts import VideoFacts
from entries.refusal import EntryRefused
from partners.models import Platform

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

Method = OwnershipProof.Method
_CHECKED_IN = frozenset({Phase.OPEN, Phase.REVIEW})


class OwnershipRefused(EntryRefused):
    """It was not proven whose video it is; the message says what to do next."""

    messages: dict[str, str | Promise] = EntryRefused.messages | {
        "other_account": _(
            "The video belongs to another account than the one that you signed in with."
        ),
        "no_code": _("Your code does not stand there yet."),
        "owner_not_told": _("The platform has not told yet whose video this is."),
        "attest_reason_missing": _("Say how you know whose account it is."),
        "attest_for_oneself": _("Somebody else has to attest what is about yourself."),
        "asked_too_often": _("We looked a moment ago. Wait a minute, then try again."),
    }


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a platform told of the account that somebody signed in with.

    account_id: TikTok's open_id (which nobody but this site is told) or Google's own id.
    handle: the TikTok account's, if the permission was given.
    own_videos: those that the platform showed as this account's; None: that was not asked.
    channels: ids of the account's YouTube channels.
    """

    platform: str
    account_id: str
    handle: str = ""
    own_videos: frozenset[str] | None = None
    channels: frozenset[str] = frozenset()


def prove_by_sign_in(
    *, entry_id: int, user_id: int, account: SignedIn, at: datetime
) -> OwnershipProof:
    """Keep that the entry's account is the one that the user signed in with.

    Refused: owner_not_told, other_account.
    """
    entry = Entry.objects.select_related("creator").get(pk=entry_id)
    told = _told_by_platform(entry)
    if account.own_videos is not None and entry.video_id not in account.own_videos:
        raise OwnershipRefused("other_account")
    if told is None or not _is_told(entry.creator, told):
        raise OwnershipRefused("owner_not_told")
    if not _is_owner(account, entry, told):
        raise OwnershipRefused("other_account")
    return _prove(
        creator_id=entry.creator_id,
        user_id=user_id,
        method=Method.SIGNED_IN,
        entry=entry,
        evidence={"account_id": account.account_id, "handle": account.handle},
        at=at,
    )


def prove_by_code(
    *, entry_id: int, user_id: int, text: str | None, where: str, at: datetime
) -> OwnershipProof:
    """Keep that the user's code stood in a text that only the owner can write.

    text: as the platform gave it just now; where: "caption" or "profile".
    Refused: no_code, owner_not_told.
    """
    entry = Entry.objects.select_related("creator").get(pk=entry_id)
    code = personal_code(entry, user_id=user_id)
    if not has_code(text, code):
        raise OwnershipRefused("no_code")
    if not _is_told(entry.creator, _told_by_platform(entry)):
        raise OwnershipRefused("owner_not_told")
    return _prove(
        creator_id=entry.creator_id,
        user_id=user_id,
        method=Method.CODE,
        entry=entry,
        evidence={"code": code, "where": where},
        at=at,
    )


def attest_ownership(
    *,
    creator_id: int,
    user_id: int,
    by: User,
    at: datetime,
    reason: str,
    entry_id: int | None = None,
) -> OwnershipProof:
    """Keep that staff know the account to be the user's, and how.

    Refused: attest_reason_missing, attest_for_oneself.
    """
    if not reason.strip():
        raise OwnershipRefused("attest_reason_missing")
    if user_id == by.pk:
        raise OwnershipRefused("attest_for_oneself")
    return _prove(
        creator_id=creator_id,
        user_id=user_id,
        method=Method.ATTESTED,
        entry=Entry.objects.get(pk=entry_id, creator=creator_id) if entry_id else None,
        by=by,
        reason=reason.strip(),
        at=at,
    )


def record_claim_link(
    *, creator: Creator, user: User, campaign: Campaign, at: datetime
) -> OwnershipProof:
    """Keep that the user opened the claim link that was sent to the account."""
    return _prove(
        creator_id=creator.pk,
        user_id=user.pk,
        method=Method.CLAIM_LINK,
        evidence={"campaign": campaign.slug},
        at=at,
    )


def personal_code(entry: Entry, *, user_id: int) -> str:
    """The code that this person puts into the caption of this video."""
    return code_for(
        secret=settings.SECRET_KEY,
        user_id=user_id,
        platform=entry.platform,
        video_id=entry.video_id,
    )


@transaction.atomic
def _prove(
    *,
    creator_id: int,
    user_id: int,
    method: OwnershipProof.Method,
    at: datetime,
    entry: Entry | None = None,
    evidence: dict[str, Any] | None = None,
    by: User | None = None,
    reason: str = "",
) -> OwnershipProof:
    """Add a proof and tie the account to its newest prover; the same proof twice is one."""
    creator = _locked(creator_id)
    last = creator.proofs.first()
    if last and _is_same_proof(last, user_id, method, entry, reason):
        return last
    proof = OwnershipProof.objects.create(
        creator=creator,
        user_id=user_id,
        method=method,
        entry=entry,
        proven_at=at,
        by=by,
        reason=reason,
        evidence=evidence or {},
    )
    if creator.user_id != user_id or creator.verified_at is None:
        creator.user_id, creator.verified_at = user_id, at
        creator.save(update_fields=["user", "verified_at"])
    # A row of the same database: there when the proof is, and not otherwise.
    check_again.enqueue(creator_id)
    return proof


def _is_same_proof(
    last: OwnershipProof, user_id: int, method: str, entry: Entry | None, reason: str
) -> bool:
    if (last.user_id, last.method) != (user_id, method):
        return False
    if method != Method.ATTESTED:
        return True
    # What staff say, they may say of each entry.
    return (last.entry_id, last.reason) == (entry.pk if entry else None, reason)


def _locked(creator_id: int) -> Creator:
    return Creator.objects.select_for_update(no_key=True).get(pk=creator_id)


@task()
def check_again(creator_id: int) -> None:
    """Check the entries of an account whose owner became known, where that still counts."""
    at = database_now()
    entries: defaultdict[int, list[int]] = defaultdict(list)
    of_creator = Entry.objects.filter(Q(creator=creator_id) | Q(joint_creators=creator_id))
    for campaign_id, pk in of_creator.values_list("campaign", "pk"):
        entries[campaign_id].append(pk)
    for campaign in Campaign.objects.filter(pk__in=entries).order_by("pk"):
        if campaign.phase(at=at) in _CHECKED_IN:
            check_entries(campaign_id=campaign.pk, entry_ids=entries[campaign.pk], at=at)


def _told_by_platform(entry: Entry) -> VideoFacts | None:
    """What the platform itself said of the video; imports and staff are no witnesses here."""
    return known(
        PlatformAnswer.objects.filter(
            platform=entry.platform, video_id=entry.video_id, source__in=PLATFORMS_THEMSELVES
        )
    )


def _is_told(creator: Creator, told: VideoFacts | None) -> bool:
    """Whether the platform itself named this account as the video's owner."""
    if told is None:
        return False
    if told.author_id and told.author_id == creator.platform_user_id:
        return True
    return _same(told.author_handle, creator.handle)


def _is_owner(account: SignedIn, entry: Entry, told: VideoFacts) -> bool:
    """Whether the account that was signed in with is the one that the platform named."""
    if account.platform != entry.platform:
        return False
    if account.platform == Platform.YOUTUBE:
        return told.author_id in account.channels
    if account.own_videos is not None:
        return True
    # Handles change hands: whoever has it now need not be who proved it before.
    earlier = entry.creator.proofs.filter(method=Method.SIGNED_IN)
    account_ids = {proof.evidence.get("account_id") for proof in earlier}
    return _same(account.handle, entry.creator.handle) and account_ids <= {account.account_id}


def _same(handle: str | None, other: str) -> bool:
    return bool(handle) and str(handle).lower() == other.lower()
