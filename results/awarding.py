"""Drafting the awards: who gets which prize place, and the citation. Announcing fixes them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.bidi import isolated
from accounts.models import User
from contests.models import Category, Prize
from entries.models import Creator
from results.alternates import draft_alternates, leave_out_winners
from results.locking import lock_for_results
from results.models import Award
from results.plans import plan_of
from results.refusal import ResultsRefused
from results.standings import CategoryStandings, standings_of
from results.who_can_win import Taker, gave_back, takers

logger = logging.getLogger(__name__)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
CITATIONS = tuple(f"citation_{code}" for code in LANGUAGES)
Place = tuple[int, int]
"""The prize, and which of its equal winners, from 1."""


@transaction.atomic
def draft_awards(*, campaign_id: int, by: User, at: datetime) -> list[Award]:
    """Fill every prize place from the standings, and the alternates behind; what was drafted goes.

    Places that an undecided tie reaches stay empty. Whoever keeps a place in the category keeps
    the citation; whoever declined a prize of it is passed over. Raises ResultsRefused outside the
    review.
    """
    campaign = lock_for_results(campaign_id, at=at)
    alternates = plan_of(campaign).alternates
    drafted = []
    for category in campaign.categories.all():
        category.campaign = campaign
        standings = standings_of(category)
        drafted += _draft_category(standings)
        draft_alternates(standings, count=alternates)
    logger.info("User %d filled the prize places of campaign %d", by.pk, campaign_id)
    return drafted


@transaction.atomic
def choose_winners(
    *, category_id: int, choices: Mapping[Place, int | None], by: User, at: datetime
) -> None:
    """Give some prize places of a category to others, or leave them empty, all at once.

    choices: by prize and slot the entry's id, or the creator's where creators are ranked; None
    empties the place. A citation stays with its winner. Raises ResultsRefused: no_such_place,
    choose_entry, choose_creator, wins_already and those of the phase; then nothing is changed.
    """
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    _check_places(category, [place for place, key in choices.items() if key is not None])
    winners = takers(category, [key for key in choices.values() if key is not None])
    drafts = {
        (award.prize_id, award.slot): award
        for award in Award.objects.filter(announcement=None, prize__category=category)
    }
    citations = _citations(drafts.values())
    planned = {place: _winner(award) for place, award in drafts.items()}
    planned |= {place: winners[key] if key is not None else None for place, key in choices.items()}
    _check_each_once(planned.values())
    for place in choices:
        award, winner = drafts.get(place), planned[place]
        if winner is None:
            if award is not None:
                award.delete()
        elif award is None or _winner(award) != winner:
            prize_id, slot = place
            _write(award or Award(prize_id=prize_id, slot=slot), winner, citations.get(winner, {}))
    leave_out_winners(category, [winner for winner in planned.values() if winner is not None])
    logger.info("User %d chose winners of category %d: %s", by.pk, category_id, dict(choices))


@transaction.atomic
def write_citations(*, award_id: int, texts: Mapping[str, str], by: User, at: datetime) -> Award:
    """Say why an award's winner won, in some languages by their codes; the others stay.

    Raises ResultsRefused: no_such_award, no_such_language and those of the phase.
    """
    known = Award.objects.filter(pk=award_id).values_list("prize__category__campaign", flat=True)
    campaign_id = known.first()
    if campaign_id is None:
        raise ResultsRefused("no_such_award")
    lock_for_results(campaign_id, at=at)
    if not texts.keys() <= set(LANGUAGES):
        raise ResultsRefused("no_such_language")
    award = Award.objects.filter(announcement=None, pk=award_id).first()
    if award is None:
        raise ResultsRefused("no_such_award")
    for code, text in texts.items():
        setattr(award, f"citation_{code}", text.strip())
    award.save(update_fields=[f"citation_{code}" for code in texts])
    logger.info("User %d wrote citations of award %d", by.pk, award_id)
    return award


def places_of(prizes: list[Prize]) -> Iterator[tuple[Prize, int]]:
    """Every prize place of a category, best first: the prize, and which of its equal winners."""
    for prize in prizes:
        for slot in range(1, prize.quantity + 1):
            yield prize, slot


def _draft_category(standings: CategoryStandings) -> list[Award]:
    gone = gave_back(standings.category)
    ranked = [row for row in standings.ranked if (row.entry_id, row.creator_id) not in gone]
    before = list(Award.objects.filter(announcement=None, prize__category=standings.category))
    by_place = {(award.prize_id, award.slot): award for award in before}
    citations = _citations(before)
    drafted = []
    for (prize, slot), row in zip(places_of(standings.prizes), ranked, strict=False):
        if row.at_boundary:
            continue
        award = by_place.pop((prize.pk, slot), None) or Award(prize=prize, slot=slot)
        winner = (row.entry_id, row.creator_id)
        if _winner(award) != winner:
            _write(award, winner, citations.get(winner, {}))
        drafted.append(award)
    for award in by_place.values():
        award.delete()
    return drafted


def _write(award: Award, winner: Taker, citations: Mapping[str, str]) -> None:
    award.entry_id, award.creator_id = winner
    for name in CITATIONS:
        setattr(award, name, citations.get(name, ""))
    award.save()


def _winner(award: Award) -> Taker | None:
    return (award.entry_id, award.creator_id) if award.creator_id else None


def _citations(awards: Iterable[Award]) -> dict[Taker | None, dict[str, str]]:
    return {_winner(award): {name: getattr(award, name) for name in CITATIONS} for award in awards}


def _check_places(category: Category, places: Iterable[Place]) -> None:
    quantities = dict(category.prizes.values_list("pk", "quantity"))
    if any(not 1 <= slot <= quantities.get(prize_id, 0) for prize_id, slot in places):
        raise ResultsRefused("no_such_place")


def _check_each_once(winners: Iterable[Taker | None]) -> None:
    counted = Counter(winner for winner in winners if winner is not None)
    for (_entry_id, creator_id), times in counted.items():
        if times > 1:
            raise ResultsRefused("wins_already", who=isolated(Creator.objects.get(pk=creator_id)))
