"""Before a round is closed: who would go on by its rule, and who is on the line."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entries.models import Entry
from judging.closing_preview import preview_closing
from judging.entrants import entries_in
from judging.models import Score
from tests.builders import build_assignment, build_creator, build_entry
from tests.judging.closings import (
    build_field,
    next_round,
    sides,
)

pytestmark = pytest.mark.django_db


def test_the_best_go_on_and_the_tie_across_the_line_is_on_it():
    field = build_field([9, 5, 7, 7, 1, None], advance_count=2)
    assert sides(field) == {
        "through": [0],
        "on_line": [2, 3],
        "out": [1, 4],
        "unreviewed": [5],
    }
    assert preview_closing(field.round).line.places == 1


def test_ranks_are_those_of_the_tie_rules():
    field = build_field([7, 7, 3], judges=2, advance_count=1)
    # Equal means and medians, but the only judge of both others prefers the second.
    Score.objects.filter(assignment__entry=field.entries[0]).update(points=6)
    field.review(0, 1, 8)
    assert sides(field) == {"through": [1], "out": [0, 2]}


def test_those_over_the_cut_off_go_on():
    field = build_field([9, 6, 7], advance_cutoff=Decimal("70"))
    assert sides(field) == {"through": [0, 2], "out": [1]}


def test_without_a_rule_everybody_reviewed_goes_on():
    assert sides(build_field([2, None, 1])) == {"through": [0, 2], "unreviewed": [1]}


def test_screening_goes_by_the_quorum():
    field = build_field([None] * 4, judges=3, kind="screening", quorum=2, reviews_per_entry=3)
    for entry, votes in enumerate([("yes", "yes"), ("yes", "unsure"), ("no", "no"), ()]):
        for judge, vote in enumerate(votes):
            field.vote(entry, judge, vote)
    assert sides(field) == {"through": [0], "on_line": [1, 3], "out": [2]}


def test_screening_by_every_judge_waits_for_those_who_sit():
    field = build_field([None], judges=3, kind="screening", quorum=2)
    field.vote(0, 0, "yes")
    field.vote(0, 1, "no")
    assert sides(field) == {"on_line": [0]}
    field.judges[2].left_at, field.judges[2].left_reason = field.now, "Ill."
    field.judges[2].save()
    assert sides(field) == {"out": [0]}


def test_vote_of_a_review_that_is_not_finished_is_missing():
    field = build_field([None], judges=2, kind="screening", quorum=1, reviews_per_entry=1)
    build_assignment(field.round, field.entries[0], field.judges[0], vote="yes")
    assert sides(field) == {"on_line": [0]}


def test_what_does_not_count_leaves_no_trace():
    field = build_field([9, 8, 7], judges=2, advance_count=1)
    field.review(2, 1, 10, recused_at=field.now, recusal_reason="Cousin.")
    field.review(1, 1, 10, released_at=field.now, released_reason="Left.")
    build_assignment(field.round, build_entry(field.campaign, status="withdrawn"), field.judges[0])
    assert sides(field) == {"through": [0], "out": [1, 2]}


def test_creators_are_counted_once_and_joint_ones_too():
    field = build_field([9, 8])
    Entry.objects.update(creator=field.entries[0].creator)
    field.entries[0].joint_creators.add(build_creator())
    preview = preview_closing(field.fresh())
    assert len(preview.creators_of(preview.advancing({}))) == 2


def test_next_round_is_about_those_who_came_through():
    field = build_field([9, 8, 7], advance_count=2)
    final = next_round(field, advance_count=1)
    assert list(entries_in(final)) == []
    field.close()
    assert set(entries_in(final)) == set(field.entries[:2])
    field.round = final
    assert sides(field) == {"unreviewed": [0, 1]}


def test_pairs_leave_nobody_behind():
    field = build_field([9, 8])
    field.close()
    field.round = next_round(field, kind="pairwise", criteria=0)
    assert sides(field) == {"through": [0, 1]}


@pytest.mark.parametrize(("kind", "quorum"), [("scoring", None), ("screening", 1)])
def test_preview_asks_the_same_number_of_queries_at_any_size(kind, quorum):
    counts = []
    for size in (1, 3, 30):
        field = build_field([None] * size, kind=kind, quorum=quorum)
        for place in range(size):
            field.vote(place, 0, "yes") if quorum else field.review(place, 0, 5)
        round_ = field.fresh()
        with CaptureQueriesContext(connection) as queries:
            preview_closing(round_)
        counts.append(len(queries))
    assert counts == [10 if quorum else 7] * 3
