"""Ranks where views decide, and their ties."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.competition_ranking import UNRANKED, Ranked
from metrics.view_ranking import ViewCandidate, groups_by_views, rank_views

POSTED = datetime(2024, 3, 1, tzinfo=UTC)


def places(ranked):
    """[(id, rank, decided_by)] in order."""
    return [(one.id, one.rank, one.decided_by) for one in ranked]


def test_nobody_to_rank():
    assert rank_views([]) == []
    assert list(groups_by_views([])) == []


def test_views_rank_by_views_then_by_the_earlier_post():
    ranked = rank_views(
        [
            ViewCandidate(1, 500, POSTED + timedelta(days=1)),
            ViewCandidate(2, 900, None),
            ViewCandidate(3, 500, POSTED),
        ]
    )
    assert places(ranked) == [(2, 1, "views"), (3, 2, "earlier_post"), (1, 3, "earlier_post")]


def test_equal_views_with_an_unknown_post_time_share_the_rank():
    ranked = rank_views(
        [
            ViewCandidate(1, 500, POSTED + timedelta(days=1)),
            ViewCandidate(2, 500, POSTED),
            ViewCandidate(3, 500, None),
        ]
    )
    assert {(one.rank, one.decided_by) for one in ranked} == {(1, "shared")}


def test_equal_views_and_post_times_share_the_rank_unless_the_chair_decides():
    tied = [ViewCandidate(1, 500, POSTED), ViewCandidate(2, 500, POSTED), ViewCandidate(3, 9, None)]
    assert [one.rank for one in rank_views(tied)] == [1, 1, 3]
    decided = rank_views(tied, chair_decisions=[[2, 1]])
    assert places(decided) == [(2, 1, "chair"), (1, 2, "chair"), (3, 3, "views")]


def test_unknown_views_come_last_and_have_no_rank():
    ranked = rank_views(
        [
            ViewCandidate(4, None, POSTED),
            ViewCandidate(1, None, POSTED),
            ViewCandidate(2, 0, POSTED),
            ViewCandidate(3, -5, POSTED),
        ]
    )
    assert ranked == [
        Ranked(2, 1, (), "views"),
        Ranked(3, 2, (), "views"),
        Ranked(1, UNRANKED, (), "unknown"),
        Ranked(4, UNRANKED, (), "unknown"),
    ]


def test_candidate_named_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        rank_views([ViewCandidate(1, 5, None), ViewCandidate(1, None, None)])


VIEWS = st.lists(
    st.tuples(
        st.none() | st.integers(0, 2),
        st.none() | st.integers(0, 2).map(lambda day: POSTED + timedelta(days=day)),
    ),
    max_size=8,
).map(lambda rows: [ViewCandidate(id_, *row) for id_, row in enumerate(rows)])
DECISIONS = st.lists(st.permutations(range(8)) | st.permutations(range(3)), max_size=2)


@given(VIEWS, DECISIONS, st.randoms())
def test_view_ranks_do_not_depend_on_the_order_of_candidates(candidates, decisions, random):
    ranked = rank_views(candidates, chair_decisions=decisions)
    random.shuffle(candidates)
    assert rank_views(candidates, chair_decisions=decisions) == ranked


@given(VIEWS)
def test_boards_share_ranks_as_the_result_does(candidates):
    known = [candidate for candidate in candidates if candidate.views is not None]
    ranked = rank_views(known)
    groups = [[video.id for video in group] for group in groups_by_views(known)]
    assert [id_ for group in groups for id_ in group] == [one.id for one in ranked]
    assert [tuple(group) for group in groups for _ in group] == [
        tuple(sorted((one.id, *one.tied_with))) for one in ranked
    ]


def test_two_hundred_thousand_candidates_are_ranked_quickly():
    start = time.perf_counter()
    candidates = [ViewCandidate(n, n * 7 % 50_000, POSTED + timedelta(n)) for n in range(200_000)]
    assert len(rank_views(candidates)) == 200_000
    assert time.perf_counter() - start < 20


def test_thousands_of_equals_are_named_once():
    ranked = rank_views([ViewCandidate(id_, 0, None) for id_ in range(1, 5001)])
    assert {id(one.tied) for one in ranked} == {id(ranked[0].tied)}
    assert (len(ranked[0].tied), len(ranked[0].tied_with)) == (5000, 4999)
