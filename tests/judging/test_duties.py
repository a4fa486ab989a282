"""What a judge has to do: states, numbers that stay, filters, and which review comes next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from entries.models import Entry
from judging import duties, next_review
from judging.models import Assignment, Judge, Score
from judging.recusal import recuse
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)
from tests.judging.conftest import Jury

NOW = timezone.now()
# What makes a review of each state, beside points.
MADE = {
    "begun": [{"comment_for_creator": "x"}, {"comment_for_staff": "x"}, {"vote": "yes"}],
    "finished": [{"finished_at": NOW}, {"finished_at": NOW, "skipped_at": NOW}],
    "skipped": [{"skipped_at": NOW}, {"skipped_at": NOW, "comment_for_staff": "x"}],
    "to_do": [{}, {"is_favourite": True}, {"revision": 3}],
}


def add(jury: Jury, **fields) -> Assignment:
    return build_assignment(jury.round, build_entry(jury.campaign), jury.judge, **fields)


def listed(jury: Jury, **narrowed) -> list[tuple[int, int, str]]:
    reviews = duties.list_reviews(jury.user, at=jury.now, **narrowed)
    rows = duties.as_duties(reviews)
    return [(row.assignment.pk, row.number, row.state) for row in rows]


def next_of(jury: Jury, after: Assignment) -> int | None:
    return next_review.next_review_id(
        jury.user, round_id=jury.round.pk, after=after.pk, at=jury.now
    )


@pytest.mark.parametrize("state", sorted(MADE))
def test_state_of_one_is_as_lists_have_it(jury, state):
    made = [add(jury, **fields) for fields in MADE[state]]
    if state == "begun":
        made.append(add(jury))
        Score.objects.create(
            assignment=made[-1], criterion=jury.criteria[0], points=0, out_of=5, scored_at=NOW
        )
    states = {pk: found for pk, _number, found in listed(jury)}
    for one in made:
        assert states[one.pk] == state
        assert duties.state_of(one, has_points=one.scores.exists()) == state


def test_lists_are_ordered_by_state_and_keep_numbers(jury):
    finished = add(jury, finished_at=jury.now)
    skipped = add(jury, skipped_at=jury.now)
    begun = add(jury, comment_for_staff="x", is_favourite=True)
    expected = [
        (begun.pk, 4, "begun"),
        (jury.assignment.pk, 1, "to_do"),
        (skipped.pk, 3, "skipped"),
        (finished.pk, 2, "finished"),
    ]
    assert listed(jury) == expected
    assert listed(jury, only="left") == expected[:3]
    assert listed(jury, only="favourites") == expected[:1]
    assert listed(jury, first=2) == expected[:2]
    assert listed(jury, only="left", first=1) == expected[:1]


def test_numbers_are_of_each_round(jury):
    other = build_round(build_category(jury.campaign))
    second = build_assignment(other, jury.entry, jury.judge)
    numbers = {pk: number for pk, number, _state in listed(jury)}
    assert numbers == {jury.assignment.pk: 1, second.pk: 1}


def test_next_goes_round_and_leaves_skipped_ones_for_the_end(jury):
    one, two, three = jury.assignment, add(jury), add(jury)
    assert [next_of(jury, review) for review in (one, two, three)] == [two.pk, three.pk, one.pk]
    Assignment.objects.filter(pk=two.pk).update(skipped_at=jury.now)
    assert [next_of(jury, review) for review in (one, two, three)] == [three.pk, three.pk, one.pk]
    Assignment.objects.exclude(pk=two.pk).update(finished_at=jury.now)
    assert [next_of(jury, review) for review in (one, two, three)] == [two.pk, None, two.pk]


def test_skipped_ones_go_round_too(jury):
    one, two, three = jury.assignment, add(jury), add(jury)
    Assignment.objects.update(skipped_at=jury.now)
    assert [next_of(jury, review) for review in (one, two, three)] == [two.pk, three.pk, one.pk]


def test_what_is_left_counts_what_is_unfinished(jury):
    add(jury, finished_at=jury.now)
    add(jury, skipped_at=jury.now)
    left = next_review.what_is_left(
        jury.user, round_id=jury.round.pk, after=jury.assignment.pk, at=jury.now
    )
    assert left.count == 2


def test_work_counts_what_is_done(jury):
    add(jury, finished_at=jury.now, skipped_at=jury.now, is_favourite=True)
    add(jury, skipped_at=jury.now)
    work = duties.work_in_round(jury.user, round_id=jury.round.pk, at=jury.now)
    assert work is not None
    assert (work.total, work.finished, work.left, work.skipped, work.favourites) == (3, 1, 2, 1, 1)
    assert not work.is_declared


@pytest.mark.parametrize("gone", ["left", "recused", "released", "uncounted"])
def test_what_is_gone_is_in_no_list(jury, gone):
    match gone:
        case "recused":
            Assignment.objects.update(recused_at=jury.now, recusal_reason="cousin")
        case "released":
            Assignment.objects.update(released_at=jury.now, released_reason="evened out")
        case "left":
            Entry.objects.update(status=Entry.Status.WITHDRAWN)
        case "uncounted":
            Judge.objects.update(
                left_at=jury.now, left_by=personas.manager(), left_reason="x", work_counts=False
            )
    assert listed(jury) == []
    assert duties.desk_of(jury.user, at=jury.now) == []
    assert next_of(jury, jury.assignment) is None


def test_recused_ones_can_be_found_again(jury):
    recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=jury.now)
    assert list(duties.recused_reviews(jury.user, at=jury.now)) == [jury.assignment]
    assert not duties.recused_reviews(personas.other_judge(), at=jury.now).exists()
    before = jury.round.opens_at - timedelta(seconds=1)
    assert not duties.recused_reviews(jury.user, at=before).exists()


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_queries_stay_the_same(jury, rows, django_assert_num_queries):
    campaign = build_campaign(phase="review")
    other = build_round(build_category(campaign))
    judge = build_judge(campaign, jury.user)
    entries = [build_entry(campaign) for _ in range(rows)]
    Assignment.objects.bulk_create(
        Assignment(round=other, entry=entry, judge=judge, assigned_at=jury.now) for entry in entries
    )
    with django_assert_num_queries(4):
        assert len(duties.desk_of(jury.user, at=jury.now)) == 2
    with django_assert_num_queries(1):
        left = next_review.what_is_left(jury.user, round_id=other.pk, after=0, at=jury.now)
    assert left.count == rows
