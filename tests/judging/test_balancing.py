"""Loads as level as they can be, with as few moves as possible: held against trying everything."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.assignment import assign
from judging.overlap import Overlap, overlap_of
from tests.judging.test_assignment import bars

ENTRIES, JUDGES = range(3), range(4)


def best_by_trying_everything(*, barred, existing, movable, wanted):
    """Of all allowed plans: the sum of the squared loads of the most level, and its fewest moves.

    The smaller that sum, the more level are loads of the same number of reviews.
    """
    choices = []
    for entry in ENTRIES:
        fixed = {judge for judge, of in existing - movable if of == entry}
        able = {judge for judge in JUDGES if judge not in barred.get(entry, ())}
        able |= {judge for judge, of in existing if of == entry}
        size = max(
            sum(of == entry for _judge, of in existing),
            min(wanted, len(able)),
        )
        choices.append(
            [set(panel) for panel in combinations(sorted(able), size) if fixed <= set(panel)]
        )
    results = []
    for panels in product(*choices):
        pairs = {(judge, entry) for entry in ENTRIES for judge in panels[entry]}
        loads = Counter(judge for judge, _entry in pairs)
        results.append((sum(load * load for load in loads.values()), len(existing - pairs)))
    return min(results)


PAIRS = st.sets(st.tuples(st.sampled_from(JUDGES), st.sampled_from(ENTRIES)), max_size=9)


@settings(max_examples=400, deadline=None)
@given(PAIRS, PAIRS, PAIRS, st.integers(1, 3), st.text(max_size=3))
def test_loads_are_as_level_and_moves_as_few_as_possible(conflicts, existing, some, wanted, seed):
    barred, movable = bars(conflicts - existing), existing & some
    plan = assign(
        entry_ids=ENTRIES,
        judge_ids=JUDGES,
        reviews_per_entry=wanted,
        barred=barred,
        existing=existing,
        movable=movable,
        seed=seed,
    )
    assert set(plan.released) <= movable
    assert not set(plan.pairs) & (conflicts - existing)
    best = best_by_trying_everything(
        barred=barred, existing=existing, movable=movable, wanted=wanted
    )
    assert (sum(load * load for load in plan.loads.values()), len(plan.released)) == best


def test_new_judge_gets_a_fair_share_by_single_moves():
    first = assign(entry_ids=range(60), judge_ids=range(5), reviews_per_entry=3, seed="a")
    made = frozenset(first.pairs)
    plan = assign(
        entry_ids=range(60),
        judge_ids=range(6),
        reviews_per_entry=3,
        existing=made,
        movable=made,
        seed="a",
    )
    assert set(plan.loads.values()) == {30}
    assert len(plan.released) == len(plan.pairs) == 30
    assert {judge for judge, _entry in plan.pairs} == {5}
    assert overlap_of(plan.kept | set(plan.pairs)).groups == 1


def test_fixed_reviews_never_move():
    made = frozenset((0, entry) for entry in range(10))
    plan = assign(
        entry_ids=range(10),
        judge_ids=[0, 1],
        reviews_per_entry=1,
        existing=made,
        movable=frozenset((0, entry) for entry in range(3)),
        seed="a",
    )
    assert plan.released == ((0, 0), (0, 1), (0, 2))
    assert plan.loads == {0: 7, 1: 3}


def test_chain_relieves_who_shares_no_language_with_the_newcomer():
    # 0 judges only entries 0–3, 2 only 4–7; 1 judges both and stands between them.
    barred = {entry: {2} for entry in range(4)} | {entry: {0} for entry in range(4, 8)}
    made = frozenset(
        [(0, 0), (0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (1, 6), (1, 7)],
    )
    plan = assign(
        entry_ids=range(8),
        judge_ids=range(3),
        reviews_per_entry=1,
        barred=barred,
        existing=made,
        movable=made,
        seed="a",
    )
    assert plan.loads == {0: 3, 1: 3, 2: 2}
    assert len(plan.released) == 3


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_judges_with_a_rare_language_are_levelled_as_far_as_it_goes(seed):
    # Half of the judges may see a tenth of the entries only: they get all of it.
    rare = range(10)
    barred = {entry: set(range(3)) for entry in range(10, 100)}
    plan = assign(
        entry_ids=range(100), judge_ids=range(6), reviews_per_entry=2, barred=barred, seed=seed
    )
    assert {judge for judge, entry in plan.pairs if entry in rare} == {0, 1, 2}
    assert sorted(plan.loads[judge] for judge in range(3)) == [6, 7, 7]
    assert {plan.loads[judge] for judge in range(3, 6)} == {60}


def test_overlap_counts_what_two_judges_share():
    pairs = [(1, 10), (2, 10), (1, 11), (2, 11), (3, 11), (4, 12)]
    # 1 and 2 share two entries, 1 and 3, 2 and 3 one; judge 4 sits alone.
    assert overlap_of(pairs) == Overlap(least=0, middle=0.5, groups=2)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [([], Overlap(0, 0, 0)), ([(1, 10)], Overlap(0, 0, 1)), ([(1, 10), (2, 11)], Overlap(0, 0, 2))],
)
def test_overlap_of_few(pairs, expected):
    assert overlap_of(pairs) == expected
