"""What counts in a round, and how it is put together."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from entries.models import Entry
from judging.draft import Draft
from judging.models import Assignment, Criterion, Round
from judging.recusal import recuse
from judging.reviewing import save_review
from judging.scoring import Aggregation
from judging.tally import reviews_of_round
from tests.builders import build_assignment, build_entry, build_judge
from tests.judging.conftest import Jury
from tests.judging.staff import tally_round


def judge_of(jury: Jury, name: str):
    return build_judge(jury.campaign, User.objects.create_user(f"{name}@example.org"))


def give(assignment: Assignment, *points: int, finish: bool = True) -> None:
    criteria = assignment.round.criteria.all()
    save_review(
        assignment_id=assignment.pk,
        draft=Draft(points={c.pk: value for c, value in zip(criteria, points, strict=False)}),
        base=None,
        token=None,
        finish=finish,
        by=assignment.judge.user,
        at=timezone.now(),
    )


def test_tally_round_weighs_criteria(jury):
    Criterion.objects.filter(pk=jury.criteria[0].pk).update(weight=Decimal(3))
    give(jury.assignment, 5, 1)
    (review,) = reviews_of_round(jury.round)
    assert review.points == jury.points(5, 1)
    assert review.score == Decimal("0.8")
    assert review.heaviest == Decimal(1)


def test_tally_round_by_the_rounds_method(jury):
    Round.objects.filter(pk=jury.round.pk).update(aggregation=Round.Aggregation.MEDIAN)
    jury.round.refresh_from_db()
    give(jury.assignment, 5, 5)
    give(build_assignment(jury.round, jury.entry, judge_of(jury, "second")), 4, 4)
    give(build_assignment(jury.round, jury.entry, judge_of(jury, "third")), 0, 0)
    figures = tally_round(jury.round)[jury.entry.pk]
    assert (figures.reviews, figures.method_used) == (3, Aggregation.MEDIAN)
    assert (figures.value, figures.mean) == (Decimal("0.8"), Decimal("0.6"))


def test_tally_round_leaves_out_unfinished(jury):
    give(jury.assignment, 5, 5, finish=False)
    assert tally_round(jury.round) == {}


def test_tally_round_leaves_out_recused(jury):
    give(jury.assignment, 5, 5)
    give(build_assignment(jury.round, jury.entry, judge_of(jury, "second")), 1, 1)
    recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=timezone.now())
    assert tally_round(jury.round)[jury.entry.pk].mean == Decimal("0.2")


def test_tally_round_leaves_out_entries_that_left(jury):
    give(jury.assignment, 5, 5)
    Entry.objects.filter(pk=jury.entry.pk).update(status=Entry.Status.WITHDRAWN)
    assert tally_round(jury.round) == {}


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_tally_round_costs_two_queries(jury, entries, django_assert_num_queries):
    give(jury.assignment, 5, 5)
    for points in range(1, entries):
        entry = build_entry(jury.campaign)
        give(build_assignment(jury.round, entry, jury.judge), points % 6, 3)
    with django_assert_num_queries(2):
        assert len(tally_round(jury.round)) == entries


def test_aggregations_of_rounds_are_those_of_scoring():
    assert set(Round.Aggregation.values) == {method.value for method in Aggregation}
