"""Deciding about results in tests, in few words."""

from collections.abc import Callable
from typing import Any

import pytest

from contests.models import Category
from entries.models import Entry
from results.awarding import choose_winners
from results.models import Shortlist
from results.refusal import ResultsRefused
from results.shortlisting import shortlist_entries
from tests.builders import build_entry
from tests.results.contests import Contest, give_score


def refused(code: str, verb: Callable[..., Any], contest: Contest, **values: Any) -> str:
    """The sentence with which the verb refuses, for that reason."""
    with pytest.raises(ResultsRefused) as refusal:
        verb(by=contest.staff, at=contest.at, **values)
    assert refusal.value.code == code
    return refusal.value.message


def put_forward(contest: Contest, *entries: Entry, category: Any = None) -> Shortlist:
    return shortlist_entries(
        category_id=(category or contest.jury).pk,
        entry_ids=[entry.pk for entry in entries],
        by=contest.staff,
        at=contest.at,
    )


def choose(contest: Contest, category: Category, *keys: int | None) -> None:
    """Give the first places of the category's only prize to these, in this order."""
    prize = contest.prizes[category.title]
    choices = {(prize.pk, slot): key for slot, key in enumerate(keys, start=1)}
    choose_winners(category_id=category.pk, choices=choices, by=contest.staff, at=contest.at)


def two_tied(contest: Contest) -> list[int]:
    pair = [build_entry(contest.campaign), build_entry(contest.campaign)]
    for entry in pair:
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 5, 5)
    return [entry.pk for entry in pair]
