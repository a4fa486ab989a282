"""A final of pairs in the standings and in the evidence."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from entries.models import Entry
from judging.bradley_terry import strengths_of
from judging.models import Comparison, Judge, Relation, Round
from results.admin.columns import aggregation_label, cells, columns_of, main_figure
from results.evidence import canonical_json
from results.evidence_content import evidence_of
from results.standings import CategoryStandings, standings_of
from results.ties import decide_tie
from tests.judging.finals import build_pairwise, let_through
from tests.results.contests import Contest, build_contest, build_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    """Four entries, the first one best by points; the first three came into the final."""
    contest = build_contest(entries=4, judges=3)
    let_through(contest.round, contest.entries[:3], by=contest.staff)
    build_pairwise(contest.jury, opens_at=contest.at - timedelta(hours=9))
    return contest


def prefer(contest: Contest, better: int, worse: int, *, judge: int = 0) -> Comparison:
    first, second = sorted((contest.entries[better], contest.entries[worse]), key=lambda e: e.pk)
    return Comparison.objects.create(
        round=contest.jury.rounds.get(kind=Round.Kind.PAIRWISE),
        judge=contest.judges[judge],
        first=first,
        second=second,
        preferred=contest.entries[better],
        made_at=timezone.now(),
    )


def turn_around(contest: Contest) -> None:
    """The third one is preferred to the second one, and that to the first one."""
    for judge in range(2):
        prefer(contest, 2, 1, judge=judge)
        prefer(contest, 1, 0, judge=judge)


def order(contest: Contest) -> list[tuple[int | None, int]]:
    """Rank and place in `entries` of every line."""
    places = {entry.pk: place for place, entry in enumerate(contest.entries)}
    return [(row.rank, places[row.key]) for row in standings_of(contest.jury).rows]


def test_final_orders_the_finalists_first(contest: Contest):
    turn_around(contest)
    assert order(contest) == [(1, 2), (2, 1), (3, 0), (4, 3)]
    assert [row.decided_by for row in standings_of(contest.jury).rows] == [
        *["strength"] * 3,
        "value",
    ]


def test_final_keeps_finalists_ahead_whatever_their_points():
    contest = build_contest(entries=4, judges=3)
    let_through(contest.round, contest.entries[2:], by=contest.staff)
    build_pairwise(contest.jury)
    prefer(contest, 3, 2)
    assert order(contest) == [(1, 3), (2, 2), (3, 0), (4, 1)]


def test_final_shows_its_figures_beside_those_of_the_points(contest: Contest):
    turn_around(contest)
    ids = [entry.pk for entry in contest.entries]
    expected = strengths_of(ids[:3], [(ids[2], ids[1]), (ids[1], ids[0])] * 2)
    row = standings_of(contest.jury).rows[0]
    assert row.figures["strength"] == expected[ids[2]].value
    assert row.figures["strength_error"] == expected[ids[2]].error
    assert row.figures["final"] == expected[ids[2]].expected
    assert (row.figures["comparisons"], row.figures["comparisons_won"]) == (2, 2)
    assert row.figures["value"] == Decimal("0.5")  # (3/5 + 2/5) / 2
    assert "final" not in standings_of(contest.jury).rows[-1].figures


def test_final_that_nobody_has_begun_changes_nothing(contest: Contest):
    assert order(contest) == [(1, 0), (2, 1), (3, 2), (4, 3)]


def test_final_that_is_not_the_last_round_changes_nothing(contest: Contest):
    turn_around(contest)
    Round.objects.create(
        category=contest.jury,
        order=10,
        opens_at=contest.at,
        closes_at=contest.at + timedelta(days=1),
    )
    assert [row.rank for row in standings_of(contest.jury).rows] == [None] * 4


def test_final_of_equal_finalists_falls_back_on_the_points(contest: Contest):
    prefer(contest, 2, 1)
    prefer(contest, 1, 0)
    prefer(contest, 0, 2)
    assert order(contest) == [(1, 0), (2, 1), (3, 2), (4, 3)]
    assert [row.decided_by for row in standings_of(contest.jury).rows][:3] == ["points"] * 3


def test_final_without_a_scoring_round_ranks_its_finalists_alone(contest: Contest):
    turn_around(contest)
    Round.objects.filter(pk=contest.round.pk).update(kind="screening", quorum=1)
    assert order(contest) == [(1, 2), (2, 1), (3, 0), (None, 3)]


def test_final_ties_are_decided_by_the_chair(contest: Contest):
    # Two that nobody compared and whom the points cannot part.
    Round.objects.filter(pk=contest.round.pk).update(kind="screening", quorum=1)
    prefer(contest, 0, 2)
    prefer(contest, 1, 2)
    tied = [contest.entries[1].pk, contest.entries[0].pk]
    assert [sorted(tie.ids) for tie in standings_of(contest.jury).ties] == [sorted(tied)]
    decide_tie(
        category_id=contest.jury.pk, order=tied, reason="Warmer.", by=contest.staff, at=contest.at
    )
    assert order(contest)[:2] == [(1, 1), (2, 0)]


@pytest.mark.parametrize("gone", ["undone", "judge", "relation", "entry"])
def test_what_stops_counting_leaves_no_trace_in_the_final(contest: Contest, gone: str):
    def figures() -> list[Any]:
        return [(row.key, row.rank, row.figures) for row in standings_of(contest.jury).rows]

    turn_around(contest)
    if gone == "entry":
        Entry.objects.filter(pk=contest.entries[2].pk).update(status=Entry.Status.WITHDRAWN)
        assert [place for _rank, place in order(contest)] == [1, 0, 3]
        row = standings_of(contest.jury).rows[0]
        assert (row.figures["comparisons"], row.figures["comparisons_won"]) == (2, 2)
        return
    before = figures()
    stranger = prefer(contest, 0, 2, judge=2)
    assert figures() != before
    if gone == "undone":
        Comparison.objects.filter(pk=stranger.pk).update(undone_at=contest.at)
    elif gone == "judge":
        Judge.objects.filter(pk=stranger.judge_id).update(
            work_counts=False, left_at=contest.at, left_reason="Paid."
        )
    else:
        Relation.objects.create(
            judge=contest.judges[2],
            creator=contest.entries[2].creator,
            reason="Cousins.",
            declared_at=contest.at,
            declared_by=contest.staff,
        )
    # The judge's points are another matter: they stop counting by the verbs that declare it.
    keep = ("strength", "final", "comparisons", "comparisons_won")
    assert [[figures_.get(name) for name in keep] for _key, _rank, figures_ in figures()] == [
        [figures_.get(name) for name in keep] for _key, _rank, figures_ in before
    ]


def published(contest: Contest) -> dict[str, Any]:
    """What a reader of the evidence file has."""
    evidence = evidence_of(contest.campaign, [standings_of(contest.jury)], [])
    content: dict[str, Any] = json.loads(canonical_json(evidence))["categories"][0]
    return content


def test_evidence_lets_the_final_be_recomputed(contest: Contest):
    turn_around(contest)
    prefer(contest, 0, 2, judge=2)
    content = published(contest)
    final = content["final"]
    assert (final["method"], final["virtual_wins_and_losses"]) == ("bradley_terry", 1)
    answers = [
        (one["preferred"], next(id_ for id_ in one["entries"] if id_ != one["preferred"]))
        for one in final["comparisons"]
    ]
    assert len(answers) == 5
    found = strengths_of(final["finalists"], answers)
    lines = [line for line in content["standings"] if "strength" in line["figures"]]
    assert {line["entry"]: Decimal(line["figures"]["strength"]) for line in lines} == {
        id_: one.value for id_, one in found.items()
    }
    ranked = sorted(found.values(), key=lambda one: -one.value)
    assert [line["entry"] for line in lines] == [one.entry_id for one in ranked]


def test_evidence_of_the_final_names_judges_as_it_does_elsewhere(contest: Contest):
    turn_around(contest)
    content = published(contest)
    in_final = {one["judge"] for one in content["final"]["comparisons"]}
    assert in_final < {one["judge"] for one in content["round"]["reviews"]}
    assert len(in_final) == 2


def test_evidence_of_the_final_is_the_same_in_any_order_of_answers(contest: Contest):
    turn_around(contest)
    before = published(contest)
    ids = list(Comparison.objects.order_by("pk").values_list("pk", flat=True))
    for minutes, pk in enumerate(reversed(ids)):
        Comparison.objects.filter(pk=pk).update(made_at=contest.at + timedelta(minutes=minutes))
    assert published(contest) == before


def test_evidence_without_a_final_has_none(contest: Contest):
    assert "final" not in published(contest)


def test_columns_show_the_final_and_what_decides(contest: Contest):
    turn_around(contest)
    standings = standings_of(contest.jury)
    with translation.override("en"):
        titles = [str(column.title) for column in columns_of(standings)]
        assert titles[:4] == ["Final", "Comparisons won", "Comparisons", "Result"]
        assert aggregation_label(standings) == "comparing pairs · mean"
        first, last = standings.rows[0], standings.rows[-1]
        assert [cell.text for cell in cells(first, standings)][1:4] == ["2", "2", "50.00"]
        assert main_figure(first, standings) == cells(first, standings)[0].text
        assert [cell.text for cell in cells(last, standings)][:3] == ["–", "–", "–"]
        assert main_figure(last, standings) == cells(last, standings)[3].text


def test_columns_without_a_final_are_those_of_the_points(contest: Contest):
    standings: CategoryStandings = standings_of(contest.jury)
    with translation.override("en"):
        assert str(columns_of(standings)[0].title) == "Result"
        assert aggregation_label(standings) == "mean"


def test_standings_with_a_final_take_the_same_queries_at_any_size():
    counts = []
    for size in (2, 4, 20):
        contest = build_contest(entries=size)
        let_through(contest.round, contest.entries, by=build_person("closer"))
        build_pairwise(contest.jury)
        for worse in range(1, size):
            prefer(contest, 0, worse)
        with CaptureQueriesContext(connection) as queries:
            standings_of(contest.jury)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 17
