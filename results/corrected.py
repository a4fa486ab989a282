"""What an open correction changes, place by place, and where somebody has to move up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.bidi import isolated
from contests.models import Campaign, Category, Prize
from results.models import Alternate, Award
from results.moving_up import ready_alternates
from results.preview import CategoryPreview, Preview
from results.preview_parts import names_of
from results.reading import Winner, winners
from results.who_can_win import Taker, gave_back


@dataclass(frozen=True)
class CorrectedPlace:
    """One prize place: who stands announced for it, and who is drafted now.

    why: what makes it open, as a code: "left" does not take part any more, "gave_back" declined it
    or had it taken back, "empty"; "" where there is nothing to do.
    """

    prize: Prize
    slot: int
    winner: Winner | None
    before: Winner | None
    why: str

    @property
    def is_changed(self) -> bool:
        return _taker(self.winner) != _taker(self.before)

    @property
    def names_before(self) -> str:
        return names_of(self.before.creators) if self.before else ""


@dataclass(frozen=True)
class CorrectedCategory:
    """A category of a correction with those who could move up."""

    category: Category
    places: list[CorrectedPlace]
    alternates: list[Alternate]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Who could move up, by position."""
        return [
            (one.position, f"{one.position}. {isolated(one.creator)}") for one in self.alternates
        ]


def corrected_categories(preview: Preview) -> list[CorrectedCategory]:
    """Every category of a correction. A few queries for each."""
    before = _announced(preview.campaign)
    return [_category(category, before) for category in preview.categories]


def _category(
    preview: CategoryPreview, before: Mapping[tuple[int, int], Winner]
) -> CorrectedCategory:
    category = preview.standings.category
    gone = gave_back(category)
    places = [
        CorrectedPlace(
            prize=place.prize,
            slot=place.slot,
            winner=place.winner,
            before=before.get((place.prize.pk, place.slot)),
            why=_why_open(place.winner, preview, gone),
        )
        for place in preview.places
    ]
    return CorrectedCategory(category, places, ready_alternates(category))


def _why_open(winner: Winner | None, preview: CategoryPreview, gone: set[Taker]) -> str:
    if winner is None:
        return "empty"
    award = winner.award
    if (award.entry_id or award.creator_id) not in preview.standings.by_key:
        return "left"
    return "gave_back" if (award.entry_id, award.creator_id) in gone else ""


def _announced(campaign: Campaign) -> dict[tuple[int, int], Winner]:
    """Who stands announced, by prize and slot."""
    newest = campaign.announcements.order_by("-number").first()
    if newest is None:
        return {}
    awards = Award.objects.filter(announcement=newest).select_related("creator", "entry")
    listed = winners(awards.prefetch_related("entry__joint_creators"))
    return {(one.award.prize_id, one.award.slot): one for one in listed}


def _taker(winner: Winner | None) -> Taker | None:
    return (winner.award.entry_id, winner.award.creator_id) if winner else None
