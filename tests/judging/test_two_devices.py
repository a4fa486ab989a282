"""One review on two devices, twice at once, too late: which save is taken, and what is answered."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from auditlog.models import LogEntry

from entries.models import Entry
from judging.draft import Draft
from judging.models import Assignment, Judge, Round, Score
from judging.recusal import recuse
from judging.refusal import JudgingRefused
from judging.reviewing import ChangedElsewhere, reopen_review, save_review
from tests import personas
from tests.judging.conftest import Jury

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def save(jury: Jury, *given: int, base: int | None, token: UUID | None = None, **more):
    """Save points for the first criteria, and a vote or a comment; `more` as save_review."""
    draft = Draft(
        points=jury.points(*given),
        vote=more.pop("vote", ""),
        comment_for_staff=more.pop("staff", ""),
    )
    values = {"finish": False, "at": jury.now, "by": jury.user} | more
    return save_review(
        assignment_id=jury.assignment.pk, draft=draft, base=base, token=token or uuid4(), **values
    )


def reopen(jury: Jury) -> Assignment:
    return reopen_review(assignment_id=jury.assignment.pk, by=jury.user, at=jury.now)


def stored(jury: Jury) -> Assignment:
    return Assignment.objects.get(pk=jury.assignment.pk)


def points(jury: Jury) -> dict[int, int]:
    return dict(jury.assignment.scores.values_list("criterion_id", "points"))


def refusal_of(call, *args, **kwargs) -> str:
    with pytest.raises(JudgingRefused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_each_save_is_a_revision(jury):
    assert save(jury, 1, base=0).revision == 1
    assert save(jury, 2, base=1, at=jury.now + timedelta(minutes=1)).revision == 2
    assert stored(jury).saved_at == jury.now + timedelta(minutes=1)
    assert points(jury) == jury.points(2)


def test_save_of_a_page_without_revision_is_taken(jury):
    save(jury, 1, base=0)
    assert save(jury, 2, base=None).revision == 2


@pytest.mark.parametrize("base", [0, 2, 7])
def test_save_on_another_revision_is_refused_with_what_is_there(jury, base):
    save(jury, 1, base=0, staff="from the laptop")
    with pytest.raises(ChangedElsewhere) as refused:
        save(jury, 2, base=base)
    there = refused.value.stored
    assert there.assignment.revision == 1
    assert there.draft == Draft(points=jury.points(1), comment_for_staff="from the laptop")
    assert points(jury) == jury.points(1)


def test_keeping_mine_is_a_save_on_the_present_revision(jury):
    save(jury, 1, base=0)
    with pytest.raises(ChangedElsewhere) as refused:
        save(jury, 2, base=0, token=A)
    save(jury, 2, base=refused.value.stored.assignment.revision, token=A)
    assert points(jury) == jury.points(2)


def test_same_save_twice_is_taken_once(jury):
    first = save(jury, 1, base=0, token=A)
    again = save(jury, 1, base=0, token=A, at=jury.now + timedelta(minutes=1))
    assert (first.revision, again.revision) == (1, 1)
    assert stored(jury).saved_at == jury.now


def test_same_save_arriving_again_after_the_close_was_saved(jury):
    save(jury, 1, base=0, token=A)
    assert save(jury, 1, base=0, token=A, at=jury.round.closes_at).revision == 1


def test_same_save_arriving_after_a_later_one_changes_nothing(jury):
    save(jury, 1, base=0, token=A)
    save(jury, 2, base=1, token=B)
    assert refusal_of(save, jury, 1, base=0, token=A) == "changed_elsewhere"
    assert points(jury) == jury.points(2)


def test_saying_what_is_stored_writes_nothing(jury):
    save(jury, 1, base=0, token=A, staff="Line 1\nline 2")
    LogEntry.objects.all().delete()
    again = save(jury, 1, base=0, token=B, staff=" Line 1\r\nline 2 ")
    assert again.revision == 1
    assert stored(jury).saved_token == A
    assert not LogEntry.objects.exists()


def test_finishing_what_is_stored_needs_no_newer_page(jury):
    save(jury, 1, 2, base=0)
    assert save(jury, 1, 2, base=0, finish=True).finished_at == jury.now


def test_saving_after_an_answer_that_got_lost_is_no_conflict(jury):
    """The judge went on tapping; the device names the save whose answer it never had."""
    save(jury, 1, base=0, token=A)
    assert save(jury, 2, base=0, token=B, unanswered=[A]).revision == 2
    assert save(jury, 3, base=0, token=C, unanswered=[A, B]).revision == 3
    assert points(jury) == jury.points(3)


def test_lost_answers_do_not_hide_another_device(jury):
    save(jury, 1, base=0, token=A)
    save(jury, 5, base=1, token=B)  # elsewhere, having seen the save whose answer got lost
    assert refusal_of(save, jury, 2, base=0, token=C, unanswered=[A]) == "changed_elsewhere"
    assert points(jury) == jury.points(5)


def test_lost_save_that_never_came_is_no_obstacle(jury):
    assert save(jury, 2, base=0, token=B, unanswered=[A]).revision == 1


@pytest.mark.parametrize("token", [None, A])
def test_unnamed_saves_are_nobodys(jury, token):
    """A page without a token leaves none behind that another could call its own."""
    save_review(
        assignment_id=jury.assignment.pk,
        draft=Draft(points=jury.points(1)),
        base=None,
        token=None,
        finish=False,
        by=jury.user,
        at=jury.now,
    )
    unanswered = [] if token is None else [token]
    assert refusal_of(save, jury, 2, base=0, unanswered=unanswered) == "changed_elsewhere"


def test_late_save_is_refused_whatever_it_is(jury):
    late = {"at": jury.round.closes_at}
    save(jury, 1, base=0, token=A)
    for base, given, token in [(1, 2, B), (0, 2, B), (None, 2, B), (1, 1, B)]:
        assert refusal_of(save, jury, given, base=base, token=token, **late) == "round_closed"
    assert points(jury) == jury.points(1)


def test_save_is_refused_once_a_person_closed_the_round(jury):
    Round.objects.update(closed_at=jury.now)
    assert refusal_of(save, jury, 1, base=0) == "round_closed"


def test_save_of_a_review_taken_away_is_refused(jury):
    Assignment.objects.update(released_at=jury.now, released_reason="evened out")
    assert refusal_of(save, jury, 1, base=0) == "released"


@pytest.mark.parametrize("released", [True, False])
def test_save_of_a_judge_who_left_is_refused(jury, released):
    Judge.objects.update(left_at=jury.now, left_by=personas.manager(), left_reason="ill")
    if released:
        Assignment.objects.update(released_at=jury.now, released_reason="ill")
    assert refusal_of(save, jury, 1, base=0) == "judge_left"


def test_reopening_keeps_what_is_written_and_no_more_counts(jury):
    save(jury, 1, 2, base=0, finish=True)
    assert reopen(jury).revision == 1
    assert points(jury) == jury.points(1, 2)
    assert not Assignment.objects.counting().exists()
    assert save(jury, 1, base=1).finished_at is None  # now a part is enough again


def test_second_tap_on_finish_does_not_undo_the_undo(jury):
    save(jury, 1, 2, base=0, token=A, finish=True)
    reopen(jury)
    assert save(jury, 1, 2, base=0, token=A, finish=True).finished_at is None
    assert stored(jury).finished_at is None


def test_reopening_twice_is_once(jury):
    save(jury, 1, 2, base=0, finish=True)
    LogEntry.objects.all().delete()
    for _ in range(2):
        reopen(jury)
    assert LogEntry.objects.count() == 1


def test_reopening_is_refused_when_the_round_is_over(jury):
    save(jury, 1, 2, base=0, finish=True)
    Round.objects.update(closed_at=jury.now)
    assert refusal_of(reopen, jury) == "round_over"


@pytest.fixture
def screening(jury) -> Jury:
    Round.objects.update(kind=Round.Kind.SCREENING, quorum=1)
    return jury


@pytest.mark.parametrize("vote", ["no", "unsure", "yes"])
def test_vote_finishes(screening, vote):
    save(screening, base=0, vote=vote)
    now = stored(screening)
    assert (now.vote, now.finished_at) == (vote, screening.now)


def test_vote_is_changed_while_finished(screening):
    save(screening, base=0, vote="yes")
    save(screening, base=1, vote="no", at=screening.now + timedelta(minutes=1))
    now = stored(screening)
    assert (now.vote, now.finished_at) == ("no", screening.now)


def test_comment_without_a_vote_is_begun(screening):
    assert save(screening, base=0, staff="Hm.").finished_at is None
    assert refusal_of(save, screening, base=1, finish=True) == "vote_missing"


def test_vote_of_a_finished_review_is_not_emptied(screening):
    save(screening, base=0, vote="yes")
    assert refusal_of(save, screening, base=1) == "vote_missing"


def test_reopening_takes_the_vote_back(screening):
    save(screening, base=0, token=A, vote="yes", staff="Hm.")
    assert reopen(screening).revision == 2
    now = stored(screening)
    assert (now.vote, now.finished_at, now.comment_for_staff) == ("", None, "Hm.")
    # The tap that was taken back does not come again by itself, from here or from elsewhere.
    again = refusal_of(save, screening, base=0, token=A, vote="yes", staff="Hm.")
    assert again == "changed_elsewhere"
    assert refusal_of(save, screening, base=1, vote="yes") == "changed_elsewhere"


@pytest.mark.parametrize("vote", ["maybe", "Yes", "yes "])
def test_vote_is_one_of_three(screening, vote):
    assert refusal_of(save, screening, base=0, vote=vote) == "vote_unknown"


def test_vote_in_a_round_of_points_is_refused(jury):
    assert refusal_of(save, jury, base=0, vote="yes") == "vote_not_asked"


def test_points_in_a_screening_are_refused(screening):
    assert refusal_of(save, screening, 1, base=0, vote="yes") == "criterion_unknown"
    assert not Score.objects.exists()


def test_recused_review_says_so_before_the_close(jury):
    recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=jury.now)
    assert refusal_of(save, jury, 1, base=0, at=jury.round.closes_at) == "recused"


def test_strangers_learn_nothing_else(jury):
    Entry.objects.filter(pk=jury.entry.pk).update(status=Entry.Status.WITHDRAWN)
    assert refusal_of(save, jury, 1, base=0, by=personas.other_judge()) == "not_yours"
    assert (
        refusal_of(
            reopen_review,
            assignment_id=jury.assignment.pk,
            by=personas.other_judge(),
            at=jury.now,
        )
        == "not_yours"
    )
