"""A review is saved as a whole, by its judge, while the round is open, or refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from entries.models import Entry
from judging.draft import Draft
from judging.models import Assignment, Round, Score
from judging.recusal import recuse
from judging.refusal import JudgingRefused
from judging.reviewing import ChangedElsewhere, reopen_review, save_review
from tests import personas
from tests.builders import build_category, build_round


def save(jury, points, *, finish=False, by=None, at=None, staff="", creator=""):
    return save_review(
        assignment_id=jury.assignment.pk,
        draft=Draft(points=points, comment_for_staff=staff, comment_for_creator=creator),
        base=None,
        token=None,
        finish=finish,
        by=by or jury.user,
        at=at or jury.now,
    )


def stored(jury):
    return dict(Score.objects.values_list("criterion_id", "points"))


def refusal_of(call, *args, **kwargs):
    with pytest.raises(JudgingRefused) as refused:
        call(*args, **kwargs)
    return refused.value


def test_save_partial(jury):
    save(jury, jury.points(3), staff=" a ", creator="b")
    jury.assignment.refresh_from_db()
    assert stored(jury) == jury.points(3)
    assert jury.assignment.comment_for_staff == "a"
    assert jury.assignment.comment_for_creator == "b"
    assert jury.assignment.finished_at is None


def test_save_finished(jury):
    save(jury, jury.points(0, 5), finish=True)
    jury.assignment.refresh_from_db()
    assert stored(jury) == jury.points(0, 5)
    assert jury.assignment.finished_at == jury.now


def test_save_again_replaces_all(jury):
    later = jury.now + timedelta(minutes=1)
    save(jury, jury.points(3, 4), staff="first")
    save(jury, jury.points(5), staff="second", at=later)
    jury.assignment.refresh_from_db()
    assert stored(jury) == jury.points(5)
    assert jury.assignment.comment_for_staff == "second"


def test_save_keeps_moment_of_unchanged_points(jury):
    save(jury, jury.points(3, 4))
    save(jury, jury.points(3, 5), at=jury.now + timedelta(minutes=1))
    assert [score.scored_at - jury.now for score in Score.objects.order_by("criterion__order")] == [
        timedelta(),
        timedelta(minutes=1),
    ]


def test_save_finished_stays_finished(jury):
    save(jury, jury.points(3, 4), finish=True)
    save(jury, jury.points(1, 1), at=jury.now + timedelta(minutes=1))
    jury.assignment.refresh_from_db()
    assert jury.assignment.finished_at == jury.now
    assert stored(jury) == jury.points(1, 1)


def test_save_finished_refuses_to_become_incomplete(jury):
    save(jury, jury.points(3, 4), finish=True)
    assert refusal_of(save, jury, jury.points(1)).code == "points_missing"
    assert stored(jury) == jury.points(3, 4)


def test_finish_refused_without_all_points(jury):
    assert refusal_of(save, jury, jury.points(1), finish=True).code == "points_missing"
    assert stored(jury) == {}


@pytest.mark.parametrize("given", [-1, 6])
def test_save_refuses_points_out_of_range(jury, given):
    refused = refusal_of(save, jury, jury.points(given))
    assert refused.code == "points_out_of_range"
    assert str(refused) == "“Criterion 1” takes whole points from 0 to 5."


def test_save_refuses_criterion_of_another_round(jury):
    other = build_round(build_category(jury.campaign)).criteria.get(order=1)
    assert refusal_of(save, jury, {other.pk: 1}).code == "criterion_unknown"


def test_save_refuses_another_judge(jury):
    assert refusal_of(save, jury, jury.points(1), by=personas.other_judge()).code == "not_yours"


def test_save_refuses_staff(jury):
    refused = refusal_of(save, jury, jury.points(1), by=personas.administrator())
    assert refused.code == "not_yours"


def test_save_until_just_before_the_close(jury):
    save(jury, jury.points(1), at=jury.round.closes_at - timedelta(microseconds=1))
    assert stored(jury) == jury.points(1)


def test_save_refused_at_the_close(jury):
    assert refusal_of(save, jury, jury.points(1), at=jury.round.closes_at).code == "round_closed"
    assert stored(jury) == {}


def test_save_from_the_opening(jury):
    save(jury, jury.points(1), at=jury.round.opens_at)
    assert stored(jury) == jury.points(1)


def test_save_refused_before_the_opening(jury):
    before = jury.round.opens_at - timedelta(microseconds=1)
    assert refusal_of(save, jury, jury.points(1), at=before).code == "round_not_open"


@pytest.mark.parametrize("status", sorted(set(Entry.Status) - {Entry.Status.ACCEPTED}))
def test_save_refused_when_entry_left(jury, status):
    reason = "Off topic." if status in ("rejected", "disqualified") else ""
    Entry.objects.filter(pk=jury.entry.pk).update(status=status, status_reason=reason)
    assert refusal_of(save, jury, jury.points(1)).code == "not_in_contest"


def test_save_refused_when_cancelled(jury):
    jury.campaign.cancelled_at = jury.now
    jury.campaign.save()
    assert refusal_of(save, jury, jury.points(1)).code == "campaign_not_judged"


def test_save_refused_when_announced_later(jury):
    """The ranks are fixed by the act of announcing, even where it takes effect only later."""
    jury.campaign.announced_at = jury.now + timedelta(hours=1)
    jury.campaign.save()
    assert refusal_of(save, jury, jury.points(1)).code == "announced"


def test_recuse(jury):
    save(jury, jury.points(1, 2), finish=True)
    recuse(assignment_id=jury.assignment.pk, reason=" cousin ", by=jury.user, at=jury.now)
    jury.assignment.refresh_from_db()
    assert jury.assignment.recused_at == jury.now
    assert jury.assignment.recusal_reason == "cousin"
    assert stored(jury) == jury.points(1, 2)
    assert not type(jury.assignment).objects.counting().exists()


def test_recuse_needs_reason(jury):
    refused = refusal_of(
        recuse, assignment_id=jury.assignment.pk, reason=" ", by=jury.user, at=jury.now
    )
    assert refused.code == "reason_missing"


def test_recuse_twice_refused(jury):
    recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=jury.now)
    refused = refusal_of(
        recuse, assignment_id=jury.assignment.pk, reason="other", by=jury.user, at=jury.now
    )
    assert refused.code == "recused"
    assert refusal_of(save, jury, jury.points(1)).code == "recused"


def test_recuse_refused_for_another_judge(jury):
    refused = refusal_of(
        recuse, assignment_id=jury.assignment.pk, reason="x", by=personas.stranger(), at=jury.now
    )
    assert refused.code == "not_yours"


def test_recuse_refused_at_the_close(jury):
    refused = refusal_of(
        recuse,
        assignment_id=jury.assignment.pk,
        reason="x",
        by=jury.user,
        at=jury.round.closes_at,
    )
    assert refused.code == "round_closed"


def test_round_that_lost_its_criteria_finishes_nothing(jury):
    jury.round.criteria.all().delete()
    with pytest.raises(JudgingRefused) as refused:
        save_review(
            assignment_id=jury.assignment.pk,
            draft=Draft(comment_for_staff="Fine."),
            base=0,
            token=None,
            finish=True,
            by=jury.user,
            at=jury.now,
        )
    assert refused.value.code == "criterion_unknown"
    assert Assignment.objects.get().finished_at is None


def test_vote_taken_back_elsewhere_is_not_given_again_unasked(jury):
    """The page that voted had no answer to it, and does not know of the undoing."""
    Round.objects.update(kind=Round.Kind.SCREENING, quorum=1)
    lost = uuid4()

    def vote(**more):
        return save_review(
            assignment_id=jury.assignment.pk,
            draft=Draft(vote="yes", comment_for_staff=more.pop("comment", "")),
            base=0,
            finish=True,
            by=jury.user,
            at=jury.now,
            **more,
        )

    vote(token=lost)
    reopen_review(assignment_id=jury.assignment.pk, by=jury.user, at=jury.now)
    for more in ({"token": lost}, {"token": uuid4(), "unanswered": {lost}, "comment": "Good."}):
        with pytest.raises(ChangedElsewhere):
            vote(**more)
    assert Assignment.objects.get().vote == ""
