"""What an announcement would publish, and the digest that stands for it.

The digest covers the standings with all that they follow from, every award, alternate and remark as
the public will read it, the note of a correction, and whom mails go to. Whoever confirms or
announces sends back the digest that was looked at; the parts (results.preview_parts) tell what has
changed where it differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Max

from contests.models import Campaign, Prize
from results.awarding import places_of
from results.claiming import Key, won_key
from results.evidence import canonical_json, digest
from results.evidence_content import evidence_of
from results.locking import open_correction_of
from results.models import Alternate, Award, CategoryRemark, Correction
from results.notices import Notice, notices_for
from results.preview_parts import Parts, names_of, parts_of
from results.reading import CategoryAwards, Winner, drafted_awards
from results.standings import CategoryStandings, standings_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


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
    alternates: list[Alternate] = field(default_factory=list)
    remark: CategoryRemark | None = None

    @property
    def awards(self) -> list[Award]:
        return [place.winner.award for place in self.places if place.winner]


@dataclass(frozen=True)
class Preview:
    """Everything that would be published: by category, and the mails that would be drafted.

    notices: whom the news for each award could be sent to; number: of the announcement that this
    would become; correction: the one that is open, which is never so before the first announcement;
    standing: the prizes with their winners that are announced already.
    """

    campaign: Campaign
    categories: list[CategoryPreview]
    notices: list[Notice]
    number: int = 1
    correction: Correction | None = None
    standing: frozenset[Key] = frozenset()

    @property
    def awards(self) -> list[Award]:
        return [award for category in self.categories for award in category.awards]

    @property
    def alternates(self) -> list[Alternate]:
        return [one for category in self.categories for one in category.alternates]

    @property
    def remarks(self) -> list[CategoryRemark]:
        return [category.remark for category in self.categories if category.remark]

    @property
    def mails(self) -> list[Notice]:
        """The mails that announcing drafts: to new winners; whoever stays was told before."""
        return [one for one in self.notices if won_key(one.award) not in self.standing]

    @property
    def note(self) -> dict[str, str]:
        """What a correction tells the public, by language, without those that are missing."""
        texts = {code: getattr(self.correction, f"note_{code}", "") for code in LANGUAGES}
        return {code: text for code, text in texts.items() if text}

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What the evidence file says."""
        return evidence_of(
            self.campaign,
            [category.standings for category in self.categories],
            self.awards,
            alternates=self.alternates,
            remarks=self.remarks,
            number=self.number,
            note=self.note,
        )

    @cached_property
    def evidence(self) -> bytes:
        """The evidence file; the same facts give the same bytes."""
        return canonical_json(self.content)

    @cached_property
    def parts(self) -> Parts:
        """What of it can change by itself; see results.preview_parts."""
        return parts_of(self)

    @cached_property
    def digest(self) -> str:
        """One line that stands for all of it, SHA-256 in hexadecimal."""
        # The seal stands for the whole evidence, so that the file need not be written for it.
        return digest({"evidence": self.content["seal"], "parts": dict(self.parts)})


def preview_of(campaign: Campaign) -> Preview:
    """What announcing the campaign would publish now. Queries grow with its categories only."""
    drafted = {one.category.pk: one for one in drafted_awards(campaign)}
    alternates = _alternates(campaign)
    categories = []
    for category in campaign.categories.all():
        category.campaign = campaign
        standings = standings_of(category)
        categories.append(_category(standings, drafted.get(category.pk), alternates[category.pk]))
    awards = [award for category in categories for award in category.awards]
    return Preview(
        campaign=campaign,
        categories=categories,
        notices=notices_for(awards),
        number=next_number(campaign),
        correction=open_correction_of(campaign),
        standing=frozenset(won_key(award) for award in _announced(campaign)),
    )


def next_number(campaign: Campaign) -> int:
    """The number of the campaign's next announcement; the first one is 1."""
    newest: int | None = campaign.announcements.aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def shown_names(winner: Winner) -> str:
    """The handles of a winner, for staff."""
    return names_of(winner.creators)


def _announced(campaign: Campaign) -> Iterable[Award]:
    """The awards of the newest announcement."""
    newest = campaign.announcements.order_by("-number").first()
    return newest.awards.all() if newest else ()


def _alternates(campaign: Campaign) -> defaultdict[int, list[Alternate]]:
    found: defaultdict[int, list[Alternate]] = defaultdict(list)
    drafts = Alternate.objects.filter(announcement=None, category__campaign=campaign)
    for alternate in drafts.select_related("creator", "entry").order_by("position"):
        found[alternate.category_id].append(alternate)
    return found


def _category(
    standings: CategoryStandings,
    drafted: CategoryAwards | None,
    alternates: list[Alternate],
) -> CategoryPreview:
    winners = {
        (winner.award.prize_id, winner.award.slot): winner
        for winner in (drafted.winners if drafted else [])
    }
    places = [
        PrizePlace(prize, slot, winners.pop((prize.pk, slot), None))
        for prize, slot in places_of(standings.prizes)
    ]
    # A prize whose number of winners was lowered after the draft.
    surplus = [winner.award for winner in winners.values()]
    return CategoryPreview(
        standings, places, surplus, alternates, drafted.remark if drafted else None
    )
