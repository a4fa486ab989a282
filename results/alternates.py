"""Who moves up when a winner declines or is disqualified: in order, behind the winners."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from accounts.bidi import isolated
from accounts.models import User
from contests.models import Category
from entries.models import Creator
from results.locking import lock_for_results
from results.models import Alternate, Award
from results.refusal import ResultsRefused
from results.standings import CategoryStandings, StandingRow
from results.who_can_win import Taker, gave_back, takers

logger = logging.getLogger(__name__)
MOST = 50
"""A tie that would make the list longer than this stays out as a whole."""


@transaction.atomic
def choose_alternates(
    *, category_id: int, keys: Sequence[int], by: User, at: datetime
) -> list[Alternate]:
    """Put these behind the winners of a category, in this order, instead of those before.

    keys: entries' ids, or creators' where creators are ranked; none leaves the category without
    alternates. Raises ResultsRefused: alternate_twice, alternate_wins, too_many_alternates,
    choose_entry, choose_creator and those of the phase; then nothing is changed.
    """
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    if len(keys) > MOST:
        raise ResultsRefused("too_many_alternates", most=MOST)
    known = takers(category, keys)
    chosen = [known[key] for key in keys]
    _check(category, chosen)
    written = _write(category, chosen)
    logger.info("User %d chose alternates of category %d: %s", by.pk, category_id, list(keys))
    return written


def draft_alternates(standings: CategoryStandings, *, count: int) -> list[Alternate]:
    """Put the lines behind the prize places in their order, instead of those drafted before.

    Nobody while a tie reaches across a prize boundary: those who lose it come first. Within
    `results.awarding.draft_awards`, which holds the lock.
    """
    rows = behind_the_winners(standings, count=count)
    return _write(standings.category, [(row.entry_id, row.creator_id) for row in rows])


def behind_the_winners(standings: CategoryStandings, *, count: int) -> list[StandingRow]:
    """The next `count` lines behind the prize places, and all who share the rank of the last.

    Those of a shared rank that would make it more than `MOST` are left out together.
    """
    if standings.ties:
        return []
    gone = gave_back(standings.category)
    ranked = [row for row in standings.ranked if (row.entry_id, row.creator_id) not in gone]
    waiting = ranked[sum(prize.quantity for prize in standings.prizes) :]
    found: list[StandingRow] = []
    for _rank, sharing in groupby(waiting, key=lambda row: row.rank):
        of_rank = list(sharing)
        if len(found) >= count or len(found) + len(of_rank) > MOST:
            break
        found += of_rank
    return found


def leave_out_winners(category: Category, winners: Collection[Taker]) -> None:
    """Whoever was given a prize place is no alternate any more; the others move up."""
    drafts = Alternate.objects.filter(announcement=None, category=category).order_by("position")
    waiting = [(one.entry_id, one.creator_id) for one in drafts]
    _write(category, [one for one in waiting if one not in winners])


def _check(category: Category, chosen: Sequence[Taker]) -> None:
    awards = Award.objects.filter(announcement=None, prize__category=category)
    winners = set(awards.values_list("entry", "creator"))
    for number, taker in enumerate(chosen):
        if taker in winners:
            raise ResultsRefused("alternate_wins", who=_name(taker))
        if taker in chosen[:number]:
            raise ResultsRefused("alternate_twice", who=_name(taker))


def _name(taker: Taker) -> str:
    return isolated(Creator.objects.get(pk=taker[1]))


def _write(category: Category, chosen: Sequence[Taker]) -> list[Alternate]:
    """Write the whole list; one that is the same already stays as it is, ids and all."""
    drafts = Alternate.objects.filter(announcement=None, category=category)
    before = list(drafts.order_by("position"))
    as_wanted = [(number, *taker) for number, taker in enumerate(chosen, start=1)]
    if [(one.position, one.entry_id, one.creator_id) for one in before] == as_wanted:
        return before
    drafts.delete()
    return [
        Alternate.objects.create(
            category=category, position=position, entry_id=entry_id, creator_id=creator_id
        )
        for position, entry_id, creator_id in as_wanted
    ]
