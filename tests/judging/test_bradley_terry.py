"""Strengths from answers: worked by hand, found another way, and the same in any order."""

import math
import random
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.bradley_terry import VIRTUAL, Answer, fit, strengths_of

ULP = Decimal("1e-9")
IDS = [3, 7, 20, 21]
ANSWERS = st.lists(
    st.sampled_from(list(permutations(IDS, 2))),
    max_size=30,
)


def values(entry_ids, answers: list[Answer]) -> dict[int, Decimal]:
    return {one.entry_id: one.value for one in strengths_of(entry_ids, answers).values()}


def by_small_steps(entry_ids: list[int], answers: list[Answer]) -> dict[int, float]:
    """The same by another road: Hunter's minorisation (Annals of Statistics 32, 2004), in floats.

    The average entry of the prior is one more entry, whose worth is held at 1.
    """
    worth = dict.fromkeys(entry_ids, 1.0)
    for _round in range(20_000):
        before = dict(worth)
        for one in entry_ids:
            wins = VIRTUAL + sum(won == one for won, _ in answers)
            met = 2 * VIRTUAL / (worth[one] + 1.0)
            for won, lost in answers:
                if one in (won, lost):
                    met += 1 / (worth[won] + worth[lost])
            worth[one] = wins / met
        if max(abs(worth[one] / before[one] - 1) for one in entry_ids) < 1e-14:
            break
    return {one: math.log(worth[one]) for one in entry_ids}


def test_strengths_without_answers_are_average():
    # Two virtual comparisons at even odds carry 2 · ¼ of information: the error is √2.
    (one,) = strengths_of([5], []).values()
    assert (one.value, one.expected) == (0, Decimal("0.5"))
    assert one.error == Decimal("1.414213562")
    assert (one.wins, one.comparisons) == (0, 0)


def test_strengths_of_one_answer_worked_by_hand():
    # Mirror images, s and -s. The slope 1 - p(2s) + 1 - 2·p(s) vanishes; with x = exp(s) that is
    # x³ = x² + 2.
    found = strengths_of([1, 2], [(1, 2)])
    x = float(found[1].value.exp())
    assert x**3 == pytest.approx(x**2 + 2, abs=1e-7)
    assert found[1].value == Decimal("0.528048910")
    assert found[2].value == -found[1].value
    # An average entry loses x / (1 + x) of its comparisons with it.
    assert float(found[1].expected) == pytest.approx(x / (1 + x), abs=1e-8)
    assert (found[1].wins, found[2].wins, found[2].comparisons) == (1, 0, 1)


def test_errors_of_one_answer_worked_by_hand():
    # The information is [[a + b, -b], [-b, a + b]]: a = 2·p·q at the own odds, b = p·q between
    # the two. The first of the inverse's diagonal is (a + b) / (a·(a + 2b)).
    found = strengths_of([1, 2], [(1, 2)])
    s = 0.528048909513011
    own, between = 1 / (1 + math.exp(-s)), 1 / (1 + math.exp(-2 * s))
    a, b = 2 * own * (1 - own), between * (1 - between)
    expected = math.sqrt((a + b) / (a * (a + 2 * b)))
    assert float(found[1].error) == pytest.approx(expected, abs=2e-9)
    assert found[2].error == found[1].error


def test_strengths_of_a_chain_stand_in_its_order():
    found = values([1, 2, 3], [(1, 2), (2, 3)])
    assert found[1] > found[2] > found[3]
    assert found[2] == 0
    assert found[1] == -found[3]


def test_strengths_of_a_circle_are_equal():
    assert set(values([1, 2, 3], [(1, 2), (2, 3), (3, 1)]).values()) == {Decimal(0)}


def test_strengths_stay_finite_where_one_wins_everything():
    found = strengths_of([1, 2], [(1, 2)] * 1_000)
    assert 3 < found[1].value < 4
    assert found[1].error > 1


def test_errors_shrink_with_answers():
    few = strengths_of(IDS, [(3, 7), (7, 3)])
    many = strengths_of(IDS, [(3, 7), (7, 3)] * 10)
    assert many[3].error < few[3].error


def test_strengths_of_groups_never_compared_have_one_order():
    found = values([1, 2, 3, 4], [(1, 2), (3, 4), (3, 4)])
    assert found[3] > found[1] > found[2] > found[4]


@pytest.mark.parametrize("seed", range(12))
def test_strengths_found_another_way_are_the_same(seed):
    rng = random.Random(seed)
    ids = list(range(rng.randint(2, 12)))
    answers = [tuple(rng.sample(ids, 2)) for _ in range(rng.randint(1, 60))]
    other = by_small_steps(ids, answers)
    for entry_id, value in values(ids, answers).items():
        assert float(value) == pytest.approx(other[entry_id], abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_strengths_are_where_every_slope_vanishes(seed):
    """The definition itself, with nothing of the code that is tested."""
    rng = random.Random(seed)
    ids = list(range(8))
    answers = [tuple(rng.sample(ids, 2)) for _ in range(40)]
    found = {one: float(value) for one, value in values(ids, answers).items()}
    for one in ids:
        slope = VIRTUAL * (1 - 2 / (1 + math.exp(-found[one])))
        for won, lost in answers:
            surprise = 1 / (1 + math.exp(found[won] - found[lost]))
            slope += surprise * ((won == one) - (lost == one))
        assert slope == pytest.approx(0, abs=1e-7)


def test_strengths_of_the_greatest_shortlist_are_found():
    rng = random.Random("forty")
    answers = [tuple(rng.sample(range(40), 2)) for _ in range(600)]
    found = strengths_of(range(40), answers)
    assert len(found) == 40
    other = by_small_steps(list(range(40)), answers)
    assert all(
        float(one.value) == pytest.approx(other[one.entry_id], abs=1e-7) for one in found.values()
    )


@given(ANSWERS, st.randoms())
def test_strengths_do_not_depend_on_any_order(answers, rng):
    before = strengths_of(IDS, answers)
    shuffled = rng.sample(answers, len(answers))
    assert strengths_of(rng.sample(IDS, len(IDS)), shuffled) == before


@given(ANSWERS, st.permutations(IDS))
def test_strengths_do_not_depend_on_ids(answers, others):
    """Whoever an entry is called, its strength is that of its answers."""
    name = dict(zip(IDS, others, strict=True))
    renamed = values(IDS, [(name[won], name[lost]) for won, lost in answers])
    assert {name[one]: value for one, value in values(IDS, answers).items()} == renamed


@given(ANSWERS)
def test_strengths_of_turned_answers_are_turned(answers):
    turned = values(IDS, [(lost, won) for won, lost in answers])
    assert {one: -value for one, value in values(IDS, answers).items()} == turned


@given(ANSWERS)
def test_one_more_win_never_lowers_a_strength(answers):
    assert values(IDS, [*answers, (3, 7)])[3] > values(IDS, answers)[3] - ULP


@pytest.mark.parametrize("answer", [(3, 3), (3, 99), (99, 3)])
def test_strengths_of_strangers_are_refused(answer):
    with pytest.raises(ValueError, match="no answer about two"):
        strengths_of(IDS, [answer])


def test_fit_is_symmetric():
    covariance = fit(IDS, [(3, 7), (7, 20), (3, 21)]).covariance
    for i, row in enumerate(covariance):
        for j, value in enumerate(row):
            assert abs(value - covariance[j][i]) < Decimal("1e-30")
