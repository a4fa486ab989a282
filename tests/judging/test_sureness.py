"""How sure a place is."""

import random
import time
from decimal import Decimal, getcontext

import pytest

from judging.scoring import Aggregation, Review
from judging.sureness import Sureness, how_sure


def reviews_of(table):
    return [
        Review(entry, judge, Decimal(score))
        for entry, scores in table.items()
        for judge, score in scores.items()
    ]


# Ten entries a tenth apart; three judges who agree to a hundredth.
CLEAR = {n: {1: f"0.{n}1", 2: f"0.{n}0", 3: f"0.{n}2"} for n in range(10)}


@pytest.mark.parametrize("method", sorted(Aggregation))
def test_places_far_apart_are_sure(method):
    found = how_sure(reviews_of(CLEAR), method=method, line=3, seed="a")
    assert [found[n].inside for n in (9, 8, 7, 6, 5)] == [100, 100, 100, 0, 0]
    assert {n: (one.rank_low, one.rank_high) for n, one in found.items()} == {
        n: (10 - n, 10 - n) for n in range(10)
    }


def test_equal_entries_share_the_places_by_chance():
    alike = {n: {1: "0.5", 2: "0.5"} for n in range(10)}
    found = how_sure(reviews_of(alike), method=Aggregation.MEAN, line=3, seed="a")
    assert all(24 <= one.inside <= 36 for one in found.values())
    assert all(one.rank_low <= 2 and one.rank_high >= 9 for one in found.values())


def test_two_entries_are_as_sure_as_the_normal_distribution_says():
    # 400 entries of noise around 0.2 with deviation 0.1, and two at the top 0.1 apart, each with
    # three reviews: their difference has the deviation 0.1·√(2/3), so the first leads with
    # Φ(1.2247) = 0.8897.
    chance = random.Random(5)
    table = {n: {j: chance.gauss(0.2, 0.1) for j in range(3)} for n in range(400)}
    table |= {900: dict.fromkeys(range(3), 1.4), 901: dict.fromkeys(range(3), 1.5)}
    found = how_sure(reviews_of(table), method=Aggregation.MEAN, line=1, seed="a", replicates=4000)
    assert abs(found[901].inside - 89) <= 2
    assert found[900].inside == 100 - found[901].inside
    assert (found[900].rank_low, found[900].rank_high) == (1, 2)


def test_strict_judge_is_no_noise_to_the_adjusted_score():
    # Judge 3 takes half a point off: to the mean that looks as if judges disagreed.
    chance = random.Random(2)
    pairs = [(1, 2), (1, 3), (2, 3)]
    table = {
        n: {j: n / 40 + chance.gauss(0, 0.01) - (0.5 if j == 3 else 0) for j in pairs[n % 3]}
        for n in range(30)
    }
    reviews = reviews_of(table)
    by_mean = how_sure(reviews, method=Aggregation.MEAN, line=5, seed="a")
    adjusted = how_sure(reviews, method=Aggregation.ADJUSTED, line=5, seed="a")
    assert adjusted[29].inside >= 99
    assert by_mean[29].inside < 90


def test_same_reviews_and_seed_give_the_same_in_any_order():
    chance = random.Random(6)
    table = {n: {j: chance.random() for j in range(1 + n % 4)} for n in range(20)}
    reviews = reviews_of(table)
    before = how_sure(reviews, method=Aggregation.ADJUSTED, line=3, seed="a")
    random.Random(1).shuffle(reviews)
    assert how_sure(reviews, method=Aggregation.ADJUSTED, line=3, seed="a") == before
    assert how_sure(reviews, method=Aggregation.ADJUSTED, line=3, seed="b") != before


def test_inside_adds_up_to_the_places_there_are():
    chance = random.Random(4)
    table = {n: {j: chance.random() for j in range(3)} for n in range(30)}
    found = how_sure(reviews_of(table), method=Aggregation.MEDIAN, line=10, seed="a")
    assert abs(sum(one.inside for one in found.values()) - 1000) <= 15  # each is rounded
    assert all(1 <= one.rank_low <= one.rank_high <= 30 for one in found.values())


def test_more_places_than_entries_are_sure_for_all():
    found = how_sure(reviews_of(CLEAR), method=Aggregation.MEAN, line=99, seed="a", replicates=1)
    assert found[0] == Sureness(inside=100, rank_low=10, rank_high=10)


def test_single_reviews_tell_nothing():
    lone = reviews_of({1: {1: "0.9"}, 2: {2: "0.1"}})
    assert how_sure(lone, method=Aggregation.MEAN, line=1, seed="a") == {}
    assert how_sure([], method=Aggregation.ADJUSTED, line=1, seed="a") == {}


@pytest.mark.parametrize(("line", "replicates"), [(0, None), (1, 0), (-1, 5)])
def test_line_and_replicates_begin_at_one(line, replicates):
    with pytest.raises(ValueError, match="begin at one"):
        how_sure([], method=Aggregation.MEAN, line=line, seed="a", replicates=replicates)


def test_nothing_outside_is_touched():
    state, before = random.getstate(), getcontext().copy()
    how_sure(reviews_of(CLEAR), method=Aggregation.ADJUSTED, line=1, seed="a", replicates=5)
    assert random.getstate() == state
    assert (getcontext().prec, getcontext().flags) == (before.prec, before.flags)


def test_thousand_entries_take_a_moment():
    chance = random.Random(4)
    reviews = reviews_of({n: {j: chance.random() for j in range(3)} for n in range(1000)})
    start = time.process_time()
    assert len(how_sure(reviews, method=Aggregation.MEAN, line=20, seed="a")) == 1000
    assert time.process_time() - start < 5
