"""How far judges and entries are, and where judges are apart."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from entries.models import Entry
from judging.models import Comparison, Completion, Round
from judging.pairs import work_of
from judging.progress import Order, progress_of_entries, progress_of_judges
from tests.builders import build_assignment
from tests.judging.staff import build_panel, entries_of, flag, give, vote

pytestmark = pytest.mark.django_db


def test_judges_stand_with_their_work_most_left_first():
    round_, (busy, idle, _third), campaign = build_panel()
    first, second, gone = entries_of(campaign, 3)
    now = timezone.now()
    give(round_, first, busy, 1, 1, at=now - timedelta(hours=2))
    give(round_, second, busy, 2, 2, at=now - timedelta(hours=1))
    flag(give(round_, first, idle, 3), "Look")
    build_assignment(round_, second, idle, revision=1, saved_at=now)
    Entry.objects.filter(pk=gone.pk).update(status=Entry.Status.WITHDRAWN)
    build_assignment(round_, gone, idle)
    Completion.objects.create(round=round_, judge=busy, declared_at=now)
    lines = progress_of_judges(round_)
    assert [
        (one.judge, one.expected, one.finished, one.left, one.begun, one.flags, one.percent)
        for one in lines
    ] == [
        (idle, 2, 0, 2, 1, 1, 0),
        (busy, 2, 2, 0, 0, 0, 100),
        (_third, 0, 0, 0, 0, 0, 100),
    ]
    assert [one.last_save for one in lines] == [now, now - timedelta(hours=1), None]
    assert [one.declared_at for one in lines] == [None, now, None]


def test_stepping_back_and_taking_away_leave_nothing_expected():
    round_, (judge, *_rest), campaign = build_panel(judges=1)
    first, second = entries_of(campaign, 2)
    now = timezone.now()
    build_assignment(round_, first, judge, recused_at=now, recusal_reason="Cousin")
    build_assignment(round_, second, judge, released_at=now, released_reason="Ill")
    (line,) = progress_of_judges(round_)
    assert (line.expected, line.recused, line.left) == (0, 1, 0)


def test_judge_who_left_stays_in_sight_only_with_work():
    round_, judges, campaign = build_panel()
    (entry,) = entries_of(campaign, 1)
    give(round_, entry, judges[0], 4, 4)
    now = timezone.now()
    for judge in judges[:2]:
        judge.left_at, judge.left_reason = now, "Ill"
        judge.save()
    assert {line.judge for line in progress_of_judges(round_)} == {judges[0], judges[2]}


def test_work_that_does_not_count_is_not_expected():
    round_, (judge,), campaign = build_panel(judges=1)
    (entry,) = entries_of(campaign, 1)
    give(round_, entry, judge, 4, 4)
    judge.left_at, judge.left_reason, judge.work_counts = timezone.now(), "A cousin", False
    judge.save()
    assert progress_of_judges(round_)[0].expected == 0
    assert progress_of_entries(round_)[0].mean is None


def test_comparisons_are_counted_in_a_round_of_pairs():
    round_, (judge, other), campaign = build_panel(
        judges=2, kind=Round.Kind.PAIRWISE, criteria=0, comparisons_per_judge=5
    )
    first, second, third = entries_of(campaign, 3)
    now = timezone.now()
    for one, undone in ((second, None), (third, now)):
        Comparison.objects.create(
            round=round_,
            judge=judge,
            first=first,
            second=one,
            preferred=first,
            made_at=now,
            undone_at=undone,
        )
    assert [
        (one.judge, one.expected, one.finished, one.left, one.last_save)
        for one in progress_of_judges(round_)
    ] == [(other, 3, 0, 3, None), (judge, 3, 1, 2, now)]


def test_comparisons_asked_for_are_those_of_the_judges_own_page():
    round_, judges, campaign = build_panel(kind=Round.Kind.PAIRWISE, criteria=0)
    entries = entries_of(campaign, 8)
    now = timezone.now()
    creator = entries[0].creator
    creator.user = judges[0].user
    creator.save()
    for judge in judges[:2]:
        Comparison.objects.create(
            round=round_,
            judge=judge,
            first=entries[0],
            second=entries[1],
            preferred=entries[0],
            made_at=now,
        )
    found = {
        one.judge: (one.expected, one.finished, one.left) for one in progress_of_judges(round_)
    }
    works = [work_of(judge, round_, at=now) for judge in judges]
    assert found == {one.judge: (one.total, one.finished, one.left) for one in works}
    assert [one.finished for one in works] == [0, 1, 0]


def test_judge_who_left_is_asked_for_no_more_pairs():
    round_, (judge, _other), campaign = build_panel(
        judges=2, kind=Round.Kind.PAIRWISE, criteria=0, comparisons_per_judge=3
    )
    first, second, _third = entries_of(campaign, 3)
    now = timezone.now()
    Comparison.objects.create(
        round=round_, judge=judge, first=first, second=second, preferred=first, made_at=now
    )
    judge.left_at, judge.left_reason = now, "Ill"
    judge.save()
    _sitting, left = progress_of_judges(round_)
    assert (left.judge, left.expected, left.finished) == (judge, 1, 1)


def test_entries_by_spread_missing_and_mean():
    round_, judges, campaign = build_panel(reviews_per_entry=3)
    agreed, split, bare = entries_of(campaign, 3)
    for judge, points in zip(judges, (4, 4, 4), strict=True):
        give(round_, agreed, judge, points, points)
    for judge, points in zip(judges, (0, 5), strict=False):
        give(round_, split, judge, points, points)
    give(round_, bare, judges[0], 5)  # begun: not a review that counts
    by_spread = progress_of_entries(round_, order=Order.SPREAD)
    assert [one.entry_id for one in by_spread] == [split.pk, agreed.pk, bare.pk]
    assert [one.entry_id for one in progress_of_entries(round_, order=Order.MISSING)] == [
        bare.pk,
        split.pk,
        agreed.pk,
    ]
    assert [one.entry_id for one in progress_of_entries(round_, order=Order.MEAN)] == [
        agreed.pk,
        split.pk,
        bare.pk,
    ]
    # √(((0 − ½)² + (1 − ½)²) / 1) = √½
    assert [(one.mean, one.spread) for one in by_spread] == [
        (Decimal("0.5"), Decimal("0.707106781")),
        (Decimal("0.8"), Decimal(0)),
        (None, None),
    ]
    assert [(one.given, one.judges, one.wanted, one.missing) for one in by_spread] == [
        (2, 2, 3, 1),
        (3, 3, 3, 0),
        (0, 1, 3, 3),
    ]


def test_votes_of_a_screening_are_counted_and_told_apart():
    round_, judges, campaign = build_panel(
        kind=Round.Kind.SCREENING, criteria=0, quorum=2, reviews_per_entry=3
    )
    split, sure = entries_of(campaign, 2)
    for judge, given in zip(judges, ("yes", "no", "unsure"), strict=True):
        vote(round_, split, judge, given)
        vote(round_, sure, judge, "yes")
    first, second = progress_of_entries(round_)
    assert (first.entry_id, first.votes, first.mean, first.spread) == (
        split.pk,
        (1, 1, 1),
        Decimal("0.5"),
        Decimal("0.5"),
    )
    assert (second.votes, second.spread) == ((3, 0, 0), 0)


QUERIES = {Round.Kind.SCORING: 5, Round.Kind.SCREENING: 4, Round.Kind.PAIRWISE: 3}


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("kind", [Round.Kind.SCORING, Round.Kind.SCREENING, Round.Kind.PAIRWISE])
def test_queries_do_not_grow(kind, rows, django_assert_num_queries):
    round_, judges, campaign = build_panel(judges=rows, kind=kind)
    for entry in entries_of(campaign, rows):
        give(round_, entry, judges[0], 1, 2)
    with django_assert_num_queries(10 if kind == Round.Kind.PAIRWISE else 3):
        assert len(progress_of_judges(round_)) == rows
    with django_assert_num_queries(QUERIES[kind]):
        assert len(progress_of_entries(round_)) == rows
