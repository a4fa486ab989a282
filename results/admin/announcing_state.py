"""What the announcement's page knows beside the preview: who stands by it, and what came before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from contests.models import Campaign
from contests.wording import day_and_time
from results.confirming import confirmations_of
from results.models import Announcement, AnnouncementPlan, Confirmation
from results.plans import plan_of
from results.preview import Preview


@dataclass(frozen=True)
class Stand:
    """One person who confirmed, in the campaign's own time."""

    who: User
    when: str


@dataclass(frozen=True)
class Agreement:
    """Who has confirmed what the page shows, and what `me` may do next.

    outdated: who confirmed what has changed since.
    """

    plan: AnnouncementPlan
    me: User
    confirmed: list[Stand]
    outdated: list[Stand]
    announces_at: str

    @property
    def is_mine(self) -> bool:
        """Whether the person at the page has confirmed already."""
        return any(one.who == self.me for one in self.confirmed)

    @property
    def is_wanted(self) -> bool:
        """Whether confirming leads to anything: to a second person, or to the clock."""
        return self.plan.needs_two or self.plan.announces_at is not None

    @property
    def may_confirm(self) -> bool:
        return self.is_wanted and not self.is_mine

    @property
    def may_announce(self) -> bool:
        """Whether announcing is not for somebody else to do."""
        return not self.plan.needs_two or any(one.who != self.me for one in self.confirmed)

    @property
    def is_ready_for_clock(self) -> bool:
        """Whether enough people have confirmed for the clock to announce."""
        return len(self.confirmed) >= (2 if self.plan.needs_two else 1)


def agreement_on(preview: Preview, *, me: User) -> Agreement:
    """Who stands by a preview, and who stood by what it was before. Three queries."""
    campaign = preview.campaign
    plan = plan_of(campaign)
    confirmed = confirmations_of(campaign, number=preview.number, digest=preview.digest)
    others = Confirmation.objects.filter(campaign=campaign, number=preview.number)
    outdated = others.exclude(digest=preview.digest).select_related("confirmed_by")
    return Agreement(
        plan=plan,
        me=me,
        confirmed=_stands(confirmed, campaign),
        outdated=_stands(outdated.order_by("-confirmed_at", "-pk")[:5], campaign),
        announces_at=(plan.announces_at and day_and_time(plan.announces_at, campaign.zone)) or "",
    )


@dataclass(frozen=True)
class Past:
    """One announcement that was made, newest first; `confirmed` who stood by it."""

    announcement: Announcement
    when: str
    confirmed: list[Stand]


def past_announcements(campaign: Campaign) -> list[Past]:
    """Every announcement of a campaign, the newest first, without the evidence files themselves."""
    made = (
        Announcement.objects.filter(campaign=campaign)
        .select_related("announced_by", "evidence")
        .defer("evidence__body")
        .order_by("-number")
    )
    stood = list(Confirmation.objects.filter(campaign=campaign).select_related("confirmed_by"))
    return [
        Past(
            announcement=one,
            when=day_and_time(one.announced_at, campaign.zone),
            confirmed=_stands(
                [by for by in stood if (by.number, by.digest) == (one.number, one.digest)], campaign
            ),
        )
        for one in made
    ]


def _stands(confirmed: Iterable[Confirmation], campaign: Campaign) -> list[Stand]:
    return [
        Stand(one.confirmed_by, day_and_time(one.confirmed_at, campaign.zone)) for one in confirmed
    ]
