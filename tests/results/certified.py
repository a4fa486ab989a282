"""An announced campaign with certificates, made of rows: one jury category, one of creators."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.models import User
from contests.models import Campaign, Category, Prize
from contests.phases import Phase
from entries.models import Entry
from results.certificates import issue_certificates
from results.claiming import offer_claims
from results.models import Announcement, Award, Certificate, Evidence
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_prize,
)
from tests.results.contests import build_person


@dataclass
class Certified:
    """The campaign, who staff are, and the person, the video and the awards of its winner."""

    campaign: Campaign
    staff: User
    person: User
    entry: Entry
    jury: Prize
    views: Prize
    announcement: Announcement

    @property
    def at(self) -> Any:
        return self.announcement.announced_at

    def certificate(self, **which: Any) -> Certificate:
        """The winner's certificate of the jury category, or another one."""
        which = which or {"claim__prize": self.jury, "creator": self.entry.creator}
        return Certificate.objects.select_related("claim__prize__category__campaign").get(**which)

    def correct(self, *, without: Prize, **note: str) -> Announcement:
        """Announce again, a day later, without the winners of a prize."""
        newest = Announcement.objects.filter(campaign=self.campaign).latest("number")
        awards = list(newest.awards.exclude(prize=without))
        for award in awards:
            award.pk = None
            award.announcement = None
        at = newest.announced_at + timedelta(days=1)
        return put_out(
            self.campaign, awards, by=self.staff, at=at, number=newest.number + 1, **note
        )


def put_out(
    campaign: Campaign, awards: Iterable[Award], *, by: User, at: Any, number: int = 1, **note: str
) -> Announcement:
    """What announcing writes, without what it asks before."""
    announcement = Announcement.objects.create(
        campaign=campaign, number=number, announced_at=at, announced_by=by, digest="0" * 64, **note
    )
    body = f'{{"number":{number}}}'
    Evidence.objects.create(
        announcement=announcement, body=body, sha256=hashlib.sha256(body.encode()).hexdigest()
    )
    for award in awards:
        award.announcement = announcement
        award.save(force_insert=True)
    offer_claims(announcement=announcement, at=at)
    issue_certificates(announcement=announcement, at=at)
    return announcement


def build_certified(
    *, winners: int = 1, language: str = "kk", joint: Iterable[Any] = (), **fields: Any
) -> Certified:
    """A campaign announced with so many winners of its jury prize; the first also wins by views."""
    staff = build_person("staff")
    campaign = build_campaign(phase=Phase.ANNOUNCED, **fields)
    jury = build_prize(
        build_category(campaign, title="The most creative video", order=1),
        title="Book voucher",
        value=70_000,
        currency="KZT",
        quantity=winners,
        sponsor=build_partner(name="Meloman", kind="sponsor"),
    )
    views = build_prize(
        build_category(
            campaign, method=Category.Method.MOST_VIEWED_CREATOR, title="Discover", order=2
        )
    )
    person = build_person(f"winner-{campaign.pk}", preferred_language=language)
    entries = [
        build_entry(
            campaign,
            creator=build_creator(
                handle=f"winner_{number}_{campaign.pk}", user=None if number else person
            ),
            submitted_by=None if number else person,
        )
        for number in range(winners)
    ]
    entries[0].joint_creators.set(joint)
    awards = [
        Award(prize=jury, slot=slot, entry=entry, creator=entry.creator, citation_en="Warm.")
        for slot, entry in enumerate(entries, start=1)
    ]
    awards.append(Award(prize=views, creator=entries[0].creator))
    announcement = put_out(campaign, awards, by=staff, at=campaign.announced_at)
    return Certified(
        campaign=campaign,
        staff=staff,
        person=person,
        entry=entries[0],
        jury=jury,
        views=views,
        announcement=announcement,
    )
