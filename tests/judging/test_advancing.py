"""Who goes on, who is on the line, who stays behind."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.competition_ranking import Ranked
from judging.advancing import Line, above, best, everybody, screened
from judging.screening import Verdict, Votes, rank_votes, verdict


def ranks(*sizes):
    """Ranked entries in tied groups of these sizes, with ids from 1."""
    ranked, id_ = [], 1
    for size in sizes:
        ids = tuple(range(id_, id_ + size))
        ranked += [Ranked(i, id_, ids if size > 1 else (), "value") for i in ids]
        id_ += size
    return ranked


@pytest.mark.parametrize(
    ("sizes", "count", "line"),
    [
        ((1, 1, 1), 2, Line((1, 2), (), (3,))),
        ((1, 1, 1), 3, Line((1, 2, 3), (), ())),
        ((1, 1), 5, Line((1, 2), (), ())),
        ((1, 2, 1), 2, Line((1,), (2, 3), (4,), 1)),
        ((1, 2, 1), 3, Line((1, 2, 3), (), (4,))),  # the tie ends at the line
        ((1, 2, 1), 1, Line((1,), (), (2, 3, 4))),  # the tie begins behind it
        ((4,), 3, Line((), (1, 2, 3, 4), (), 3)),
        ((2, 3, 2), 4, Line((1, 2), (3, 4, 5), (6, 7), 2)),
        ((), 3, Line((), (), ())),
    ],
)
def test_best_leave_a_tie_across_the_line_to_a_person(sizes, count, line):
    assert best(ranks(*sizes), count=count) == line


def test_best_none_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        best(ranks(1), count=0)


def test_cut_off_takes_those_that_reach_it_exactly():
    values = {1: Decimal("0.9"), 2: Decimal("0.65"), 3: Decimal("0.649999999")}
    line = above(ranks(1, 1, 1), values=values, cutoff=Decimal("65.00"))
    assert line == Line((1, 2), (), (3,))


def test_without_a_rule_everybody_goes_on():
    assert everybody(ranks(1, 2)) == Line((1, 2, 3), (), ())


def screen(votes, *, quorum=2, count=None):
    return screened(
        rank_votes(votes, quorum=quorum),
        verdicts={id_: verdict(one, quorum=quorum) for id_, one in votes.items()},
        count=count,
    )


SCREENED = {
    1: Votes(yes=3, wanted=3),
    2: Votes(yes=2, no=1, wanted=3),
    3: Votes(yes=2, unsure=1, wanted=3),
    4: Votes(yes=1, no=1, wanted=3),
    5: Votes(no=3, wanted=3),
}


def test_screening_puts_the_undecided_on_the_line():
    assert screen(SCREENED) == Line((1, 2, 3), (4,), (5,))


def test_screening_with_a_number_parts_nobody_of_equal_votes():
    assert screen(SCREENED, count=2) == Line((1,), (2, 3, 4), (5,), 1)


def test_screening_without_room_names_who_had_the_quorum_first():
    assert screen(SCREENED, count=1) == Line((1,), (4,), (2, 3, 5), 0)


def test_neighbours_stand_next_to_the_line():
    line = best(ranks(1, 1, 1, 2, 1, 1), count=4)
    assert line.neighbours(2) == ((2, 3), (6, 7))
    assert line.neighbours(0) == ((), ())
    assert everybody([]).neighbours(3) == ((), ())


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(1, 20))
def test_everybody_is_on_one_side_and_the_number_is_kept(sizes, count):
    ranked = ranks(*sizes)
    line = best(ranked, count=count)
    assert [*line.through, *line.on_line, *line.out] == [one.id for one in ranked]
    assert len(line.through) <= count
    if line.on_line:
        assert len(line.through) < count < len(line.through) + len(line.on_line)
        assert line.places == count - len(line.through)
    elif line.out:
        assert len(line.through) == count


@given(
    st.lists(
        st.builds(
            Votes,
            yes=st.integers(0, 3),
            no=st.integers(0, 3),
            unsure=st.integers(0, 2),
            wanted=st.integers(0, 5),
        ),
        max_size=8,
    ),
    st.integers(1, 3),
    st.none() | st.integers(1, 5),
)
def test_screening_never_lets_anybody_in_below_the_quorum(votes, quorum, count):
    by_id = dict(enumerate(votes))
    line = screen(by_id, quorum=quorum, count=count)
    assert sorted([*line.through, *line.on_line, *line.out]) == sorted(by_id)
    verdicts = {id_: verdict(one, quorum=quorum) for id_, one in by_id.items()}
    assert all(verdicts[id_] is Verdict.THROUGH for id_ in line.through)
    undecided = {id_ for id_, one in verdicts.items() if one is Verdict.UNDECIDED}
    assert undecided <= set(line.on_line)
    assert count is None or len(line.through) <= count
