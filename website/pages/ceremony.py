"""The ceremony on a stage: category by category, and in each place by place, the best last.

A winner takes two steps: first the place and the prize, then who it is. The steps are handed over
one by one as pieces of HTML, so that no name is on the page before its turn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.http import Http404

from contests.models import Campaign, Category, Prize
from results.models import CategoryRemark
from results.reading import CategoryAwards, Winner, awards_in
from website.pages.campaign import Standpoint
from website.pages.preview import open_preview, previewed_winners
from website.pages.winners import CategoryWon, announcement_or_404

KEPT = timedelta(days=3)
"""How long a browser may keep what is not announced yet."""


class Kind(StrEnum):
    OPENING = "opening"
    CATEGORY = "category"
    PLACE = "place"
    WINNER = "winner"
    EMPTY = "empty"
    NOBODY = "nobody"
    ALL = "all"
    END = "end"


@dataclass(frozen=True)
class Step:
    """What is on the stage at once.

    position: of the category among all, or of the winner among equals of a place, from 1; of: how
    many of them there are; left: prizes of an empty place.
    """

    kind: Kind
    section: CategoryWon | None = None
    prize: Prize | None = None
    winner: Winner | None = None
    position: int = 0
    of: int = 0
    left: int = 0

    @property
    def category(self) -> Category | None:
        return self.section.category if self.section else None

    @property
    def remark(self) -> CategoryRemark | None:
        return self.section.remark if self.section else None

    @property
    def winners(self) -> list[Winner]:
        return self.section.winners if self.section else []

    @property
    def cover(self) -> str:
        """Where the winner's picture can be had; empty while there is none to show."""
        return cover_of(self.winner) if self.winner else ""

    @property
    def pictures(self) -> list[str]:
        """All pictures of the step."""
        if self.kind is Kind.WINNER:
            shown = [self.cover]
        else:
            shown = [cover_of(one) for one in self.winners] if self.kind is Kind.ALL else []
        sponsor = self.prize.sponsor if self.prize and self.kind is Kind.PLACE else None
        logo = sponsor.logo.url if sponsor and sponsor.logo else ""
        return [address for address in (*shown, logo) if address]


@dataclass(frozen=True)
class CeremonyPage:
    """A ceremony as it can be held at a moment.

    is_announced: whether everybody may read it; keep_until: from then on a browser has to forget
    it, None for what is announced; query: what its addresses need behind them.
    """

    standpoint: Standpoint
    categories: list[CategoryAwards]
    is_announced: bool
    keep_until: datetime | None
    query: str

    @property
    def campaign(self) -> Campaign:
        return self.standpoint.campaign

    @property
    def sections(self) -> list[CategoryWon]:
        return [CategoryWon(group) for group in self.categories]

    @property
    def without_winners(self) -> list[Category]:
        """Categories in which nobody wins so far."""
        return [group.category for group in self.categories if not group.winners]

    def steps(self) -> Iterator[Step]:
        yield Step(Kind.OPENING)
        for number, section in enumerate(self.sections, start=1):
            yield Step(Kind.CATEGORY, section, position=number, of=len(self.categories))
            yield from _steps_of(section)
        yield Step(Kind.END)


def ceremony_page(view: Standpoint, *, user: Any, key: str) -> CeremonyPage:
    """The ceremony of the newest announcement; before the first one, for those who see the preview.

    Raises what open_preview raises: 404 for strangers, ResultsRefused for a key that opens nothing.
    """
    if view.campaign.is_showcase:
        raise Http404
    if view.has_winners:
        announcement, _history = announcement_or_404(view)
        return CeremonyPage(
            view, awards_in(announcement, categories=view.campaign.categories.all()), True, None, ""
        )
    previewing = open_preview(view, user=user, key=key)
    until = view.at + KEPT
    if previewing.link:
        until = min(until, previewing.link.expires_at)
    categories = previewed_winners(previewing).categories
    return CeremonyPage(previewing.view, categories, False, until, previewing.query)


def version_of(steps: list[dict[str, Any]]) -> str:
    """A line that changes when what is said of winners changes; the last step does not count.

    That one alone tells where the winners can be read, so that announcing changes it.
    """
    told = json.dumps([[step["kind"], step["html"]] for step in steps[:-1]])
    return hashlib.sha256(told.encode()).hexdigest()


def cover_of(winner: Winner) -> str:
    entry = winner.public_entry
    return entry.cover.url if entry and entry.cover else ""


def _steps_of(section: CategoryWon) -> Iterator[Step]:
    if not section.winners:
        yield Step(Kind.NOBODY, section)
        return
    for place in reversed(section.places):
        if place.left:
            yield Step(Kind.EMPTY, section, prize=place.prize, left=place.left)
        for number, winner in enumerate(place.winners, start=1):
            turn = (section, winner.prize, winner, number, len(place.winners))
            yield Step(Kind.PLACE, *turn)
            yield Step(Kind.WINNER, *turn)
    if len(section.winners) > 1:
        yield Step(Kind.ALL, section)
