"""The news to the winners: drafts in their language, for a person to release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from entries.models import Creator, Entry
from outbox.drafting import draft_message
from outbox.models import Message
from results.models import Award

PURPOSE = "winner"


@dataclass(frozen=True)
class Notice:
    """One mail to come: who is told about which award."""

    award: Award
    user: User


def notices_for(awards: Sequence[Award]) -> list[Notice]:
    """Whom to tell about each award: whoever entered the video and its creators, as far as known.

    Where a creator won with all their videos: the creator, or else the one person who entered
    them. Seven queries at most, however many awards.
    """
    entries = _entries(awards)
    creators = Creator.objects.select_related("user").in_bulk(
        {award.creator_id for award in awards}
    )
    submitters = _submitters([award for award in awards if award.entry_id is None])
    notices = []
    for award in awards:
        entry = entries.get(award.entry_id) if award.entry_id else None
        if entry is not None:
            behind = [entry.submitted_by or creators[award.creator_id].user]
            behind += [one.user for one in entry.joint_creators.all()]
        else:
            behind = [creators[award.creator_id].user or submitters.get(award.pk)]
        people = dict.fromkeys(person for person in behind if person and person.is_active)
        notices += [Notice(award, person) for person in people]
    return notices


def draft_notices(notices: Sequence[Notice], *, at: datetime) -> list[Message]:
    """Write the mails; each award and person once, however often this is called."""
    return [
        draft_message(
            key=f"winner:{notice.award.pk}:{notice.user.pk}",
            purpose=PURPOSE,
            topic=notice.award.prize.category.campaign.slug,
            recipient=notice.user,
            template="winner",
            context={
                "award": notice.award,
                "prize": notice.award.prize,
                "category": notice.award.prize.category,
                "campaign": notice.award.prize.category.campaign,
            },
            at=at,
        )
        for notice in notices
    ]


def _entries(awards: Sequence[Award]) -> dict[int, Entry]:
    entries = Entry.objects.select_related("submitted_by").prefetch_related("joint_creators__user")
    return entries.in_bulk([award.entry_id for award in awards if award.entry_id])


def _submitters(awards: Sequence[Award]) -> Mapping[int, User]:
    """By award of a creator, the person who entered the creator's videos, if it is one alone."""
    if not awards:
        return {}
    people: defaultdict[tuple[int, int], dict[int, User]] = defaultdict(dict)
    entries = Entry.objects.accepted().filter(
        campaign__in={award.prize.category.campaign_id for award in awards},
        creator__in={award.creator_id for award in awards},
        submitted_by__isnull=False,
    )
    for entry in entries.select_related("submitted_by").only(
        "campaign_id", "creator_id", "submitted_by"
    ):
        if entry.submitted_by is not None:
            person = entry.submitted_by
            people[entry.campaign_id, entry.creator_id][person.pk] = person
    found = {}
    for award in awards:
        known = people[award.prize.category.campaign_id, award.creator_id]
        if len(known) == 1:
            found[award.pk] = next(iter(known.values()))
    return found
