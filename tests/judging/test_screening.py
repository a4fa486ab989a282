"""Votes of a screening against a quorum, and the ranks that follow."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.screening import Verdict, Votes, rank_votes, verdict


@pytest.mark.parametrize(
    ("votes", "quorum", "expected"),
    [
        (Votes(yes=2, wanted=3), 2, "through"),  # the third vote changes nothing
        (Votes(yes=2, no=1, wanted=3), 2, "through"),
        (Votes(yes=1, no=1, wanted=3), 2, "undecided"),
        (Votes(yes=1, unsure=1, wanted=3), 2, "undecided"),
        (Votes(no=2, wanted=3), 2, "out"),  # one missing vote is too few
        (Votes(yes=1, unsure=2, wanted=3), 2, "out"),  # unsure is not missing
        (Votes(yes=1, no=1, unsure=1, wanted=3), 2, "out"),
        (Votes(wanted=3), 2, "undecided"),
        (Votes(wanted=1), 2, "out"),  # nobody could ever make it up
        (Votes(yes=1, no=3, wanted=2), 2, "out"),  # more votes than were asked for
        (Votes(yes=2, no=9, wanted=2), 2, "through"),
        (Votes(yes=1, wanted=1), 1, "through"),
    ],
)
def test_verdict_by_quorum(votes, quorum, expected):
    assert verdict(votes, quorum=quorum) == expected


def test_quorum_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        verdict(Votes(), quorum=0)


@given(
    st.builds(
        Votes,
        yes=st.integers(0, 4),
        no=st.integers(0, 4),
        unsure=st.integers(0, 4),
        wanted=st.integers(0, 6),
    ),
    st.integers(1, 5),
)
def test_verdict_says_what_every_completion_of_the_votes_would(votes, quorum):
    """Undecided means that the missing votes decide; otherwise they all come to the same."""
    outcomes = {
        votes.yes + more.count("yes") >= quorum
        for more in product(("yes", "no", "unsure"), repeat=votes.missing)
    }
    said = {
        Verdict.THROUGH: {True},
        Verdict.OUT: {False},
        Verdict.UNDECIDED: {True, False},
    }[verdict(votes, quorum=quorum)]
    assert outcomes == said


def test_share_is_exact_and_nothing_without_votes():
    assert Votes(yes=1, no=1, unsure=1).share == Fraction(1, 3)
    assert Votes(wanted=3).share == 0


def test_ranks_by_verdict_then_share_then_number_of_yes():
    ranked = rank_votes(
        {
            1: Votes(yes=2, no=1, wanted=3),
            2: Votes(yes=3, wanted=3),
            3: Votes(yes=1, no=1, wanted=3),  # undecided, a share below that of 5
            4: Votes(no=3, wanted=3),
            5: Votes(yes=1, wanted=3),
            6: Votes(yes=4, no=2, wanted=6),  # the share of 1, but more of them
            7: Votes(yes=2, unsure=1, wanted=3),
        },
        quorum=2,
    )
    assert [(one.id, one.rank) for one in ranked] == [
        (2, 1),
        (6, 2),
        (1, 3),
        (7, 3),
        (5, 5),
        (3, 6),
        (4, 7),
    ]


VOTES = st.builds(
    Votes,
    yes=st.integers(0, 3),
    no=st.integers(0, 3),
    unsure=st.integers(0, 1),
    wanted=st.integers(0, 5),
)


@given(st.lists(VOTES, max_size=8), st.integers(1, 3), st.randoms())
def test_ranks_of_votes_do_not_depend_on_their_order(votes, quorum, random):
    pairs = list(enumerate(votes))
    ranked = rank_votes(dict(pairs), quorum=quorum)
    random.shuffle(pairs)
    assert rank_votes(dict(pairs), quorum=quorum) == ranked
