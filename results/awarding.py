"""Drafting the awards: who gets which prize place, and the citation. Announcing fixes them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from contests.models import Category, Prize
from entries.models import Creator, Entry
from results.locking import lock_for_results
from results.models import Award
from results.refusal import ResultsRefused
from results.standings import CategoryStandings, standings_of

logger = logging.getLogger(__name__)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
CITATIONS = tuple(f"citation_{code}" for code in LANGUAGES)
Winner = tuple[int | None, int]
"""The entry, if one wins, and the creator."""


@transaction.atomic
def draft_awards(*, campaign_id: int, by: User, at: datetime) -> list[Award]:
    """Fill every prize place from the standings, instead of what was drafted before.

    Places that an undecided tie reaches stay empty. Whoever keeps a place in the category keeps
    the citation. Raises ResultsRefused outside the review.
    """
    campaign = lock_for_results(campaign_id, at=at)
    drafted = []
    for category in campaign.categories.all():
        category.campaign = campaign
        drafted += _draft_category(standings_of(category))
    logger.info("User %d filled the prize places of campaign %d", by.pk, campaign_id)
    return drafted


@transaction.atomic
def set_award(
    *,
    prize_id: int,
    slot: int,
    entry_id: int | None = None,
    creator_id: int | None = None,
    by: User,
    at: datetime,
) -> Award:
    """Give a prize place to an entry; to a creator where the category ranks creators.

    Another winner than before starts with an empty citation. Raises ResultsRefused: no_such_place,
    choose_entry, choose_creator, wins_already and those of the phase.
    """
    prize = _locked_prize(prize_id, slot, at=at)
    entry, creator = _chosen(prize.category, entry_id=entry_id, creator_id=creator_id)
    rivals = Award.objects.filter(
        announcement=None, prize__category=prize.category, entry=entry, creator=creator
    ).exclude(prize=prize, slot=slot)
    if rivals.exists():
        raise ResultsRefused("wins_already", who=creator)
    award = _draft_of(prize, slot) or Award(prize=prize, slot=slot)
    if _winner(award) != (entry.pk if entry else None, creator.pk):
        _write(award, (entry.pk if entry else None, creator.pk), {})
        logger.info("User %d gave place %d of prize %d to %s", by.pk, slot, prize_id, creator)
    return award


@transaction.atomic
def clear_award(*, prize_id: int, slot: int, by: User, at: datetime) -> None:
    """Leave a prize place empty again. Raises ResultsRefused outside the review."""
    award = _draft_of(_locked_prize(prize_id, slot, at=at, may_be_gone=True), slot)
    if award is not None:
        award.delete()
        logger.info("User %d emptied place %d of prize %d", by.pk, slot, prize_id)


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
    before = list(Award.objects.filter(announcement=None, prize__category=standings.category))
    by_place = {(award.prize_id, award.slot): award for award in before}
    citations = {
        _winner(award): {name: getattr(award, name) for name in CITATIONS} for award in before
    }
    drafted = []
    for (prize, slot), row in zip(places_of(standings.prizes), standings.ranked, strict=False):
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


def _write(award: Award, winner: Winner, citations: Mapping[str, str]) -> None:
    award.entry_id, award.creator_id = winner
    for name in CITATIONS:
        setattr(award, name, citations.get(name, ""))
    award.save()


def _winner(award: Award) -> Winner | None:
    return (award.entry_id, award.creator_id) if award.creator_id else None


def _draft_of(prize: Prize, slot: int) -> Award | None:
    return Award.objects.filter(announcement=None, prize=prize, slot=slot).first()


def _locked_prize(prize_id: int, slot: int, *, at: datetime, may_be_gone: bool = False) -> Prize:
    prize = Prize.objects.select_related("category").get(pk=prize_id)
    prize.category.campaign = lock_for_results(prize.category.campaign_id, at=at)
    # Its number of winners may have been changed before the lock was ours.
    prize.refresh_from_db(fields=["quantity"])
    if not (may_be_gone or 1 <= slot <= prize.quantity):
        raise ResultsRefused("no_such_place")
    return prize


def _chosen(
    category: Category, *, entry_id: int | None, creator_id: int | None
) -> tuple[Entry | None, Creator]:
    """The winner if it takes part in the category; refused otherwise."""
    taking_part = Entry.objects.accepted().filter(campaign=category.campaign_id)
    if category.platform:
        taking_part = taking_part.filter(platform=category.platform)
    if category.ranks_creators:
        owners = Creator.objects.filter(entries__in=taking_part.order_by())
        creator = owners.filter(pk=creator_id).first() if creator_id else None
        if creator is None or entry_id is not None:
            raise ResultsRefused("choose_creator")
        return None, creator
    entries = taking_part.select_related("creator")
    entry = entries.filter(pk=entry_id).first() if entry_id else None
    if entry is None:
        raise ResultsRefused("choose_entry")
    return entry, entry.creator
