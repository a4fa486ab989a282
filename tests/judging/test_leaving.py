"""A judge who leaves: what is finished stays, what is left goes to others, and little moves."""

from collections import Counter

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from contests.phases import Phase
from judging.assigning import assign_judges
from judging.leaving import judge_leaves, judge_returns, replace_judge, what_is_left
from judging.models import Assignment, Completion, Judge, Round, Score
from judging.refusal import JudgingRefused
from tests import personas
from tests.builders import build_judge, build_round
from tests.judging.test_assigning import assign, build_contest

pytestmark = pytest.mark.django_db


def finish(judge, count, **fields):
    """Finish so many of a judge's reviews; the entries."""
    rows = list(
        Assignment.objects.filter(judge=judge, finished_at__isnull=True).order_by("pk")[:count]
    )
    for row in rows:
        Assignment.objects.filter(pk=row.pk).update(finished_at=timezone.now(), revision=1)
    return {row.entry_id for row in rows}


def begin(judge):
    """Begin one of a judge's reviews with a point; the entry."""
    row = Assignment.objects.filter(judge=judge, finished_at__isnull=True).order_by("pk").first()
    criterion = row.round.criteria.first()
    Score.objects.create(
        assignment=row, criterion=criterion, points=3, out_of=5, scored_at=timezone.now()
    )
    return row.entry_id


def leave(judge, *, counts=True, verb=judge_leaves, **more):
    return verb(
        judge_id=judge.pk,
        reason="ill",
        work_counts=counts,
        by=personas.manager(),
        at=timezone.now(),
        **more,
    )


def held(round_, judge=None):
    """The entries whose reviews count or may still be given."""
    rows = Assignment.objects.expected().filter(round=round_)
    rows = rows.filter(judge=judge) if judge else rows
    return Counter(rows.values_list("entry_id", flat=True))


def refusal_of(act):
    with pytest.raises(JudgingRefused) as refused:
        act()
    return refused.value.code


def test_judge_leaves_keeps_what_is_finished_and_takes_the_rest_away():
    round_, judges, _entries = build_contest(entries=6, reviews_per_entry=2)
    assign(round_)
    finished = finish(judges[0], 2)
    begin(judges[0])
    taken = leave(judges[0])
    assert set(held(round_, judges[0])) == finished
    assert len(taken) == 2
    rows = Assignment.objects.filter(released_at__isnull=False)
    assert {row.pk for row in rows} == {row.pk for row in taken}
    assert set(rows.values_list("released_reason", flat=True)) == {"The judge left the jury."}
    assert Score.objects.count() == 1  # what was begun is kept


def test_judge_leaves_with_work_that_must_not_count():
    round_, judges, _entries = build_contest(entries=3, reviews_per_entry=2)
    assign(round_)
    finish(judges[0], 1)
    leave(judges[0], counts=False)
    assert not held(round_, judges[0])


def test_judge_leaves_is_recorded():
    _round, judges, _entries = build_contest(entries=0)
    leave(judges[0])
    judge = Judge.objects.get(pk=judges[0].pk)
    assert (judge.left_by, judge.left_reason, judge.work_counts) == (
        personas.manager(),
        "ill",
        True,
    )
    entry = LogEntry.objects.get_for_object(judge).first()
    assert entry.actor == personas.manager()
    assert entry.changes["left_reason"] == ["", "ill"]


def test_judge_leaves_closed_rounds_as_they_are():
    round_, judges, _entries = build_contest(entries=3, reviews_per_entry=2)
    assign(round_)
    Round.objects.update(closed_at=timezone.now())
    assert leave(judges[0]) == []


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.ANNOUNCED, "results_out"),
        (Phase.ARCHIVED, "results_out"),
        (Phase.CANCELLED, "campaign_over"),
    ],
)
def test_judge_leaves_refused_in_phase(phase, code):
    _round, judges, _entries = build_contest(phase=phase)
    assert refusal_of(lambda: leave(judges[0])) == code


def test_judge_leaves_once_and_with_a_reason():
    _round, judges, _entries = build_contest()
    reasonless = {"reason": " ", "work_counts": True, "by": personas.manager()}
    assert (
        refusal_of(lambda: judge_leaves(judge_id=judges[0].pk, at=timezone.now(), **reasonless))
        == "leaving_reason_missing"
    )
    leave(judges[0])
    assert refusal_of(lambda: leave(judges[0])) == "judge_left_already"


def test_judge_who_left_gets_nothing():
    round_, judges, _entries = build_contest(reviews_per_entry=1)
    leave(judges[0])
    assign(round_)
    assert not held(round_, judges[0])


def test_successor_takes_over_what_is_not_finished():
    round_, judges, _entries = build_contest(entries=9, reviews_per_entry=2)
    assign(round_)
    finished = finish(judges[0], 2)
    before = {judge.pk: held(round_, judge) for judge in judges}
    successor = build_judge(round_.category.campaign, personas.judge())
    (left,) = leave(judges[0], verb=replace_judge, by_judge_id=successor.pk)
    assert (left.finished, left.begun, left.not_begun) == (2, 0, 4)
    assert (left.missing, left.taken_over, left.others) == (4, 4, 0)
    assert set(held(round_, successor)) == set(before[judges[0].pk]) - finished
    for judge in judges[1:]:
        assert held(round_, judge) == before[judge.pk]
    assert set(held(round_).values()) == {2}


def test_successor_takes_over_all_of_it_when_nothing_counts():
    round_, judges, _entries = build_contest(entries=6, reviews_per_entry=2)
    assign(round_)
    had = set(held(round_, judges[0]))
    finish(judges[0], 2)
    successor = build_judge(round_.category.campaign, personas.judge())
    leave(judges[0], counts=False, verb=replace_judge, by_judge_id=successor.pk)
    assert set(held(round_, successor)) == had
    assert set(held(round_).values()) == {2}


def test_successor_does_not_get_what_bars_them():
    round_, judges, entries = build_contest(judges=3, entries=6, reviews_per_entry=2)
    assign(round_)
    had = sorted(held(round_, judges[0]))
    successor = build_judge(round_.category.campaign, personas.judge())
    own = next(entry for entry in entries if entry.pk == had[0])
    own.submitted_by = successor.user
    own.save()
    (left,) = leave(judges[0], verb=replace_judge, by_judge_id=successor.pk)
    assert (left.missing, left.taken_over, left.others) == (4, 3, 1)
    assert set(held(round_, successor)) == set(had[1:])
    assert set(held(round_).values()) == {2}  # the rest went to somebody else


def test_without_a_successor_the_rest_is_spread():
    round_, judges, _entries = build_contest(judges=4, entries=12, reviews_per_entry=2)
    assign(round_)
    before = {judge.pk: set(held(round_, judge)) for judge in judges}
    leave(judges[0], verb=replace_judge, by_judge_id=None)
    assert set(held(round_).values()) == {2}
    for judge in judges[1:]:
        assert before[judge.pk] < set(held(round_, judge))
        assert len(held(round_, judge)) == 8


def test_last_judge_leaves_and_nothing_is_spread():
    round_, judges, _entries = build_contest(judges=1, entries=2, reviews_per_entry=1)
    assign(round_)
    leave(judges[0], verb=replace_judge, by_judge_id=None)
    assert not held(round_)


def test_successor_goes_on_where_they_were_left():
    """A review that was taken away and is given back keeps what is in it."""
    round_, judges, _entries = build_contest(judges=2, entries=1, reviews_per_entry=1)
    assign(round_)
    first = Assignment.objects.get()
    (other,) = [judge for judge in judges if judge.pk != first.judge_id]
    begin(first.judge)
    leave(first.judge, verb=replace_judge, by_judge_id=other.pk)
    judge_returns(judge_id=first.judge_id, by=personas.manager(), at=timezone.now())
    leave(other, verb=replace_judge, by_judge_id=first.judge_id)
    first.refresh_from_db()
    assert (first.released_at, first.released_reason) == (None, "")
    assert first.scores.count() == 1
    assert Assignment.objects.count() == 2


def test_successor_in_a_round_of_every_judge():
    round_, judges, _entries = build_contest(judges=2, entries=3)
    assign(round_)
    finish(judges[0], 1)
    successor = build_judge(round_.category.campaign, personas.judge())
    (left,) = leave(judges[0], verb=replace_judge, by_judge_id=successor.pk)
    assert (left.taken_over, left.others) == (2, 0)
    # The successor reviews every entry as all judges do.
    assert len(held(round_, successor)) == 3
    assert len(held(round_, judges[0])) == 1


def test_replacing_tells_before_what_it_does():
    round_, judges, _entries = build_contest(entries=9, reviews_per_entry=2)
    assign(round_)
    finish(judges[0], 2)
    begin(judges[0])
    told = what_is_left(judges[0], by_judge_id=judges[1].pk, work_counts=True, at=timezone.now())
    done = leave(judges[0], verb=replace_judge, by_judge_id=judges[1].pk)
    assert told == done
    assert (told[0].finished, told[0].begun, told[0].not_begun) == (2, 1, 3)


def test_replacing_where_the_round_has_ended_only_takes_away():
    round_, judges, _entries = build_contest(entries=3, reviews_per_entry=2)
    assign(round_)
    Round.objects.update(closes_at=timezone.now())
    (left,) = leave(judges[0], verb=replace_judge, by_judge_id=None)
    assert left.why_not == "This round is closed. Move its close to assign more reviews."
    assert not held(round_, judges[0])


@pytest.mark.parametrize("who", ["themselves", "left", "elsewhere"])
def test_replacing_refused_by_somebody_unfit(who):
    _round, judges, _entries = build_contest()
    if who == "left":
        leave(judges[1])
    if who == "elsewhere":
        judges[1] = build_contest(judges=0)[0].category.campaign.judges.create(
            user=personas.judge()
        )
    successor = judges[0] if who == "themselves" else judges[1]
    assert (
        refusal_of(lambda: leave(judges[0], verb=replace_judge, by_judge_id=successor.pk))
        == "successor_unfit"
    )
    assert Judge.objects.get(pk=judges[0].pk).left_at is None


def test_judge_returns_and_counts_again():
    round_, judges, _entries = build_contest(entries=3, reviews_per_entry=2)
    assign(round_)
    finished = finish(judges[0], 1)
    leave(judges[0], counts=False)
    judge = judge_returns(judge_id=judges[0].pk, by=personas.manager(), at=timezone.now())
    assert (judge.left_at, judge.left_reason, judge.work_counts) == (None, "", True)
    assert set(held(round_, judges[0])) == finished
    assert (
        refusal_of(
            lambda: judge_returns(judge_id=judge.pk, by=personas.manager(), at=timezone.now())
        )
        == "judge_sits"
    )


# Evening out, and those who said that they are finished


def even_out(round_):
    return assign_judges(
        round_id=round_.pk, by=personas.manager(), at=timezone.now(), even_out=True
    )


def test_new_judge_gets_a_share_of_what_is_not_begun():
    round_, judges, _entries = build_contest(judges=3, entries=12, reviews_per_entry=2)
    assign(round_)
    kept = {judge.pk: finish(judge, 2) | {begin(judge)} for judge in judges}
    newcomer = build_judge(round_.category.campaign, personas.judge())
    assert assign(round_).pairs == ()
    plan = even_out(round_)
    assert (len(plan.pairs), len(plan.plan.released)) == (6, 6)
    assert {judge.pk: len(held(round_, judge)) for judge in [*judges, newcomer]} == dict.fromkeys(
        [*(judge.pk for judge in judges), newcomer.pk], 6
    )
    for judge in judges:
        assert kept[judge.pk] <= set(held(round_, judge))
    assert set(held(round_).values()) == {2}
    assert even_out(round_).changes == 0


def test_who_said_finished_gets_nothing_new():
    round_, judges, _entries = build_contest(judges=2, entries=4, reviews_per_entry=1)
    Completion.objects.create(round=round_, judge=judges[0], declared_at=timezone.now())
    assign(round_)
    assert not held(round_, judges[0])


def test_what_is_left_of_who_said_finished_goes_to_others_on_evening_out():
    round_, judges, _entries = build_contest(judges=2, entries=4, reviews_per_entry=1)
    assign(round_)
    finished = finish(judges[0], 1)
    Completion.objects.create(round=round_, judge=judges[0], declared_at=timezone.now())
    assert assign(round_).changes == 0
    even_out(round_)
    assert set(held(round_, judges[0])) == finished
    assert set(held(round_).values()) == {1}


def test_only_who_said_finished_is_left_and_is_named():
    round_, judges, entries = build_contest(judges=1, entries=1, reviews_per_entry=1)
    Completion.objects.create(round=round_, judge=judges[0], declared_at=timezone.now())
    plan = assign(round_)
    assert plan.short == {entries[0].pk: 1}
    assert plan.reasons_of_shortage()[entries[0].pk] == {"said_finished": [judges[0].pk]}


def test_new_work_in_a_round_of_every_judge_ends_the_word_finished():
    round_, judges, _entries = build_contest(judges=2, entries=1)
    Completion.objects.create(round=round_, judge=judges[0], declared_at=timezone.now())
    assign(round_)
    assert len(held(round_, judges[0])) == 1
    assert not Completion.objects.exists()


def test_next_round_is_assigned_only_after_the_one_before():
    round_, _judges, _entries = build_contest()
    final = build_round(round_.category, order=2)
    assert refusal_of(lambda: assign(final)) == "round_before_open"


def test_pairs_are_not_assigned():
    round_ = build_contest(kind="pairwise", criteria=0)[0]
    assert refusal_of(lambda: assign(round_)) == "pairs_not_assigned"


def test_closed_round_takes_no_assignments():
    round_ = build_contest()[0]
    Round.objects.update(closed_at=timezone.now())
    assert refusal_of(lambda: assign(round_)) == "assigning_after_closing"


def test_screening_is_assigned_without_criteria():
    round_ = build_contest(kind="screening", criteria=0, reviews_per_entry=2)[0]
    assert len(assign(round_).pairs) == 12


def test_all_judges_have_left():
    round_, judges, _entries = build_contest(judges=1)
    leave(judges[0])
    assert refusal_of(lambda: assign(round_)) == "judges_left"
