"""A judge leaves while something else happens: each meeting has one exact outcome.

The negative controls take the lock away and show that it is the lock that the tests see.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import User
from judging import leaving, relations, reviewing
from judging.draft import Draft
from judging.leaving import judge_leaves, replace_judge
from judging.models import Assignment, Judge
from judging.refusal import JudgingRefused
from judging.relations import declare_relation
from judging.reviewing import save_review
from tests import personas
from tests.builders import build_judge
from tests.judging.conftest import build_jury
from tests.judging.test_reviewing_race import unlocked_review
from tests.races import Meeting

# Without locks nobody is kept from coming: however slow the machine, both are waited for.
UNHURRIED = 20.0

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts):
    """What each of several acts at once came to: "done", or the code of its refusal."""

    def answer(act):
        try:
            act()
        except JudgingRefused as refused:
            return refused.code
        except IntegrityError:
            return "collided"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return [one.result(timeout=60) for one in [threads.submit(answer, act) for act in acts]]


def read_judge(judge_id, *, at):
    return Judge.objects.select_related("campaign").get(pk=judge_id)


def leave_twice_at_once(monkeypatch, *, patience=1.0):
    """Two people let the same judge leave; what each came to, and the reason that stands."""
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    people = [personas.manager(), personas.administrator()]
    meeting, lock = Meeting(2, patience=patience), leaving.lock_judge

    def lock_and_wait(judge_id, *, at):
        judge = lock(judge_id, at=at)
        meeting.wait()
        return judge

    monkeypatch.setattr(leaving, "lock_judge", lock_and_wait)
    return both(
        *(
            lambda person=person: judge_leaves(
                judge_id=jury.judge.pk,
                reason=f"told by {person.name}",
                work_counts=True,
                by=person,
                at=timezone.now(),
            )
            for person in people
        )
    )


def test_judge_leaves_twice_at_once_leaves_once(monkeypatch):
    assert sorted(leave_twice_at_once(monkeypatch)) == ["done", "judge_left_already"]


def test_judge_leaves_twice_without_the_lock_leaves_twice(monkeypatch):
    """The negative control."""
    monkeypatch.setattr(leaving, "lock_judge", read_judge)
    monkeypatch.setattr(leaving, "judge_leaves", judge_leaves.__wrapped__)
    monkeypatch.setitem(globals(), "judge_leaves", judge_leaves.__wrapped__)
    assert leave_twice_at_once(monkeypatch, patience=UNHURRIED) == ["done", "done"]


def leave_and_finish_at_once(monkeypatch, *, patience=1.0):
    """The judge finishes the review while staff let them leave; the codes, and the row."""
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    manager = personas.manager()
    both_read, both_decided = Meeting(2, patience=patience), Meeting(2, patience=patience)
    load, lock, release = reviewing.load_review, leaving.lock_judge, leaving.release

    def load_and_wait(assignment):
        loaded = load(assignment)
        both_read.wait()
        both_decided.wait()
        return loaded

    def lock_and_wait(judge_id, *, at):
        judge = lock(judge_id, at=at)
        both_read.wait()
        return judge

    def wait_and_release(rows, **said):
        rows = list(rows)
        both_decided.wait()
        release(rows, **said)

    monkeypatch.setattr(reviewing, "load_review", load_and_wait)
    monkeypatch.setattr(leaving, "lock_judge", lock_and_wait)
    monkeypatch.setattr(leaving, "release", wait_and_release)
    codes = both(
        lambda: save_review(
            assignment_id=jury.assignment.pk,
            draft=Draft(points=jury.points(3, 4)),
            base=0,
            token=None,
            finish=True,
            by=jury.user,
            at=timezone.now(),
        ),
        lambda: judge_leaves(
            judge_id=jury.judge.pk,
            reason="ill",
            work_counts=True,
            by=manager,
            at=timezone.now(),
        ),
    )
    row = Assignment.objects.get()
    return codes, row.finished_at is not None, row.released_at is not None


def test_review_finished_while_the_judge_leaves_counts_or_is_refused(monkeypatch):
    outcome = leave_and_finish_at_once(monkeypatch)
    assert outcome in (
        (["done", "done"], True, False),  # the save came first: finished, and it counts
        (["judge_left", "done"], False, True),  # the leaving came first: refused, taken away
    )


def test_review_finished_while_the_judge_leaves_without_locks_is_taken_away(monkeypatch):
    """The negative control: told as saved, and yet taken away."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    monkeypatch.setattr(leaving, "lock_judge", read_judge)
    monkeypatch.setitem(globals(), "judge_leaves", judge_leaves.__wrapped__)
    outcome = leave_and_finish_at_once(monkeypatch, patience=UNHURRIED)
    assert outcome == (["done", "done"], True, True)


def test_judge_replaced_twice_at_once_gives_each_review_once():
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    successors = [
        build_judge(jury.campaign, User.objects.create_user(f"next{number}@example.org"))
        for number in range(2)
    ]
    jury.round.reviews_per_entry = 1
    jury.round.save()
    manager = personas.manager()
    codes = both(
        *(
            lambda successor=successor: replace_judge(
                judge_id=jury.judge.pk,
                by_judge_id=successor.pk,
                reason="ill",
                work_counts=True,
                by=manager,
                at=timezone.now(),
            )
            for successor in successors
        )
    )
    assert sorted(codes) == ["done", "judge_left_already"]
    assert Assignment.objects.expected().count() == 1


def declare_twice_at_once(monkeypatch, *, patience=1.0):
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    manager = personas.manager()
    meeting, refuse = Meeting(2, patience=patience), relations.refuse_relation

    def refuse_and_wait(judge, **said):
        refuse(judge, **said)
        meeting.wait()

    monkeypatch.setattr(relations, "refuse_relation", refuse_and_wait)
    return both(
        *(
            lambda: declare_relation(
                judge_id=jury.judge.pk,
                creator_id=jury.entry.creator_id,
                reason="cousins",
                by=manager,
                at=timezone.now(),
            )
            for _ in range(2)
        )
    )


def test_relation_declared_twice_at_once_is_declared_once(monkeypatch):
    assert sorted(declare_twice_at_once(monkeypatch)) == ["done", "relation_known"]


def test_relation_declared_twice_without_the_lock_collides(monkeypatch):
    """The negative control: the database has to refuse the second one."""
    monkeypatch.setattr(relations, "lock_judge", read_judge)
    monkeypatch.setattr(relations, "transaction", SimpleNamespace(atomic=nullcontext))
    codes = declare_twice_at_once(monkeypatch, patience=UNHURRIED)
    assert sorted(codes) == ["collided", "done"]
