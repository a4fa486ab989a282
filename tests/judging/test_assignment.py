"""Plans of who reviews what: balanced, linked, repeatable."""

import random
import time
from collections import Counter, defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.assignment import Plan, assign


def bars(pairs):
    """Judge and entry pairs as `assign` takes them: the judges barred from each entry."""
    barred = defaultdict(set)
    for judge, entry in pairs:
        barred[entry].add(judge)
    return dict(barred)


def panels_of(plan):
    """The judges of each entry, kept and new."""
    panels = defaultdict(set)
    for judge, entry in [*plan.kept, *plan.pairs]:
        assert judge not in panels[entry]
        panels[entry].add(judge)
    return dict(panels)


def number_of_blocks(panels, judges):
    """Groups of judges that no entry links."""
    groups = [{judge} for judge in judges]
    for panel in panels.values():
        linked = [group for group in groups if group & panel]
        groups = [group for group in groups if not group & panel] + [set().union(*linked)]
    return len(groups)


def test_every_judge_reviews_every_entry_when_all_are_wanted():
    plan = assign(entry_ids=[10, 11], judge_ids=[1, 2, 3], reviews_per_entry=3, seed="a")
    assert plan == Plan(
        pairs=((1, 10), (1, 11), (2, 10), (2, 11), (3, 10), (3, 11)),
        released=(),
        kept=frozenset(),
        short={},
        before={1: 0, 2: 0, 3: 0},
        loads={1: 2, 2: 2, 3: 2},
    )


def test_no_entries_no_pairs():
    plan = assign(entry_ids=[], judge_ids=[1, 2], reviews_per_entry=2, seed="a")
    assert plan == Plan((), (), frozenset(), {}, {1: 0, 2: 0}, {1: 0, 2: 0})


def test_without_judges_every_entry_is_short_of_all_reviews():
    plan = assign(entry_ids=[10, 11], judge_ids=[], reviews_per_entry=2, seed="a")
    assert plan == Plan((), (), frozenset(), {10: 2, 11: 2}, {}, {})


def test_too_few_judges_give_all_they_can_and_say_what_is_missing():
    plan = assign(entry_ids=[10, 11], judge_ids=[1, 2], reviews_per_entry=3, seed="a")
    assert panels_of(plan) == {10: {1, 2}, 11: {1, 2}}
    assert plan.short == {10: 1, 11: 1}


def test_conflicts_are_never_assigned():
    conflicts = {(1, 10), (2, 10), (1, 11)}
    plan = assign(
        entry_ids=[10, 11, 12],
        judge_ids=[1, 2, 3],
        reviews_per_entry=2,
        barred=bars(conflicts),
        seed="a",
    )
    assert panels_of(plan)[10] == {3}
    assert panels_of(plan)[11] == {2, 3}
    assert plan.short == {10: 1}
    assert conflicts.isdisjoint(plan.pairs)


def test_existing_pairs_are_kept_and_filled_up():
    existing = {(1, 10), (2, 11), (9, 11), (1, 99)}  # judge 9 has left, entry 99 is withdrawn
    plan = assign(
        entry_ids=[10, 11], judge_ids=[1, 2, 3], reviews_per_entry=2, existing=existing, seed="a"
    )
    assert plan.kept == {(1, 10), (2, 11), (9, 11)}
    assert panels_of(plan)[11] == {2, 9}
    assert plan.pairs == ((3, 10),)  # the judge who had nothing to do
    assert plan.loads == {1: 1, 2: 1, 3: 1}


def test_existing_pair_stays_although_barred():
    # A language that became known later; conflicts of interest are recused and not in here.
    plan = assign(
        entry_ids=[10],
        judge_ids=[1, 2],
        reviews_per_entry=1,
        existing={(1, 10)},
        barred={10: {1}},
        seed="a",
    )
    assert (plan.kept, plan.pairs, plan.released) == ({(1, 10)}, (), ())


def test_unwanted_pair_goes_to_somebody_else():
    plan = assign(
        entry_ids=[10],
        judge_ids=[1, 2],
        reviews_per_entry=1,
        existing={(1, 10)},
        unwanted={(1, 10)},
        seed="a",
    )
    assert (plan.kept, plan.pairs, plan.released) == (frozenset(), ((2, 10),), ((1, 10),))
    assert (plan.before, plan.loads) == ({1: 1, 2: 0}, {1: 0, 2: 1})


def test_unwanted_pair_stays_where_nobody_else_can():
    plan = assign(
        entry_ids=[10],
        judge_ids=[1, 2],
        reviews_per_entry=2,
        existing={(1, 10), (9, 10)},
        unwanted={(1, 10), (9, 10)},
        barred={10: {1, 2}},
        seed="a",
    )
    assert (plan.kept, plan.pairs, plan.released, plan.short) == ({(1, 10), (9, 10)}, (), (), {})


def test_entry_with_more_reviews_than_wanted_keeps_them():
    existing = {(1, 10), (2, 10), (3, 10)}
    plan = assign(
        entry_ids=[10], judge_ids=[1, 2, 3], reviews_per_entry=2, existing=existing, seed="a"
    )
    assert (plan.kept, plan.pairs, plan.short) == (existing, (), {})


@pytest.mark.parametrize("reviews", [0, -1])
def test_less_than_one_review_is_refused(reviews):
    with pytest.raises(ValueError, match="at least one"):
        assign(entry_ids=[10], judge_ids=[1], reviews_per_entry=reviews, seed="a")


def test_plan_depends_on_the_seed_only():
    entries, judges = list(range(30)), list(range(9))
    plan = assign(entry_ids=entries, judge_ids=judges, reviews_per_entry=3, seed="a")
    random.Random(0).shuffle(entries)
    again = assign(entry_ids=entries, judge_ids=judges[::-1], reviews_per_entry=3, seed="a")
    assert again == plan
    other = assign(entry_ids=entries, judge_ids=judges, reviews_per_entry=3, seed="b")
    assert other.pairs != plan.pairs


def test_pairs_of_judges_meet_about_equally_often():
    # 60 entries × 3 pairs of judges over 36 possible pairs: 5 meetings each, if all were equal.
    plan = assign(entry_ids=range(60), judge_ids=range(9), reviews_per_entry=3, seed="a")
    meetings = Counter(
        pair for panel in panels_of(plan).values() for pair in combinations(sorted(panel), 2)
    )
    assert len(meetings) == 36
    assert min(meetings.values()) >= 3
    assert max(meetings.values()) <= 7


SIZES = st.tuples(st.integers(1, 25), st.integers(1, 10), st.integers(1, 5), st.text(max_size=4))


@given(SIZES)
def test_loads_differ_by_at_most_one_and_panels_are_full(size):
    entries, judges, wanted, seed = size
    plan = assign(
        entry_ids=range(entries), judge_ids=range(judges), reviews_per_entry=wanted, seed=seed
    )
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
    assert {len(panel) for panel in panels_of(plan).values()} == {min(wanted, judges)}
    assert plan.loads == {judge: sum(j == judge for j, _ in plan.pairs) for judge in range(judges)}


@given(SIZES)
def test_panels_are_linked_wherever_they_can_be(size):
    entries, judges, wanted, seed = size
    per_entry = min(wanted, judges)
    plan = assign(
        entry_ids=range(entries), judge_ids=range(judges), reviews_per_entry=wanted, seed=seed
    )
    # Each entry can link at most as many groups as it has judges.
    expected = max(1, judges - entries * (per_entry - 1))
    assert number_of_blocks(panels_of(plan), range(judges)) == expected


PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 12)), max_size=40)


@given(PAIRS, PAIRS, st.integers(1, 5), st.text(max_size=4))
def test_every_place_that_can_be_filled_is_filled(conflicts, existing, wanted, seed):
    entries, judges = range(10), range(6)
    plan = assign(
        entry_ids=entries,
        judge_ids=judges,
        reviews_per_entry=wanted,
        barred=bars(conflicts),
        existing=existing,
        seed=seed,
    )
    assert conflicts.isdisjoint(plan.pairs)
    assert plan.kept == {pair for pair in existing if pair[1] in entries}
    panels = panels_of(plan)
    for entry in entries:
        kept = {judge for judge, of in plan.kept if of == entry}
        able = kept | {judge for judge in judges if (judge, entry) not in conflicts}
        places = max(len(kept), min(wanted, len(able)))
        assert len(panels.get(entry, ())) == places
        assert plan.short.get(entry, 0) == max(0, wanted - places)


@given(PAIRS, st.text(max_size=4))
def test_assigning_again_with_the_result_changes_nothing(conflicts, seed):
    wanted = {"entry_ids": range(10), "judge_ids": range(6), "reviews_per_entry": 3}
    plan = assign(**wanted, barred=bars(conflicts), seed=seed)
    made = frozenset(plan.pairs)
    for movable in (frozenset(), made):
        again = assign(**wanted, barred=bars(conflicts), existing=made, movable=movable, seed=seed)
        assert again == Plan((), (), made, plan.short, plan.loads, plan.loads)


def test_loads_stay_level_around_a_few_conflicts():
    # Judge 0 may not see half of the entries: the others' turns make up for it.
    conflicts = {(0, entry) for entry in range(30)}
    plan = assign(
        entry_ids=range(60),
        judge_ids=range(6),
        reviews_per_entry=2,
        barred=bars(conflicts),
        seed="a",
    )
    assert set(plan.loads.values()) == {20}


def test_twenty_thousand_entries_are_assigned_in_seconds():
    start = time.process_time()
    plan = assign(entry_ids=range(20_000), judge_ids=range(40), reviews_per_entry=3, seed="a")
    assert time.process_time() - start < 10
    assert set(plan.loads.values()) == {1500}
