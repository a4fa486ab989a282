"""A campaign seen at a moment: what every page about it starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404

from contests.models import Campaign, Hashtag, RulesVersion
from contests.phases import Phase
from metrics.models import ReadingPlan
from metrics.plans import frozen_since
from partners.models import Platform
from results.models import PressRelease, Shortlist
from website.known_campaigns import Key, known
from website.pages.timeline import (
    Deadline,
    Milestone,
    PhaseBadge,
    milestones,
    next_deadline,
    phase_badge,
)


@dataclass(frozen=True)
class Standpoint:
    """A campaign seen at a moment: what every page about it needs.

    editions: the public editions before and after it, where the page asked for them.
    """

    campaign: Campaign
    at: datetime
    phase: Phase
    has_rules: bool = False
    has_numbers: bool = False
    has_shortlist: bool = False
    has_press: bool = False
    shortlisted_at: datetime | None = None
    editions: tuple[Campaign, ...] = ()
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
        return milestones(self.campaign, at=self.at, shortlisted_at=self.shortlisted_at)

    @property
    def earlier_edition(self) -> Campaign | None:
        earlier = self.campaign.previous_edition_id
        return next((one for one in self.editions if one.pk == earlier), None)

    @property
    def later_editions(self) -> list[Campaign]:
        return [one for one in self.editions if one.previous_edition_id == self.campaign.pk]

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


def standpoint(*, slug: str, user: Any, at: datetime, with_editions: bool = False) -> Standpoint:
    """The campaign of that address as this person may see it, or 404. 3 queries at most.

    with_editions: the editions before and after it come along, in the same queries.
    """

    def find() -> list[Campaign]:
        return _found(slug, with_editions=with_editions, user=user, at=at)

    found = find() if user.is_authenticated else known(Key(slug, with_editions), find, at=at)
    campaign = next((one for one in found if one.slug == slug), None)
    if campaign is None:
        raise Http404
    plan = getattr(campaign, "reading_plan", None) or ReadingPlan(campaign=campaign)
    shortlisted_at = getattr(campaign, "shortlisted_at", None)
    return Standpoint(
        campaign=campaign,
        at=at,
        phase=campaign.phase(at=at),
        has_rules=getattr(campaign, "has_rules", False),
        has_numbers=plan.shows_numbers,
        has_shortlist=shortlisted_at is not None,
        has_press=getattr(campaign, "has_press", False),
        shortlisted_at=shortlisted_at,
        editions=tuple(
            one
            for one in found
            if one != campaign and one.published_at is not None and one.published_at <= at
        ),
        frozen_since=frozen_since(campaign, plan, at=at),
    )


def _found(slug: str, *, with_editions: bool, user: Any, at: datetime) -> list[Campaign]:
    """The campaign and, if asked for, its neighbours, which staff may see as drafts."""
    shortlists = Shortlist.objects.public(at=at).filter(category__campaign=OuterRef("pk"))
    wanted = Q(slug=slug)
    if with_editions:
        here = Campaign.objects.filter(slug=slug).order_by()
        wanted |= Q(pk__in=here.values("previous_edition"))
        wanted |= Q(previous_edition__in=here.values("pk"))
    return list(
        Campaign.objects.visible_to(user, at=at)
        .filter(wanted)
        .select_related("reading_plan")
        .annotate(
            has_rules=Exists(RulesVersion.objects.filter(campaign=OuterRef("pk"))),
            has_press=Exists(PressRelease.objects.public(at=at).filter(campaign=OuterRef("pk"))),
            shortlisted_at=Subquery(shortlists.order_by("published_at").values("published_at")[:1]),
        )
        .prefetch_related("hashtags", "categories")
    )
