"""A campaign's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import (
    Ambassador,
    Campaign,
    Category,
    Hashtag,
    Partnership,
    Prize,
)
from contests.phases import Phase
from entries.models import Entry
from metrics.plans import frozen_since, plan_of
from metrics.reported import ReportedFigure, reported_figures
from partners.models import Platform, Quote
from results.models import Shortlist
from website.pages.timeline import (
    Deadline,
    Milestone,
    PhaseBadge,
    milestones,
    next_deadline,
    phase_badge,
)

GALLERY_PREVIEW = 10
PARTNERS_SHOWN = 6

ROLE_HEADINGS: dict[str, Promise] = {
    Partnership.Role.ORGANISER: _("Organisers"),
    Partnership.Role.SUPPORTER: _("With the support of"),
    Partnership.Role.PARTICIPANT: _("Taking part"),
    Partnership.Role.PRIZE_SPONSOR: _("Prizes by"),
    Partnership.Role.MEDIA: _("Media partners"),
}


@dataclass(frozen=True)
class PartnerGroup:
    """Partners of one role, in the order of the campaign."""

    role: str
    heading: Promise
    partnerships: list[Partnership]

    @property
    def first(self) -> list[Partnership]:
        """Those shown at once."""
        return self.partnerships if not self.folded else self.partnerships[:PARTNERS_SHOWN]

    @property
    def folded(self) -> list[Partnership]:
        """The rest of a long list, behind a fold; one or two more are not worth folding."""
        long_list = len(self.partnerships) > PARTNERS_SHOWN + 2
        return self.partnerships[PARTNERS_SHOWN:] if long_list else []


@dataclass(frozen=True)
class Standpoint:
    """A campaign seen at a moment: what every page about it needs."""

    campaign: Campaign
    at: datetime
    phase: Phase
    has_rules: bool = False
    has_numbers: bool = False
    has_shortlist: bool = False
    frozen_since: datetime | None = None

    @property
    def badge(self) -> PhaseBadge:
        return phase_badge(self.campaign, self.phase)

    @property
    def is_draft(self) -> bool:
        return self.phase is Phase.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.phase is Phase.CANCELLED

    @property
    def is_frozen(self) -> bool:
        """Whether the public sees the figures of an earlier moment."""
        return self.frozen_since is not None

    @property
    def takes_entries(self) -> bool:
        return self.phase is Phase.OPEN and not self.campaign.is_showcase

    @property
    def has_winners(self) -> bool:
        """Whether there is a winners page: announced, standing, and a contest at all."""
        announced_at = self.campaign.announced_at
        if announced_at is None or announced_at > self.at or self.is_cancelled:
            return False
        return not self.campaign.is_showcase

    @property
    def deadline(self) -> Deadline | None:
        return next_deadline(self.campaign, self.phase, at=self.at)

    @property
    def milestones(self) -> list[Milestone]:
        return milestones(self.campaign, at=self.at)

    @property
    def hashtag(self) -> str:
        return self.campaign.official_hashtag

    @property
    def other_spellings(self) -> list[Hashtag]:
        """Accepted spellings beside the shown one; tolerated ones are honoured but not taught."""
        return [
            tag
            for tag in self.campaign.hashtags.all()
            if tag.kind == Hashtag.Kind.ACCEPTED and f"#{tag.text}" != self.hashtag
        ]

    @property
    def platform_names(self) -> list[str]:
        known = dict(Platform.choices)
        return [known[name] for name in self.campaign.platforms if name in known]


def standpoint(*, slug: str, user: Any, at: datetime) -> Standpoint:
    """The campaign of that address as this person may see it, or 404."""
    campaign = (
        Campaign.objects.visible_to(user, at=at)
        .filter(slug=slug)
        .prefetch_related("hashtags", "categories")
        .first()
    )
    if campaign is None:
        raise Http404
    plan = plan_of(campaign)
    return Standpoint(
        campaign=campaign,
        at=at,
        phase=campaign.phase(at=at),
        has_rules=campaign.rules.exists(),
        has_numbers=plan.shows_numbers,
        has_shortlist=Shortlist.objects.public(at=at).filter(category__campaign=campaign).exists(),
        frozen_since=frozen_since(campaign, plan, at=at),
    )


@dataclass(frozen=True)
class CampaignPage:
    """All that the campaign's page shows."""

    standpoint: Standpoint
    categories: list[Category]
    partner_groups: list[PartnerGroup]
    ambassadors: list[Ambassador]
    quotes: list[Quote]
    figures: list[ReportedFigure]
    newest: list[Entry]
    entry_count: int
    earlier_edition: Campaign | None

    @property
    def organisers(self) -> list[Partnership]:
        return [
            partnership
            for group in self.partner_groups
            if group.role in (Partnership.Role.ORGANISER, Partnership.Role.SUPPORTER)
            for partnership in group.partnerships
        ]


def campaign_page(view: Standpoint) -> CampaignPage:
    """Everything around a campaign, in a number of queries that does not depend on its size."""
    campaign = view.campaign
    entries = Entry.objects.public(at=view.at).filter(campaign=campaign)
    prizes = Prize.objects.select_related("sponsor").order_by("place")
    return CampaignPage(
        standpoint=view,
        categories=list(campaign.categories.prefetch_related(Prefetch("prizes", prizes))),
        partner_groups=partner_groups(campaign),
        ambassadors=list(campaign.ambassadors.all()),
        quotes=list(campaign.quotes.select_related("partner").order_by("pk")),
        figures=reported_figures(campaign, at=view.at),
        newest=list(entries.select_related("creator")[:GALLERY_PREVIEW]),
        entry_count=entries.count(),
        earlier_edition=_earlier_edition(campaign, at=view.at),
    )


def partner_groups(campaign: Campaign) -> list[PartnerGroup]:
    """The campaign's partners by role, organisers first."""
    roles = list(ROLE_HEADINGS)
    partnerships = sorted(
        campaign.partnerships.select_related("partner").prefetch_related("partner__accounts"),
        key=lambda partnership: roles.index(partnership.role),
    )
    return [
        PartnerGroup(role=role, heading=ROLE_HEADINGS[role], partnerships=list(group))
        for role, group in groupby(partnerships, key=lambda partnership: partnership.role)
    ]


def _earlier_edition(campaign: Campaign, *, at: datetime) -> Campaign | None:
    """The edition before, if the public may see it."""
    if campaign.previous_edition_id is None:
        return None
    return (
        Campaign.objects.public(at=at)
        .filter(pk=campaign.previous_edition_id)
        .prefetch_related("hashtags")
        .first()
    )
