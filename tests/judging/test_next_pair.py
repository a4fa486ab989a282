"""Which pair is asked next: what tells most, never twice, drawn where nothing parts them."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.bradley_terry import strengths_of
from judging.next_pair import comparisons_asked, next_pair, pair_of, pairs_open_to

IDS = [4, 8, 15, 16, 23]


def ask(answers=(), *, ids=IDS, done=frozenset(), seed="round 1 judge 1"):
    return next_pair(ids, answers, open_pairs=pairs_open_to(ids, done=done), seed=seed)


def test_next_pair_of_two_whom_nobody_compared_goes_first():
    answers = [(4, 8), (8, 4), (4, 15), (15, 8)] * 2
    assert ask(answers) == (16, 23)


def test_next_pair_of_equals_goes_before_a_pair_that_is_clear():
    # Each has met others equally often; 4 and 8 win as often, 15 and 16 lose as often.
    answers = [(4, 15), (4, 16), (8, 15), (8, 16)] * 3
    assert ask(answers, ids=[4, 8, 15, 16]) in {(4, 8), (15, 16)}


def test_next_pair_is_never_one_that_is_done():
    done = set()
    while pair := ask(done=done):
        assert pair not in done
        done.add(pair)
    assert len(done) == 10


def test_next_pair_without_open_pairs_is_none():
    assert next_pair(IDS, [], open_pairs=[], seed="s") is None
    assert pairs_open_to([4]) == []


def test_next_pair_is_only_of_entries_that_the_judge_may_see():
    allowed = pairs_open_to([4, 8, 15])
    assert next_pair(IDS, [(4, 8)] * 5, open_pairs=allowed, seed="s") in allowed


def test_next_pair_without_answers_is_drawn():
    asked = {ask(seed=f"round 1 judge {number}") for number in range(200)}
    assert asked == set(pairs_open_to(IDS))


def test_next_pair_is_the_same_for_the_same_seed():
    assert ask(seed="s") == ask(seed="s")


@given(st.randoms(), st.lists(st.sampled_from(pairs_open_to(IDS)), max_size=12))
def test_next_pair_does_not_depend_on_any_order(rng, answers):
    open_pairs = pairs_open_to(IDS)
    before = next_pair(IDS, answers, open_pairs=open_pairs, seed="s")
    again = next_pair(
        rng.sample(IDS, len(IDS)),
        rng.sample(answers, len(answers)),
        open_pairs=rng.sample(open_pairs, len(open_pairs)),
        seed="s",
    )
    assert again == before


def test_next_pair_of_strangers_is_refused():
    with pytest.raises(ValueError, match="no pair of the shortlist"):
        next_pair(IDS, [], open_pairs=[(4, 99)], seed="s")


def test_pair_of_puts_the_lower_id_first():
    assert pair_of(9, 2) == pair_of(2, 9) == (2, 9)


def test_pair_of_one_alone_is_refused():
    with pytest.raises(ValueError, match="two different"):
        pair_of(2, 2)


@pytest.mark.parametrize(
    ("entries", "judges", "asked"),
    [
        (0, 5, 0),
        (1, 5, 0),
        (2, 5, 1),  # there is one pair
        (10, 5, 14),  # 10 · 14 / 2 = 70 together
        (10, 0, 45),
        (10, 1, 45),  # all the pairs there are
        (9, 4, 16),  # 63 together, rounded up
        (40, 5, 56),
    ],
)
def test_comparisons_asked(entries, judges, asked):
    assert comparisons_asked(entries=entries, judges=judges) == asked


def rightly_ordered(how: str, *, contest: int) -> float:
    """The share of pairs that come out in their true order: 8 entries, 3 judges, 9 answers each."""
    rng = random.Random(f"contest {contest}")
    ids, judges = range(8), range(3)
    true = [rng.gauss(0, 1.2) for _ in ids]
    done = {judge: set() for judge in judges}
    answers = []
    for turn in range(9 * len(judges)):
        judge = turn % len(judges)
        open_pairs = pairs_open_to(ids, done=done[judge])
        pair = rng.choice(open_pairs)
        if how == "information":
            pair = next_pair(ids, answers, open_pairs=open_pairs, seed=f"judge {judge}")
        done[judge].add(pair)
        one, other = pair
        prefers_one = rng.random() < 1 / (1 + math.exp(true[other] - true[one]))
        answers.append((one, other) if prefers_one else (other, one))
    found = strengths_of(ids, answers)
    pairs = pairs_open_to(ids)
    return sum(
        (found[one].value > found[other].value) == (true[one] > true[other]) for one, other in pairs
    ) / len(pairs)


def test_next_pair_by_information_beats_pairs_by_chance():
    contests = range(80)
    mean = {
        how: sum(rightly_ordered(how, contest=contest) for contest in contests) / len(contests)
        for how in ("chance", "information")
    }
    assert mean["information"] > mean["chance"] + 0.01
