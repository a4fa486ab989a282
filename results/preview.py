"""What an announcement would publish, and the digest that stands for it.

The digest covers the standings with all that they follow from, every award as the public will read
it, and whom mails go to. Whoever confirms an announcement sends back the digest that was looked
at; the parts tell what has changed where it differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from accounts.bidi import isolated
from contests.models import Campaign, Prize
from results.awarding import places_of
from results.evidence import canonical_json, digest
from results.evidence_content import evidence_of
from results.models import Award
from results.notices import Notice, notices_for
from results.reading import CategoryAwards, Winner, drafted_awards
from results.standings import CategoryStandings, standings_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Parts = Mapping[str, Sequence[str]]
"""By part ("standings:slug", "award:slug:place:slot", "mails"): its digest, and what it shows."""


@dataclass(frozen=True)
class PrizePlace:
    """One place of a category that can be won, and who is drafted for it."""

    prize: Prize
    slot: int
    winner: Winner | None


@dataclass(frozen=True)
class CategoryPreview:
    """A category as it would be announced."""

    standings: CategoryStandings
    places: list[PrizePlace]
    surplus: list[Award]

    @property
    def awards(self) -> list[Award]:
        return [place.winner.award for place in self.places if place.winner]


@dataclass(frozen=True)
class Preview:
    """Everything that would be published: by category, and the mails that would be drafted."""

    campaign: Campaign
    categories: list[CategoryPreview]
    notices: list[Notice]

    @property
    def awards(self) -> list[Award]:
        return [award for category in self.categories for award in category.awards]

    @cached_property
    def evidence(self) -> bytes:
        """The evidence file; the same facts give the same bytes."""
        standings = [category.standings for category in self.categories]
        return canonical_json(evidence_of(self.campaign, standings, self.awards))

    @cached_property
    def parts(self) -> Parts:
        found: dict[str, Sequence[str]] = {}
        for category in self.categories:
            slug = category.standings.category.slug
            found[f"standings:{slug}"] = (digest(_standings(category)), "")
            for place in category.places:
                if place.winner:
                    name = f"award:{slug}:{place.prize.place}:{place.slot}"
                    found[name] = (digest(_award(place.winner)), shown_names(place.winner))
        people = sorted([one.user.email, one.award.pk] for one in self.notices)
        found["mails"] = (digest(people), str(len(people)))
        return found

    @cached_property
    def digest(self) -> str:
        """One line that stands for all of it, SHA-256 in hexadecimal."""
        return digest({"evidence": self.evidence.decode(), "parts": dict(self.parts)})


def preview_of(campaign: Campaign) -> Preview:
    """What announcing the campaign would publish now. Queries grow with its categories only."""
    drafted = {one.category.pk: one for one in drafted_awards(campaign)}
    categories = []
    for category in campaign.categories.all():
        category.campaign = campaign
        standings = standings_of(category)
        categories.append(_category(standings, drafted.get(category.pk)))
    awards = [award for category in categories for award in category.awards]
    return Preview(campaign=campaign, categories=categories, notices=notices_for(awards))


def shown_names(winner: Winner) -> str:
    """The handles of a winner, for staff."""
    return " · ".join(isolated(creator) for creator in winner.creators)


def _category(standings: CategoryStandings, drafted: CategoryAwards | None) -> CategoryPreview:
    winners = {
        (winner.award.prize_id, winner.award.slot): winner
        for winner in (drafted.winners if drafted else [])
    }
    places = [
        PrizePlace(prize, slot, winners.pop((prize.pk, slot), None))
        for prize, slot in places_of(standings.prizes)
    ]
    # A prize whose number of winners was lowered after the draft.
    return CategoryPreview(standings, places, [winner.award for winner in winners.values()])


def _standings(category: CategoryPreview) -> list[Any]:
    return [
        [row.rank, row.entry_id, row.creator_id, row.figures, row.decided_by]
        for row in category.standings.rows
    ]


def _award(winner: Winner) -> dict[str, Any]:
    """All that the public will read of an award, in every language."""
    award, prize = winner.award, winner.prize
    sponsor = prize.sponsor
    return {
        "award": award.pk,
        "entry": award.entry_id,
        "video": winner.public_entry is not None,
        "creators": [[one.platform, one.handle] for one in winner.creators],
        "citation": [getattr(award, f"citation_{code}") for code in LANGUAGES],
        "prize": [getattr(prize, f"title_{code}") for code in LANGUAGES],
        "value": prize.value,
        "currency": prize.currency,
        "sponsor": [getattr(sponsor, f"name_{code}") for code in LANGUAGES] if sponsor else None,
    }
