"""Ranks of a jury's entries and the tie chain."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.competition_ranking import Ranked
from judging.jury_ranking import MAJORITY_AT_MOST, JuryCandidate, rank_jury


def jury(id_, value="0.5", heaviest="0.5", median="0.5", **by_judge):
    scores = {int(judge.removeprefix("j")): Decimal(score) for judge, score in by_judge.items()}
    return JuryCandidate(id_, Decimal(value), Decimal(heaviest), Decimal(median), scores)


def places(ranked):
    """[(id, rank, decided_by)] in order."""
    return [(one.id, one.rank, one.decided_by) for one in ranked]


def test_nobody_to_rank():
    assert rank_jury([]) == []


def test_single_candidate_is_first():
    assert rank_jury([jury(7)]) == [Ranked(7, 1, (), "value")]


def test_jury_ranks_by_value():
    ranked = rank_jury([jury(1, "0.2"), jury(2, "0.9"), jury(3, "0.55")])
    assert places(ranked) == [(2, 1, "value"), (3, 2, "value"), (1, 3, "value")]


def test_equal_values_go_to_the_heaviest_criterion_then_to_the_median():
    ranked = rank_jury(
        [
            jury(1, heaviest="0.4", median="0.7"),
            jury(2, heaviest="0.6", median="0.1"),
            jury(3, heaviest="0.4", median="0.8"),
            jury(4, "0.9"),
        ]
    )
    assert places(ranked) == [
        (4, 1, "value"),
        (2, 2, "heaviest"),
        (3, 3, "median"),
        (1, 4, "median"),
    ]


def test_then_to_the_majority_of_judges_who_scored_both():
    # Judges 1 to 3 scored both, two of them prefer 8; judge 4 saw only one.
    ranked = rank_jury(
        [jury(5, j1="0.9", j2="0.4", j3="0.4", j4="0"), jury(8, j1="0.1", j2="0.5", j3="0.6")]
    )
    assert places(ranked) == [(8, 1, "majority"), (5, 2, "majority")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),  # nobody scored both
        ({"j1": "0.9"}, {"j2": "0.1"}),
        ({"j1": "0.9", "j2": "0.1"}, {"j1": "0.1", "j2": "0.9"}),
        # One of three prefers it, the others saw no difference: not a majority of them.
        ({"j1": "0.9", "j2": "0.5", "j3": "0.5"}, {"j1": "0.1", "j2": "0.5", "j3": "0.5"}),
    ],
)
def test_without_a_majority_the_rank_is_shared(one, other):
    ranked = rank_jury([jury(8, **one), jury(5, **other), jury(9, "0.1")])
    assert ranked == [
        Ranked(5, 1, (5, 8), "shared"),
        Ranked(8, 1, (5, 8), "shared"),
        Ranked(9, 3, (), "value"),
    ]


def test_majorities_in_a_circle_leave_the_tie():
    ranked = rank_jury(
        [
            jury(1, j1="3", j2="1", j3="2"),
            jury(2, j1="2", j2="3", j3="1"),
            jury(3, j1="1", j2="2", j3="3"),
        ]
    )
    assert [one.rank for one in ranked] == [1, 1, 1]
    assert ranked[0].tied_with == (2, 3)


def test_winner_over_a_circle_goes_ahead_and_the_circle_stays_tied():
    ranked = rank_jury(
        [
            jury(1, j1="3", j2="1", j3="2"),
            jury(2, j1="2", j2="3", j3="1"),
            jury(3, j1="1", j2="2", j3="3"),
            jury(4, j1="9", j2="9", j3="9"),
            jury(5, j1="0", j2="0", j3="0"),
        ]
    )
    assert places(ranked) == [
        (4, 1, "majority"),
        (1, 2, "shared"),
        (2, 2, "shared"),
        (3, 2, "shared"),
        (5, 5, "majority"),
    ]


def test_majority_must_hold_against_everyone_tied():
    # 1 beats 2, but neither met 3: who is first is not known.
    ranked = rank_jury([jury(1, j1="0.9"), jury(2, j1="0.1"), jury(3, j2="0.5")])
    assert [one.rank for one in ranked] == [1, 1, 1]


def test_chair_decides_what_the_rules_leave_tied():
    tied = [jury(1), jury(2), jury(3), jury(4, "0.9")]
    ranked = rank_jury(tied, chair_decisions=[[3, 1, 2]])
    assert places(ranked) == [(4, 1, "value"), (3, 2, "chair"), (1, 3, "chair"), (2, 4, "chair")]


def test_chair_cannot_override_the_rules():
    ranked = rank_jury([jury(1, "0.9"), jury(2, "0.1")], chair_decisions=[[2, 1]])
    assert places(ranked) == [(1, 1, "value"), (2, 2, "value")]


def test_decision_that_does_not_name_everyone_tied_breaks_nothing():
    ranked = rank_jury([jury(1), jury(2), jury(3)], chair_decisions=[[1, 2], [2, 3]])
    assert [one.rank for one in ranked] == [1, 1, 1]


def test_later_decision_of_the_chair_replaces_an_earlier_one():
    ranked = rank_jury([jury(1), jury(2)], chair_decisions=[[1, 2], [2, 1]])
    assert [one.id for one in ranked] == [2, 1]


def test_decision_about_a_larger_tie_still_orders_what_is_left_of_it():
    ranked = rank_jury([jury(1), jury(3)], chair_decisions=[[3, 2, 1]])
    assert [one.id for one in ranked] == [3, 1]


def test_candidate_named_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        rank_jury([jury(1), jury(1, "0.9")])


FEW = st.integers(0, 2).map(Decimal)
BY_JUDGE = st.dictionaries(st.integers(1, 4), FEW, max_size=4)
JURIES = st.lists(st.tuples(FEW, FEW, FEW, BY_JUDGE), max_size=8).map(
    lambda rows: [JuryCandidate(id_, *row) for id_, row in enumerate(rows)]
)
DECISIONS = st.lists(st.permutations(range(8)) | st.permutations(range(3)), max_size=2)


@given(JURIES, DECISIONS, st.randoms())
def test_jury_ranks_do_not_depend_on_the_order_of_candidates(candidates, decisions, random):
    ranked = rank_jury(candidates, chair_decisions=decisions)
    random.shuffle(candidates)
    assert rank_jury(candidates, chair_decisions=decisions) == ranked


@given(JURIES, DECISIONS)
def test_ranks_are_competition_ranks_and_follow_the_chain(candidates, decisions):
    ranked = rank_jury(candidates, chair_decisions=decisions)
    of_id = {candidate.id: candidate for candidate in candidates}
    assert sorted(of_id) == sorted(one.id for one in ranked)
    for one in ranked:
        # As many ahead as the rank says, and tied with exactly those of the same rank.
        assert one.rank == 1 + sum(other.rank < one.rank for other in ranked)
        same = sorted(o.id for o in ranked if o.rank == one.rank and o.id != one.id)
        assert list(one.tied_with) == same
        assert (one.decided_by == "shared") == bool(same)
    keys = [(of_id[one.id].value, of_id[one.id].heaviest, of_id[one.id].median) for one in ranked]
    assert keys == sorted(keys, reverse=True)


@given(BY_JUDGE, BY_JUDGE)
def test_of_two_tied_candidates_the_majority_wins(one, other):
    both = one.keys() & other.keys()
    ahead = sum(one[judge] > other[judge] for judge in both)
    behind = sum(one[judge] < other[judge] for judge in both)
    half = Decimal("0.5")
    ranked = rank_jury(
        [JuryCandidate(1, half, half, half, one), JuryCandidate(2, half, half, half, other)]
    )
    order = [entry.id for entry in ranked if entry.decided_by == "majority"]
    if 2 * ahead > len(both):
        assert order == [1, 2]
    elif 2 * behind > len(both):
        assert order == [2, 1]
    else:
        assert order == []


def test_wide_ties_are_not_put_to_the_majority():
    first = jury(0, j1="0.9")
    tied = [first, *(jury(n, j1="0.1") for n in range(1, MAJORITY_AT_MOST))]
    assert rank_jury(tied)[0] == Ranked(0, 1, (), "majority")
    assert rank_jury([*tied, jury(MAJORITY_AT_MOST, j1="0.1")])[0].decided_by == "shared"


def test_twenty_thousand_candidates_are_ranked_quickly():
    start = time.perf_counter()
    assert len(rank_jury([jury(n, str(n % 1_000)) for n in range(20_000)])) == 20_000
    assert time.perf_counter() - start < 10
