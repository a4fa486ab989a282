"""Who won, and why; as it was announced, and as it was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from contests.models import Category, Prize
from contests.phases import Phase
from partners.models import Quote
from results.models import Announcement, CategoryRemark, Correction, Evidence
from results.reading import CategoryAwards, Winner, announcements_of, awards_in
from website.pages.campaign import Standpoint
from website.pages.participants import PartnerGroup, partner_groups

COVERS_ON_TOP = 3
STILL_TO_COME = (Phase.COMING, Phase.OPEN, Phase.REVIEW)


class NotAnnouncedYet(Http404):
    """A contest that everybody may see, whose winners are still to come."""


@dataclass(frozen=True)
class PlaceWon:
    """A prize place with those who won it; left: how many of its prizes went to nobody."""

    prize: Prize
    winners: list[Winner]
    left: int

    @property
    def is_empty(self) -> bool:
        """Whether nobody has it at all."""
        return not self.winners


@dataclass(frozen=True)
class CategoryWon:
    """A category with its places, the best first."""

    awards: CategoryAwards

    @property
    def category(self) -> Category:
        return self.awards.category

    @property
    def remark(self) -> CategoryRemark | None:
        return self.awards.remark

    @property
    def has_places(self) -> bool:
        return self.awards.has_places

    @property
    def winners(self) -> list[Winner]:
        return self.awards.winners

    @property
    def places(self) -> list[PlaceWon]:
        left = {empty.prize.pk: empty.left for empty in self.awards.empty_places}
        return [
            PlaceWon(
                prize=prize,
                winners=[one for one in self.winners if one.award.prize_id == prize.pk],
                left=left.get(prize.pk, 0),
            )
            for prize in self.awards.prizes
        ]


@dataclass(frozen=True)
class WinnersPage:
    """All winners of a campaign, as one announcement named them.

    announcement: None in a preview; history: all announcements, the newest first; correction: what
    tells why this one replaces the one before; sha256: of the evidence file, empty without one.
    """

    standpoint: Standpoint
    categories: list[CategoryAwards]
    partner_groups: list[PartnerGroup]
    quotes: list[Quote]
    announced_at: datetime
    announcement: Announcement | None = None
    history: tuple[Announcement, ...] = ()
    correction: Announcement | Correction | None = None
    corrected_at: datetime | None = None
    sha256: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.winners) for group in self.categories)

    @property
    def sections(self) -> list[CategoryWon]:
        return [CategoryWon(group) for group in self.categories]

    @property
    def on_top(self) -> list[Winner]:
        """Those whose covers greet the reader: the best of each category first."""
        shown = [
            (place, order, winner)
            for order, group in enumerate(self.categories)
            for place, winner in enumerate(group.winners)
            if winner.public_entry and winner.public_entry.cover
        ]
        best = sorted(shown, key=lambda one: one[:2])[:COVERS_ON_TOP]
        return [winner for _place, _order, winner in best]

    @property
    def is_replaced(self) -> bool:
        """Whether a later announcement has corrected this one."""
        return self.announcement is not None and self.announcement != self.history[0]

    @property
    def newest(self) -> Announcement:
        return self.history[0]


def winners_page(view: Standpoint, *, number: int | None = None) -> WinnersPage:
    """The winners of the newest announcement, or of an earlier one; 404 until there is one."""
    announcement, history = announcement_or_404(view, number=number)
    is_correction = announcement.number > 1
    return WinnersPage(
        standpoint=view,
        categories=awards_in(announcement, categories=view.campaign.categories.all()),
        partner_groups=partner_groups(view.campaign),
        quotes=quotes_of(view),
        announced_at=history[-1].announced_at,
        announcement=announcement,
        history=tuple(history),
        correction=announcement if is_correction else None,
        corrected_at=announcement.announced_at if is_correction else None,
        sha256=sha256_of(announcement),
    )


def quotes_of(view: Standpoint) -> list[Quote]:
    """What partners said about the campaign. One query."""
    return list(view.campaign.quotes.select_related("partner").order_by("pk"))


def announcement_or_404(
    view: Standpoint, *, number: int | None = None
) -> tuple[Announcement, list[Announcement]]:
    """The newest announcement or that of a number, and all of them, the newest first.

    Raises NotAnnouncedYet, a 404 too, where the first one is still to come.
    """
    still_to_come = view.phase in STILL_TO_COME and not view.campaign.is_showcase
    if still_to_come and not view.has_winners and number is None:
        raise NotAnnouncedYet
    history = announcements_of(view.campaign, at=view.at) if view.has_winners else []
    found = [one for one in history if number in (None, one.number)]
    if not found:
        raise Http404
    return found[0], history


def sha256_of(announcement: Announcement) -> str:
    """The digest of an announcement's evidence file; empty where there is none."""
    try:
        return announcement.evidence.sha256
    except Evidence.DoesNotExist:
        return ""
