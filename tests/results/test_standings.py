"""Where everybody stands: by judges, by views of a video, by views of a creator."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entries.models import Entry
from metrics.leaderboards import board_of
from results.standings import CategoryStandings, shown, standings_of
from results.ties import decide_tie
from tests.builders import build_entry, build_judge, build_prize, build_reading, build_round
from tests.results.contests import Contest, build_contest, build_person, give_score

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def _lines(standings: CategoryStandings) -> list[tuple[int | None, int]]:
    return [(row.rank, row.key) for row in standings.rows]


def test_jury_ranks_entries_with_all_figures_side_by_side(contest: Contest):
    first, second, third = contest.entries
    standings = standings_of(contest.jury)
    assert _lines(standings) == [(1, first.pk), (2, second.pk), (3, third.pk)]
    figures = standings.rows[0].figures
    assert (figures["reviews"], figures["method"]) == (2, "mean")
    assert figures["mean"] == figures["median"] == figures["value"] == Decimal("0.9")
    assert figures["spread"] == 0
    assert figures["trimmed_mean"] is None
    assert set(figures) == {
        "reviews", "value", "method", "mean", "median", "trimmed_mean", "adjusted", "spread",
        "heaviest",
    }  # fmt: skip
    assert standings.rows[0].decided_by == "value"


def test_jury_lists_entries_without_a_review_last_and_without_a_rank(contest: Contest):
    unseen = build_entry(contest.campaign)
    standings = standings_of(contest.jury)
    assert _lines(standings)[-1] == (None, unseen.pk)
    assert standings.unranked[0].figures == {"reviews": 0}
    assert len(standings.ranked) == 3


def test_jury_without_a_scoring_round_ranks_nobody(contest: Contest):
    build_round(contest.jury, order=2, kind="screening")
    assert standings_of(contest.jury).rows[0].rank == 1
    contest.jury.rounds.update(kind="screening", quorum=1)
    assert [row.rank for row in standings_of(contest.jury).rows] == [None] * 3


def test_jury_is_decided_by_its_last_scoring_round(contest: Contest):
    final = build_round(contest.jury, order=2)
    give_score(final, contest.entries[2], contest.judges[0], 5, 5)
    assert _lines(standings_of(contest.jury))[0] == (1, contest.entries[2].pk)


@pytest.mark.parametrize("status", sorted(set(Entry.Status.values) - {"accepted"}))
def test_entry_that_does_not_take_part_stands_nowhere(contest: Contest, status: str):
    Entry.objects.filter(pk=contest.entries[0].pk).update(status=status, status_reason="Why.")
    for category in contest.categories:
        assert contest.entries[0].pk not in {row.entry_id for row in standings_of(category).rows}
        assert standings_of(category).rows[0].creator_id == contest.entries[1].creator_id


def test_videos_are_ranked_by_views_inside_the_window(contest: Contest):
    late = contest.campaign.closes_at + timedelta(hours=1)
    build_reading(contest.entries[2], views=9_000_000, taken_at=late)
    standings = standings_of(contest.videos)
    assert _lines(standings) == [(n, entry.pk) for n, entry in enumerate(contest.entries, 1)]
    assert standings.rows[0].figures["views"] == 100_000
    assert standings.rows[0].figures["reason"] == "posted_inside"


def test_videos_with_unknown_views_come_last_without_a_rank(contest: Contest):
    unknown = build_entry(contest.campaign)
    standings = standings_of(contest.videos)
    assert _lines(standings)[-1] == (None, unknown.pk)
    assert standings.rows[-1].figures["views"] is None


def test_videos_of_another_platform_do_not_count(contest: Contest):
    other = build_entry(contest.campaign, platform="youtube", video_id="dQw4w9WgXcQ")
    build_reading(other, views=10**9, taken_at=contest.campaign.closes_at)
    for category in (contest.videos, contest.creators):
        assert other.creator_id not in {row.creator_id for row in standings_of(category).rows}


def test_creators_are_ranked_by_the_sum_over_their_videos(contest: Contest):
    third = contest.entries[2]
    another = build_entry(contest.campaign, creator=third.creator)
    build_reading(another, views=5, taken_at=contest.campaign.closes_at - timedelta(hours=1))
    build_entry(contest.campaign, creator=third.creator)
    standings = standings_of(contest.creators)
    assert _lines(standings)[0] == (1, third.creator_id)
    top = standings.rows[0]
    assert (top.entry_id, top.figures["views"]) == (None, 100_003)
    assert (top.figures["videos"], top.figures["missing"]) == (2, 1)


@pytest.mark.parametrize("name", ["videos", "creators"])
def test_standings_agree_with_the_public_leaderboard(contest: Contest, name: str):
    category = getattr(contest, name)
    board = [(place.rank, place.entry_id, place.creator_id) for place in board_of(category)]
    rows = standings_of(category).ranked
    assert [(row.rank, row.entry_id, row.creator_id) for row in rows] == board


def _tie(contest: Contest) -> tuple[int, int]:
    """Two entries whom no rule can part, together in front."""
    pair = [build_entry(contest.campaign), build_entry(contest.campaign)]
    for entry in pair:
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 5, 5)
    return pair[0].pk, pair[1].pk


def test_tie_across_a_prize_boundary_is_marked(contest: Contest):
    one, other = _tie(contest)
    standings = standings_of(contest.jury)
    assert [(tie.rank, tie.ids, tie.places) for tie in standings.ties] == [(1, (one, other), 1)]
    assert [(row.rank, row.at_boundary, row.tied_with) for row in standings.rows[:3]] == [
        (1, True, (other,)),
        (1, True, (one,)),
        (3, False, ()),
    ]


def test_tie_inside_a_shared_prize_is_none(contest: Contest):
    _tie(contest)
    contest.jury.prizes.update(quantity=2)
    standings = standings_of(contest.jury)
    assert standings.ties == []
    assert [row.rank for row in standings.rows[:3]] == [1, 1, 3]
    assert not any(row.at_boundary for row in standings.rows)


def test_tie_is_broken_by_the_chair(contest: Contest):
    one, other = _tie(contest)
    decide_tie(
        category_id=contest.jury.pk,
        order=[other, one],
        reason="It dares more.",
        by=contest.staff,
        at=contest.at,
    )
    standings = standings_of(contest.jury)
    assert _lines(standings)[:2] == [(1, other), (2, one)]
    assert standings.rows[0].decided_by == "chair"
    assert standings.ties == []


def test_boundaries_follow_the_prizes_in_the_order_of_their_places(contest: Contest):
    build_prize(contest.jury, place=2, quantity=2)
    assert [prize.place for prize in standings_of(contest.jury).prizes] == [1, 2]


def test_rows_are_shown_with_their_entry_and_creator(contest: Contest):
    video, creator = (
        shown(standings_of(category).rows)[0] for category in (contest.videos, contest.creators)
    )
    assert (video.entry, video.creator) == (contest.entries[0], contest.entries[0].creator)
    assert (creator.entry, creator.creator) == (None, contest.entries[0].creator)


@pytest.mark.parametrize("name", ["jury", "videos", "creators"])
def test_standings_take_the_same_queries_at_any_size(name: str, django_assert_num_queries: Any):
    counts = []
    for size in (1, 3, 30):
        category = getattr(build_contest(entries=size), name)
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(standings_of(category).rows)) == size
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 10


def test_judge_of_another_campaign_changes_nothing(contest: Contest):
    before = standings_of(contest.jury).rows
    elsewhere = build_contest()
    stranger = build_judge(elsewhere.campaign, build_person("stranger"))
    give_score(elsewhere.round, build_entry(elsewhere.campaign), stranger, 5, 5)
    assert standings_of(contest.jury).rows == before
