"""Judges' levels and the adjusted score, against another way to work them out."""

import math
import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.adjustment import Review, adjusted_reviews, adjusted_scores
from judging.levels import SAMENESS, levels_of
from judging.scoring import Aggregation, aggregate

SCORES = st.integers(0, 60).map(lambda n: Decimal(n) / 60)
TABLES = st.dictionaries(
    st.integers(1, 8),
    st.dictionaries(st.integers(1, 5), SCORES, min_size=1, max_size=5),
    min_size=1,
    max_size=8,
)


def reviews_of(table):
    return [
        Review(entry, judge, Decimal(score))
        for entry, scores in table.items()
        for judge, score in scores.items()
    ]


def triples(reviews):
    return [(one.entry_id, one.judge_id, one.score) for one in reviews]


def shift(reviews, judge, by):
    return [
        Review(one.entry_id, one.judge_id, one.score + (by if one.judge_id == judge else 0))
        for one in reviews
    ]


def is_linked(reviews):
    """Whether every entry can be reached from every other by way of judges."""
    groups = {("e", one.entry_id): {("e", one.entry_id)} for one in reviews}
    groups |= {("j", one.judge_id): {("j", one.judge_id)} for one in reviews}
    for one in reviews:
        joined = groups["e", one.entry_id] | groups["j", one.judge_id]
        for member in joined:
            groups[member] = joined
    return len({id(group) for group in groups.values()}) == 1


def order_of(values):
    """Ids grouped by rank: equals together."""
    ranks = defaultdict(set)
    for one, value in values.items():
        ranks[value].add(one)
    return [ranks[value] for value in sorted(ranks, reverse=True)]


def plain_levels(scores):
    """The same by fractions: all equations for qualities and levels at once, Gauss and Jordan."""
    entries = sorted({entry for entry, _, _ in scores})
    judges = sorted({judge for _, judge, _ in scores})
    unknown = [("t", entry) for entry in entries] + [("b", judge) for judge in judges]
    at = {name: number for number, name in enumerate(unknown)}
    rows = [[Fraction(0)] * (len(unknown) + 1) for _ in unknown]
    for entry in entries:
        rows[at["t", entry]][at["t", entry]] += Fraction(SAMENESS)
    for entry, judge, score in scores:
        for row, other in ((("t", entry), ("b", judge)), (("b", judge), ("t", entry))):
            rows[at[row]][at[row]] += 1
            rows[at[row]][at[other]] += 1
            rows[at[row]][-1] += Fraction(score)
    for column in range(len(unknown)):
        pivot = next(r for r in range(column, len(rows)) if rows[r][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                rows[r] = [a - row[column] * b for a, b in zip(row, rows[column], strict=True)]
    return {judge: rows[at["b", judge]][-1] for judge in judges}


def plain_adjusted(reviews):
    """The formula of judging.adjustment in floats, for a round that is one block."""
    levels = plain_levels(triples(reviews))
    own = defaultdict(list)
    for one in reviews:
        own[one.judge_id].append(float(one.score))
    mean = {judge: math.fsum(given) / len(given) for judge, given in own.items()}
    squares = {j: math.fsum((x - mean[j]) ** 2 for x in given) for j, given in own.items()}
    freedom = len(reviews) - len(own)
    pooled = math.sqrt(math.fsum(squares.values()) / freedom) if freedom else 0
    said = defaultdict(list)
    for one in reviews:
        j, n = one.judge_id, len(own[one.judge_id])
        spread = math.sqrt(squares[j] / (n - 1)) if n > 1 else 0
        stretch = n / (n + 5) * pooled / spread + 5 / (n + 5) if spread > 1e-12 else 0
        apart = float(one.score) - mean[j]
        said[one.entry_id].append(mean[j] - float(levels[j]) + apart * stretch)
    middle = math.fsum(c for given in said.values() for c in given) / len(reviews)
    level = math.fsum(float(one.score) for one in reviews) / len(reviews)
    return {e: level + math.fsum(given) / len(given) - middle for e, given in said.items()}


def test_level_is_the_judges_mean_where_all_saw_the_same():
    table = {1: {1: "0.9", 2: "0.5"}, 2: {1: "0.7", 2: "0.1"}}
    found = levels_of(triples(reviews_of(table)))
    assert {j: round(level, 20) for j, level in found.items()} == {
        1: Decimal("0.8"),
        2: Decimal("0.3"),
    }


def test_level_of_judges_who_share_one_entry():
    # n + ½: 1.5 for entries 1 and 3, 2.5 for entry 2.  14/15·b₁ − 0.4·b₂ = 0.6 and
    # 14/15·b₂ − 0.4·b₁ = −1/15: b₁ + b₂ = 1, b₁ − b₂ = ½.
    table = {1: {1: "0.9"}, 2: {1: "0.7", 2: "0.3"}, 3: {2: "0.1"}}
    found = levels_of(triples(reviews_of(table)))
    assert {j: round(level, 20) for j, level in found.items()} == {
        1: Decimal("0.75"),
        2: Decimal("0.25"),
    }


def test_judge_with_good_entries_is_not_taken_for_a_mild_one():
    # All three agree on everything; judge 1 had the good ones, judge 2 the bad ones.
    quality = {n: Decimal(n) / 20 for n in range(1, 19)}
    table = {n: dict.fromkeys((1, 3) if n > 9 else (2, 3), value) for n, value in quality.items()}
    levels = levels_of(triples(reviews_of(table)))
    assert levels[1] - levels[2] < Decimal("0.16")  # their means are 0.45 apart
    assert order_of(adjusted_scores(reviews_of(table)))[0] == {18}


@given(TABLES)
def test_levels_are_those_of_another_way_to_solve(table):
    scores = triples(reviews_of(table))
    expected = plain_levels(scores)
    found = levels_of(scores)
    assert found.keys() == expected.keys()
    for judge, level in found.items():
        assert abs(Fraction(level) - expected[judge]) < Fraction(1, 10**40)


@given(TABLES.filter(lambda table: is_linked(reviews_of(table))))
def test_adjusted_scores_are_those_of_another_way_to_compute(table):
    reviews = reviews_of(table)
    expected = plain_adjusted(reviews)
    found = adjusted_scores(reviews)
    assert found.keys() == expected.keys()
    assert all(abs(float(found[entry]) - expected[entry]) < 2e-9 for entry in found)


@given(TABLES, st.integers(1, 5), st.integers(-300, 300).map(lambda n: Decimal(n) / 700))
def test_judge_shifted_by_a_constant_changes_no_adjusted_rank(table, judge, by):
    reviews = reviews_of(table)
    before, after = adjusted_scores(reviews), adjusted_scores(shift(reviews, judge, by))
    for entries in blocks_of(reviews):
        assert order_of({e: before[e] for e in entries}) == order_of({e: after[e] for e in entries})
        # Not the order alone: every difference stays to the last place.
        first = min(entries)
        assert {before[e] - before[first] - after[e] + after[first] for e in entries} == {0}


def blocks_of(reviews):
    """Sets of entries that judges link."""
    left, found = {one.entry_id for one in reviews}, []
    while left:
        block, size = {min(left)}, 0
        while len(block) != size:
            size = len(block)
            judges = {one.judge_id for one in reviews if one.entry_id in block}
            block |= {one.entry_id for one in reviews if one.judge_id in judges}
        found.append(block)
        left -= block
    return found


@pytest.mark.parametrize("seed", range(6))
def test_judge_shifted_by_a_constant_changes_no_adjusted_rank_of_a_large_round(seed):
    chance = random.Random(seed)
    reviews = [
        Review(entry, judge, Decimal(chance.randint(0, 40)) / 40)
        for entry in range(120)
        for judge in chance.sample(range(12), 3)
    ]
    assert is_linked(reviews)
    before = order_of(adjusted_scores(reviews))
    moved = shift(reviews, 4, Decimal(chance.randint(-99, 99)) / 99)
    assert order_of(adjusted_scores(moved)) == before
    # The control: a plain mean does mind.
    mean = {e: one.mean for e, one in aggregate(reviews, method=Aggregation.MEAN).items()}
    shifted = {e: one.mean for e, one in aggregate(moved, method=Aggregation.MEAN).items()}
    assert order_of(shifted) != order_of(mean)


def test_disjoint_panels_keep_their_plain_means():
    table = {1: {1: "0.9"}, 2: {1: "0.7"}, 3: {2: "0.3"}, 4: {2: "0.1"}}
    found = adjusted_scores(reviews_of(table))
    assert found == {n: Decimal(tenths) / 10 for n, tenths in enumerate((9, 7, 3, 1), start=1)}


@given(TABLES, st.randoms())
def test_ids_of_judges_and_entries_say_nothing(table, chance):
    judges, entries = list(range(1, 6)), sorted(table)
    other_judge = dict(zip(judges, chance.sample(judges, 5), strict=True))
    other_entry = dict(zip(entries, chance.sample(entries, len(entries)), strict=True))
    renamed = [
        Review(other_entry[one.entry_id], other_judge[one.judge_id], one.score)
        for one in reviews_of(table)
    ]
    for method in Aggregation:
        before = aggregate(reviews_of(table), method=method)
        after = aggregate(renamed, method=method)
        assert {other_entry[e]: one.value for e, one in before.items()} == {
            e: one.value for e, one in after.items()
        }


@given(TABLES)
def test_what_each_review_says_comes_to_the_adjusted_score(table):
    reviews = reviews_of(table)
    said, found = adjusted_reviews(reviews), adjusted_scores(reviews)
    assert {(e, j) for e, given in said.items() for j in given} == {
        (one.entry_id, one.judge_id) for one in reviews
    }
    for entry, scores in said.items():
        assert abs(sum(scores.values()) / len(scores) - found[entry]) <= Decimal("1e-9")
