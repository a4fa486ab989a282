"""What the rules are asked with: a campaign's terms, and what is known of its entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from contests.models import Campaign, Hashtag
from entries.eligibility import Owner, Subject, Terms
from entries.excluded import People, circles_of, excluded_as
from entries.models import Creator, Entry, GuardianConsent, OwnershipProof
from entries.owner_told import with_owner_told

_GONE = (Entry.Status.WITHDRAWN, Entry.Status.REJECTED, Entry.Status.DISQUALIFIED)


def terms_of(campaign: Campaign) -> Terms:
    """The terms as the campaign has them now, the official hashtag first."""
    hashtags = sorted(campaign.hashtags.all(), key=lambda tag: tag.kind != Hashtag.Kind.OFFICIAL)
    return Terms(
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        prior_posts_allowed=campaign.prior_posts_allowed,
        min_seconds=campaign.min_seconds,
        max_seconds=campaign.max_seconds,
        hashtags=tuple(tag.text for tag in hashtags),
        lookalikes_count=campaign.lookalikes == Campaign.Lookalikes.HONOUR,
        platforms=frozenset(campaign.platforms),
        max_entries=campaign.max_entries_per_creator,
        min_age=campaign.min_age,
        guardian_age=campaign.guardian_age,
        countries=frozenset(campaign.countries),
        ownership_required=campaign.ownership_required,
    )


def subjects_of(campaign: Campaign, entries: Sequence[Entry]) -> list[Subject]:
    """What is known of each of the campaign's entries, in a fixed number of queries."""
    prefetch_related_objects(entries, "creator")
    joint = _joint_creators(entries)
    circles = circles_of(campaign)
    proofs = _proofs(entries, joint)
    told = with_owner_told([entry for entry in entries if entry.creator_id in proofs])
    earlier = _earlier(campaign, entries)
    guardians = dict(
        GuardianConsent.objects.filter(entry__in=entries).values_list("entry_id", "confirmed_at")
    )
    return [
        Subject(
            platform=entry.platform,
            video_id=entry.video_id,
            posted_at=entry.posted_at,
            caption=_caption(entry),
            caption_cut=entry.caption_state == Entry.CaptionState.CUT,
            seconds=entry.seconds,
            public=entry.available,
            owner=_owner(entry, joint[entry.pk], proofs, is_told=entry.pk in told),
            earlier_entries=earlier[entry.pk].own,
            earlier_by_others=earlier[entry.pk].others,
            age=entry.declared_age,
            country=entry.declared_country,
            guardian_agreed=guardians[entry.pk] is not None if entry.pk in guardians else None,
            excluded_as=excluded_as(_people(entry, joint[entry.pk]), circles),
            received_at=entry.received_at,
        )
        for entry in entries
    ]


def _caption(entry: Entry) -> str | None:
    unknown = entry.caption_state == Entry.CaptionState.UNKNOWN
    return None if unknown else entry.caption


def _joint_creators(entries: Sequence[Entry]) -> defaultdict[int, list[Creator]]:
    joint: defaultdict[int, list[Creator]] = defaultdict(list)
    links = Entry.joint_creators.through.objects.filter(entry__in=entries)
    for link in links.select_related("creator"):
        joint[link.entry_id].append(link.creator)
    return joint


def _people(entry: Entry, joint: Sequence[Creator]) -> People:
    creators = (entry.creator, *joint)
    return People(
        users=frozenset((entry.submitted_by_id, *(creator.user_id for creator in creators))),
        organisations=frozenset(creator.organisation_id for creator in creators),
        accounts=frozenset((creator.platform, creator.handle.casefold()) for creator in creators),
    )


class _Proof(NamedTuple):
    user: int
    entry: int | None


def _proofs(
    entries: Iterable[Entry], joint: dict[int, list[Creator]]
) -> dict[int | None, list[_Proof]]:
    """Who has shown that an account is theirs, by creator, and with which entry, if with one."""
    creators = {entry.creator_id for entry in entries}
    creators.update(creator.pk for several in joint.values() for creator in several)
    proofs: defaultdict[int | None, list[_Proof]] = defaultdict(list)
    for creator, *proof in OwnershipProof.objects.filter(creator__in=creators).values_list(
        "creator_id", "user_id", "entry_id"
    ):
        proofs[creator].append(_Proof(*proof))
    return proofs


def _owner(
    entry: Entry,
    joint: Iterable[Creator],
    proofs: dict[int | None, list[_Proof]],
    *,
    is_told: bool,
) -> Owner:
    """Proven by the submitter for any of the creators; disproven if only others have a proof.

    is_told: whether the entry's account is more than the claim of a link. Where it is not, only
    what was shown with this very entry counts, and what staff said of joint creators.
    """
    if entry.submitted_by_id is None:
        return Owner.UNKNOWN
    of_account = {
        proof.user
        for proof in proofs.get(entry.creator_id, ())
        if is_told or proof.entry == entry.pk
    }
    of_joint = {proof.user for creator in joint for proof in proofs.get(creator.pk, ())}
    if entry.submitted_by_id in of_account | of_joint:
        return Owner.PROVEN
    return Owner.DISPROVEN if of_account else Owner.UNKNOWN


@dataclass
class _Earlier:
    """How many entries of one creator came before an entry, and count."""

    own: int = 0
    others: int = 0


class _Rival(NamedTuple):
    received_at: datetime
    pk: int
    by: int | None


def _earlier(campaign: Campaign, entries: Sequence[Entry]) -> dict[int, _Earlier]:
    """Earlier entries of the same creator, by entry.

    Those of other submitters are counted apart: whoever enters somebody's videos must not be able
    to use up their number. What staff imported is as good as one's own.
    """
    most = campaign.max_entries_per_creator
    if most is None:
        return {entry.pk: _Earlier() for entry in entries}
    rivals: defaultdict[int, list[_Rival]] = defaultdict(list)
    for creator, received_at, pk, by in (
        campaign.entries.confirmed()
        .exclude(status__in=_GONE)
        .filter(creator__in={entry.creator_id for entry in entries})
        .order_by("received_at", "pk")
        .values_list("creator_id", "received_at", "pk", "submitted_by_id")
    ):
        rivals[creator].append(_Rival(received_at, pk, by))
    return {entry.pk: _before(entry, rivals[entry.creator_id], most) for entry in entries}


def _before(entry: Entry, rivals: Iterable[_Rival], most: int) -> _Earlier:
    """Count the rivals, who come in order, up to as many as are allowed."""
    earlier = _Earlier()
    for rival in rivals:
        came_later = (rival.received_at, rival.pk) >= (entry.received_at, entry.pk)
        if came_later or earlier.own >= most:
            break
        if rival.by is None or rival.by == entry.submitted_by_id:
            earlier.own += 1
        else:
            earlier.others += 1
    return earlier
