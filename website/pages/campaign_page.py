"""All that a campaign's own page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import (
    Count,
    IntegerField,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from contests.models import Ambassador, CampaignQuestion, Category, Partnership, Prize
from entries.models import Entry
from metrics.reported import ReportedFigure, reported_figures
from partners.models import Quote
from website.pages.campaign import Standpoint
from website.pages.live import LiveNumbers, daily_views
from website.pages.participants import PartnerGroup, partner_groups

GALLERY_PREVIEW = 10
COVERS_IN_HERO = 3


@dataclass(frozen=True)
class CampaignPage:
    """Everything around a campaign."""

    standpoint: Standpoint
    categories: list[Category]
    partner_groups: list[PartnerGroup]
    ambassadors: list[Ambassador]
    quotes: list[Quote]
    questions: list[CampaignQuestion]
    figures: list[ReportedFigure]
    newest: list[Entry]
    live: LiveNumbers

    @property
    def organisers(self) -> list[Partnership]:
        return [
            partnership
            for group in self.partner_groups
            if group.role in (Partnership.Role.ORGANISER, Partnership.Role.SUPPORTER)
            for partnership in group.partnerships
        ]

    @property
    def entry_count(self) -> int:
        return self.live.videos

    @property
    def covers(self) -> list[Entry]:
        """The newest videos whose covers can stand in the hero; none if there are too few."""
        covered = [entry for entry in self.newest if entry.cover]
        return covered[:COVERS_IN_HERO] if len(covered) >= COVERS_IN_HERO else []


def campaign_page(view: Standpoint) -> CampaignPage:
    """Everything around a campaign, in a number of queries that does not depend on its size."""
    campaign = view.campaign
    prizes = Prize.objects.select_related("sponsor").order_by("place")
    groups = partner_groups(campaign)
    newest = list(_newest(view))
    return CampaignPage(
        standpoint=view,
        categories=_with_prizes(list(campaign.categories.all()), prizes),
        partner_groups=groups,
        ambassadors=list(campaign.ambassadors.all()),
        quotes=list(campaign.quotes.select_related("partner").order_by("pk")),
        questions=list(campaign.questions.all()),
        figures=reported_figures(campaign, at=view.at),
        newest=newest,
        live=LiveNumbers(
            videos=getattr(newest[0], "videos", 0) if newest else 0,
            creators=getattr(newest[0], "creators", 0) if newest else 0,
            institutions=sum(
                len(group.participations)
                for group in groups
                if group.role == Partnership.Role.PARTICIPANT
            ),
            platforms=daily_views(campaign.pk) if view.has_numbers and newest else [],
        ),
    )


def _with_prizes(categories: list[Category], prizes: QuerySet[Prize]) -> list[Category]:
    prefetch_related_objects(categories, Prefetch("prizes", prizes))
    return categories


def _newest(view: Standpoint) -> QuerySet[Entry]:
    """The newest public entries; each row also says how many there are, and by how many people.

    Counted beside them in one query: the subqueries hang on no row and are worked out once.
    """
    public = Entry.objects.public(at=view.at).filter(campaign=view.campaign)
    return public.select_related("creator").annotate(
        videos=_counted(public, "pk"), creators=_counted(public, "creator", distinct=True)
    )[:GALLERY_PREVIEW]


def _counted(entries: QuerySet[Entry], field: str, *, distinct: bool = False) -> Coalesce:
    counted = (
        entries.order_by()
        .values("campaign")
        .annotate(n=Count(field, distinct=distinct))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
