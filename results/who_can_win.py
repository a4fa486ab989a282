"""Whom the keys stand for that staff choose for prize places and as alternates."""

from __future__ import annotations

from collections.abc import Collection

from contests.models import Category
from entries.models import Entry
from metrics.linked_accounts import ranked_under
from results.models import Claim
from results.refusal import ResultsRefused

Taker = tuple[int | None, int]
"""The entry, if one is meant, and the creator."""


def takers(category: Category, keys: Collection[int]) -> dict[int, Taker]:
    """By key who is meant: entries' ids, or creators' where creators are ranked.

    Raises ResultsRefused unless all of them take part in the category: choose_entry,
    choose_creator.
    """
    taking_part = Entry.objects.taking_part_in(category)
    found: dict[int, Taker]
    if category.ranks_creators:
        persons = ranked_under(category.platform)
        accounts = {*keys, *(account for account, first in persons.items() if first in keys)}
        owners = taking_part.filter(creator__in=accounts).values_list("creator_id", flat=True)
        ranked = {persons.get(creator_id, creator_id) for creator_id in owners}
        found = {creator_id: (None, creator_id) for creator_id in ranked}
    else:
        entries = taking_part.filter(pk__in=keys).values_list("pk", "creator_id")
        found = {entry_id: (entry_id, creator_id) for entry_id, creator_id in entries}
    if not found.keys() >= set(keys):
        raise ResultsRefused("choose_creator" if category.ranks_creators else "choose_entry")
    return found


def gave_back(category: Category) -> set[Taker]:
    """Who declined a prize of the category, or had it taken back: a correction passes them over."""
    ended = (Claim.Status.DECLINED, Claim.Status.REVOKED)
    claims = Claim.objects.filter(prize__category=category, status__in=ended)
    return set(claims.values_list("entry", "creator"))
