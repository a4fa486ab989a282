"""Finalists first, by strength; equal ones by the points of the round before; the others behind."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.competition_ranking import Ranked
from judging.final_ranking import rank_final
from judging.jury_ranking import JuryCandidate, rank_jury

D = Decimal


def reviewed(id_, value="0.5", *, heaviest="0.5", median="0.5", **by_judge):
    scores = {int(name[1:]): D(score) for name, score in by_judge.items()}
    return JuryCandidate(id_, D(value), D(heaviest), D(median), scores)


def test_final_puts_its_order_before_the_points():
    candidates = [reviewed(1, "0.9"), reviewed(2, "0.8"), reviewed(3, "0.7"), reviewed(4, "0.6")]
    ranked = rank_final({1: D("-0.4"), 2: D("0.1"), 3: D("0.3")}, candidates)
    assert ranked == [
        Ranked(3, 1, (), "strength"),
        Ranked(2, 2, (), "strength"),
        Ranked(1, 3, (), "strength"),
        Ranked(4, 4, (), "value"),
    ]


def test_final_puts_finalists_before_others_whatever_their_points():
    ranked = rank_final({7: D("-3")}, [reviewed(7, "0.1"), reviewed(8, "0.9")])
    assert [one.id for one in ranked] == [7, 8]


@pytest.mark.parametrize(
    ("one", "other", "decided_by"),
    [
        ({"value": "0.6"}, {"value": "0.5"}, "points"),
        ({"heaviest": "0.6"}, {}, "heaviest"),
        ({"median": "0.6"}, {}, "median"),
        ({"j1": "0.6"}, {"j1": "0.5"}, "majority"),
    ],
)
def test_final_of_equal_strength_is_decided_by_the_round_before(one, other, decided_by):
    ranked = rank_final({1: D(0), 2: D(0)}, [reviewed(2, **one), reviewed(1, **other)])
    assert ranked == [Ranked(2, 1, (), decided_by), Ranked(1, 2, (), decided_by)]


def test_final_of_equal_finalists_is_shared():
    ranked = rank_final({1: D(0), 2: D(0)}, [reviewed(1), reviewed(2), reviewed(3), reviewed(4)])
    assert ranked == [
        Ranked(1, 1, (1, 2), "shared"),
        Ranked(2, 1, (1, 2), "shared"),
        Ranked(3, 3, (3, 4), "shared"),
        Ranked(4, 3, (3, 4), "shared"),
    ]


def test_final_is_decided_by_the_chair_in_the_end():
    decisions = [[2, 1], [4, 3]]
    ranked = rank_final(
        {1: D(0), 2: D(0)},
        [reviewed(1), reviewed(2), reviewed(3), reviewed(4)],
        chair_decisions=iter(decisions),
    )
    assert [(one.id, one.decided_by) for one in ranked] == [
        (2, "chair"),
        (1, "chair"),
        (4, "chair"),
        (3, "chair"),
    ]


def test_final_without_a_scoring_round_has_its_order_alone():
    ranked = rank_final({1: D(0), 2: D(1), 3: D(0)}, [])
    assert ranked == [
        Ranked(2, 1, (), "strength"),
        Ranked(1, 2, (1, 3), "shared"),
        Ranked(3, 2, (1, 3), "shared"),
    ]


def test_finalist_without_points_stands_behind_equally_strong_ones():
    ranked = rank_final({1: D(0), 2: D(0)}, [reviewed(2, "0", heaviest="0", median="0")])
    assert [one.id for one in ranked] == [2, 1]


def test_ranks_without_finalists_are_those_of_the_points():
    candidates = [reviewed(1, "0.2"), reviewed(2, "0.9")]
    assert rank_final({}, candidates) == rank_jury(candidates)


def test_candidate_named_twice_is_refused():
    with pytest.raises(ValueError, match="named twice"):
        rank_final({}, [reviewed(1), reviewed(1)])


@given(
    st.dictionaries(st.integers(1, 8), st.sampled_from([D(0), D(1), D(-1)])),
    st.dictionaries(st.integers(1, 8), st.sampled_from(["0.1", "0.2"])),
    st.randoms(),
)
def test_final_does_not_depend_on_any_order(strengths, values, rng):
    candidates = [reviewed(id_, value) for id_, value in values.items()]
    shuffled = rng.sample(sorted(strengths.items()), len(strengths))
    again = rank_final(dict(shuffled), rng.sample(candidates, len(candidates)))
    assert again == rank_final(strengths, candidates)
