"""Proposing a shortlist, and what was done otherwise. Pure."""

from decimal import Decimal

import pytest

from contests.competition_ranking import Ranked
from results.shortlist_proposal import (
    ADDED,
    LEFT_OUT,
    MOVED,
    Change,
    Proposal,
    by_cutoff,
    by_outcome,
    by_rank,
    changes,
)

# 1 and 2 stand alone, 3, 4 and 5 share the third rank, 6 is behind them.
TIED = (3, 4, 5)
RANKED = [
    Ranked(1, 1, (), "value"),
    Ranked(2, 2, (), "value"),
    *(Ranked(id_, 3, TIED, "shared") for id_ in TIED),
    Ranked(6, 6, (), "value"),
]


@pytest.mark.parametrize(
    ("count", "ids", "on_line", "places"),
    [
        (1, (1,), (), 0),
        (2, (1, 2), (), 0),
        (3, (1, 2, 3, 4, 5), TIED, 1),
        (4, (1, 2, 3, 4, 5), TIED, 2),
        (5, (1, 2, 3, 4, 5), (), 0),
        (6, (1, 2, 3, 4, 5, 6), (), 0),
        (99, (1, 2, 3, 4, 5, 6), (), 0),
    ],
)
def test_first_ranks_never_cut_a_tie(count, ids, on_line, places):
    assert by_rank(RANKED, count=count) == Proposal(ids, on_line, places)


def test_no_ranks_at_all_are_no_proposal():
    assert by_rank([], count=3) == Proposal(())
    with pytest.raises(ValueError, match="at least one"):
        by_rank(RANKED, count=0)


def test_cutoff_takes_who_reaches_it_exactly_and_nobody_unknown():
    values = {1: Decimal("80.00"), 2: Decimal("79.999"), 6: 80}
    assert by_cutoff(RANKED, values=values, at_least=Decimal(80)) == Proposal((1, 6))


def test_outcome_of_a_round_stands_in_the_order_of_the_ranks():
    assert by_outcome(RANKED, through=[9, 6, 1, 8]) == Proposal((1, 6, 8, 9))


def test_changes_tell_who_was_added_left_out_and_moved():
    assert changes((1, 2, 3), (1, 2, 3)) == []
    assert changes((1, 2, 3), (1, 3)) == [Change(2, LEFT_OUT)]
    assert changes((1, 2, 3), (4, 1, 2, 3)) == [Change(4, ADDED)]
    assert changes((1, 2, 3), (1, 3, 2)) == [Change(2, MOVED), Change(3, MOVED)]
    assert changes((), (1,)) == [Change(1, ADDED)]
