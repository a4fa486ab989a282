"""Who won, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404

from results.reading import CategoryAwards, drafted_awards, published_awards
from website.pages.campaign import PartnerGroup, Standpoint, partner_groups


@dataclass(frozen=True)
class WinnersPage:
    """All winners of a campaign."""

    standpoint: Standpoint
    categories: list[CategoryAwards]
    partner_groups: list[PartnerGroup]
    announced_at: datetime

    @property
    def count(self) -> int:
        return sum(len(group.winners) for group in self.categories)


def winners_page(view: Standpoint) -> WinnersPage:
    """The announced winners; 404 until they are announced."""
    announced_at = view.campaign.announced_at
    if announced_at is None or not view.has_winners:
        raise Http404
    return WinnersPage(
        standpoint=view,
        categories=published_awards(view.campaign, at=view.at),
        partner_groups=partner_groups(view.campaign),
        announced_at=announced_at,
    )


def winners_preview(view: Standpoint) -> WinnersPage:
    """The page as it would be if what staff have drafted were announced at this very moment."""
    campaign = view.campaign
    campaign.announced_at = view.at  # in memory only
    return WinnersPage(
        standpoint=replace(view, phase=campaign.phase(at=view.at)),
        categories=drafted_awards(campaign),
        partner_groups=partner_groups(campaign),
        announced_at=view.at,
    )
