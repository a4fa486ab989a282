"""Ties across a prize boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.competition_ranking import UNRANKED, Ranked
from results.ranking import BoundaryTie, prize_boundary_ties


def ranks(*sizes):
    """Ranked candidates in tied groups of these sizes, with ids from 1."""
    ranked, id_ = [], 1
    for size in sizes:
        ids = range(id_, id_ + size)
        ranked += [Ranked(i, id_, tuple(j for j in ids if j != i), "shared") for i in ids]
        id_ += size
    return ranked


@pytest.mark.parametrize(
    ("sizes", "quantities", "ties"),
    [
        ((1, 1, 1), [1, 1, 1], []),
        ((3, 1), [3], []),  # three equal winners
        ((2, 1), [1, 1], [BoundaryTie(1, (1, 2), 1)]),  # who is first?
        ((1, 2), [1, 1], [BoundaryTie(2, (2, 3), 1)]),  # who is second, who gets nothing?
        ((1, 2), [1], []),  # a tie behind the prizes
        ((4,), [3], [BoundaryTie(1, (1, 2, 3, 4), 3)]),
        ((1, 3, 1), [2, 2], [BoundaryTie(2, (2, 3, 4), 1)]),
        ((2, 2), [1, 2], [BoundaryTie(1, (1, 2), 1), BoundaryTie(3, (3, 4), 1)]),
        ((5,), [1, 1, 1], [BoundaryTie(1, (1, 2, 3, 4, 5), 1)]),  # told once
        ((2, 1), [], []),
        ((), [1], []),
        ((1,), [3], []),  # fewer candidates than places
    ],
)
def test_ties_across_a_prize_boundary(sizes, quantities, ties):
    assert prize_boundary_ties(ranks(*sizes), quantities) == ties


@pytest.mark.parametrize(
    ("sizes", "quantities", "gone", "ties"),
    [
        ((1, 1, 2), [1, 1], {1}, [BoundaryTie(3, (3, 4), 1)]),  # equals for the second place
        ((1, 1, 2), [1, 1], set(), []),
        ((2, 1), [1, 1], {1}, []),  # one of two equals is left for the first place
        ((3,), [1], {2}, [BoundaryTie(1, (1, 2, 3), 1)]),  # the chair orders all of the rank
        ((3,), [2], {2}, []),
    ],
)
def test_who_gave_a_prize_back_takes_no_place(sizes, quantities, gone, ties):
    assert prize_boundary_ties(ranks(*sizes), quantities, passed_over=gone) == ties


def test_unranked_candidates_tie_with_nobody():
    unranked = [Ranked(1, UNRANKED, (), "unknown"), Ranked(2, UNRANKED, (), "unknown")]
    assert prize_boundary_ties(unranked, [1]) == []


@pytest.mark.parametrize("quantity", [0, -1])
def test_prize_without_winners_is_refused(quantity):
    with pytest.raises(ValueError, match="at least one"):
        prize_boundary_ties([], [1, quantity])


@given(st.lists(st.integers(1, 4), max_size=5), st.lists(st.integers(1, 3), max_size=4))
def test_prizes_can_be_given_unless_a_tie_is_told(sizes, quantities):
    ranked = ranks(*sizes)
    told = {id_ for tie in prize_boundary_ties(ranked, quantities) for id_ in tie.ids}
    prize_of_position = [n for n, quantity in enumerate(quantities) for _ in range(quantity)]
    position_of = {one.id: position for position, one in enumerate(ranked)}
    for one in ranked:
        prizes = {
            prize_of_position[position] if position < len(prize_of_position) else None
            for position in map(position_of.__getitem__, (one.id, *one.tied_with))
        }
        assert (one.id in told) == (len(prizes) > 1)
