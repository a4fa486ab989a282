"""A prize place is free, or will be: who moves up, and how far.

A winner declined or was disqualified. Either an alternate takes that very place, or everybody
behind it moves up by one and the alternate takes the last place.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.models import Category
from results.awarding import Place, choose_winners, places_of
from results.locking import lock_for_results
from results.models import Alternate, Award
from results.refusal import ResultsRefused
from results.who_can_win import gave_back, takers

logger = logging.getLogger(__name__)


@transaction.atomic
def move_alternate_up(
    *,
    category_id: int,
    place: Place,
    by: User,
    at: datetime,
    position: int | None = None,
    all_move_up: bool = False,
) -> list[Award]:
    """Let an alternate win instead of whoever is drafted for a place, or where nobody is.

    position: of the alternate; None takes the first who can win. all_move_up: the winners behind
    the place move up by one each, with their citations, and the alternate takes the last place.
    Whoever moves up is no alternate any more, and the others close ranks. Returns the drafted
    awards of the category. Raises ResultsRefused: no_such_place, no_alternate and those of the
    phase.
    """
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    prizes = list(category.prizes.order_by("place"))
    places = [(prize.pk, slot) for prize, slot in places_of(prizes)]
    if place not in places:
        raise ResultsRefused("no_such_place")
    waiting = [one.entry_id or one.creator_id for one in ready_alternates(category, position)]
    if not waiting:
        raise ResultsRefused("no_alternate")
    drafts = Award.objects.filter(announcement=None, prize__category=category)
    choices: dict[Place, int | None] = {place: waiting[0]}
    if all_move_up:
        holders = {(one.prize_id, one.slot): one.entry_id or one.creator_id for one in drafts}
        behind = [one for one in places[places.index(place) + 1 :] if one in holders]
        moving = _taking_part(category, (holders[one] for one in behind))
        in_turn = iter([*moving, *waiting])
        choices = {one: next(in_turn, None) for one in (place, *behind)}
    choose_winners(category_id=category_id, choices=choices, by=by, at=at)
    logger.info("User %d let others move up to %s of category %d", by.pk, place, category_id)
    return list(drafts.order_by("prize__place", "slot"))


def ready_alternates(category: Category, position: int | None = None) -> list[Alternate]:
    """Alternates of a category who can win, in their order; only the one of a position, if given.

    They still take part, and have not given a prize of the category back.
    """
    drafts = Alternate.objects.filter(announcement=None, category=category)
    if position is not None:
        drafts = drafts.filter(position=position)
    gone = gave_back(category)
    willing = [
        one
        for one in drafts.select_related("creator", "entry").order_by("position")
        if (one.entry_id, one.creator_id) not in gone
    ]
    there = set(_taking_part(category, (one.entry_id or one.creator_id for one in willing)))
    return [one for one in willing if (one.entry_id or one.creator_id) in there]


def _taking_part(category: Category, keys: Iterable[int]) -> Iterator[int]:
    for key in keys:
        try:
            takers(category, [key])
        except ResultsRefused:
            continue
        yield key
