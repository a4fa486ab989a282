"""The people behind a prize: who is told of it, and who may answer for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from accounts.models import User
from entries.models import Creator, Entry
from results.models import Award, Claim

Won = Award | Claim


def people_behind(won: Sequence[Won]) -> dict[int, list[User]]:
    """By award or claim: whoever entered the video and its creators, as far as known.

    Where a creator won with all their videos: the creator, or else the one person who entered
    them. Accounts that are closed are left out. Seven queries at most, however many are asked for;
    the caller has selected `prize__category`.
    """
    entries = _entries(won)
    creators = Creator.objects.select_related("user").in_bulk({one.creator_id for one in won})
    submitters = _submitters([one for one in won if one.entry_id is None])
    found = {}
    for one in won:
        entry = entries.get(one.entry_id) if one.entry_id else None
        if entry is not None:
            behind = [entry.submitted_by or creators[one.creator_id].user]
            behind += [joint.user for joint in entry.joint_creators.all()]
        else:
            behind = [creators[one.creator_id].user or submitters.get(one.pk)]
        people = dict.fromkeys(person for person in behind if person and person.is_active)
        found[one.pk] = list(people)
    return found


def claims_of(user: User) -> list[Claim]:
    """The prizes that this person may answer for, newest first."""
    own = [
        claim
        for claim, people in _with_people(_perhaps_of(user))
        if any(person.pk == user.pk for person in people)
    ]
    return sorted(own, key=lambda claim: (claim.offered_at, -claim.pk), reverse=True)


def claim_of(user: User, claim_id: int) -> tuple[Claim, list[User]] | None:
    """A prize with the people behind it, if this person is one of them."""
    for claim, people in _with_people(_perhaps_of(user).filter(pk=claim_id)):
        if any(person.pk == user.pk for person in people):
            return claim, people
    return None


def _with_people(claims: QuerySet[Claim]) -> list[tuple[Claim, list[User]]]:
    found = list(claims.select_related("prize__category__campaign", "entry", "creator"))
    people = people_behind(found) if found else {}
    return [(claim, people[claim.pk]) for claim in found]


def _perhaps_of(user: User) -> QuerySet[Claim]:
    """All claims that could be the person's: more than are, and few."""
    entered = Entry.objects.filter(submitted_by=user)
    joint = Entry.objects.filter(joint_creators__user=user)
    return Claim.objects.filter(
        Q(creator__user=user)
        | Q(entry__in=entered.values("pk"))
        | Q(entry__in=joint.values("pk"))
        | Q(entry=None, creator__in=entered.values("creator"))
    )


def _entries(won: Sequence[Won]) -> dict[int, Entry]:
    entries = Entry.objects.select_related("submitted_by").prefetch_related("joint_creators__user")
    return entries.in_bulk([one.entry_id for one in won if one.entry_id])


def _submitters(won: Sequence[Won]) -> Mapping[int, User]:
    """By prize of a creator, the person who entered the creator's videos, if it is one alone."""
    if not won:
        return {}
    people: defaultdict[tuple[int, int], dict[int, User]] = defaultdict(dict)
    entries = Entry.objects.accepted().filter(
        campaign__in={one.prize.category.campaign_id for one in won},
        creator__in={one.creator_id for one in won},
        submitted_by__isnull=False,
    )
    for entry in entries.select_related("submitted_by").only(
        "campaign_id", "creator_id", "submitted_by"
    ):
        if entry.submitted_by is not None:
            person = entry.submitted_by
            people[entry.campaign_id, entry.creator_id][person.pk] = person
    found = {}
    for one in won:
        known = people[one.prize.category.campaign_id, one.creator_id]
        if len(known) == 1:
            found[one.pk] = next(iter(known.values()))
    return found
