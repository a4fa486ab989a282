"""Two devices, double taps, and an undo, all at once: one whole save wins, the other is told.

Each race waits for the other one after reading what it decides on, so that it is no accident; the
negative controls take the lock away and show that it is the lock that the tests see.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from auditlog.models import LogEntry
from django.db import connection

from accounts.models import User
from judging import reviewing
from judging.draft import Draft
from judging.models import Assignment, Round, Score
from judging.refusal import JudgingRefused
from judging.reviewing import Review, load_review, reopen_review, save_review
from tests.judging.conftest import Jury, build_jury
from tests.races import Meeting

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def unlocked_review(assignment_id: int) -> Iterator[Review]:
    """What locked_review is without its locks and its transaction."""
    assignment = Assignment.objects.select_related("judge", "entry", "round__category__campaign")
    yield reviewing.load_review(assignment.get(pk=assignment_id))


def at_once(monkeypatch: Any, *acts: Callable[[], Assignment]) -> list[str]:
    """Do several things to one review at once; "taken", or the code of the refusal, of each."""
    meeting = Meeting(len(acts))

    def load_and_wait(assignment: Assignment) -> Review:
        loaded = load_review(assignment)
        meeting.wait()
        return loaded

    def answer(act: Callable[[], Assignment]) -> str:
        try:
            act()
        except JudgingRefused as refused:
            return refused.code
        finally:
            connection.close()
        return "taken"

    monkeypatch.setattr(reviewing, "load_review", load_and_wait)
    with ThreadPoolExecutor(len(acts)) as devices:
        return [one.result(timeout=30) for one in [devices.submit(answer, act) for act in acts]]


def save(jury: Jury, draft: Draft, *, base: int | None, token: UUID | None = None) -> Assignment:
    return save_review(
        assignment_id=jury.assignment.pk,
        draft=draft,
        base=base,
        token=token or uuid4(),
        finish=False,
        by=jury.user,
        at=jury.now,
    )


def reopen(jury: Jury) -> Assignment:
    return reopen_review(assignment_id=jury.assignment.pk, by=jury.user, at=jury.now)


def stored(jury: Jury) -> tuple[dict[int, int], str]:
    points = dict(Score.objects.values_list("criterion_id", "points"))
    return points, Assignment.objects.get(pk=jury.assignment.pk).comment_for_staff


def revision(jury: Jury) -> int:
    return Assignment.objects.values_list("revision", flat=True).get(pk=jury.assignment.pk)


@pytest.fixture
def one(transactional_db: None) -> Jury:
    """A jury whose judge needs no role: roles are lost in tests with real transactions."""
    return build_jury(user=User.objects.create_user("judge@example.org"))


def two_drafts(jury: Jury) -> tuple[Draft, Draft]:
    first, second = jury.criteria
    phone = Draft(points={first.pk: 5}, comment_for_staff="phone")
    return phone, Draft(points={second.pk: 3}, comment_for_staff="laptop")


def save_from_two_devices(monkeypatch: Any, jury: Jury, *, base: int | None) -> list[str]:
    phone, laptop = two_drafts(jury)
    return at_once(
        monkeypatch,
        lambda: save(jury, phone, base=base),
        lambda: save(jury, laptop, base=base),
    )


def test_two_devices_on_one_revision_one_is_taken(monkeypatch, one):
    answers = save_from_two_devices(monkeypatch, one, base=0)
    assert sorted(answers) == ["changed_elsewhere", "taken"]
    kept = two_drafts(one)[answers.index("taken")]
    assert stored(one) == (kept.points, kept.comment_for_staff)
    assert revision(one) == 1


def test_two_pages_without_revision_keep_one_whole(monkeypatch, one):
    assert save_from_two_devices(monkeypatch, one, base=None) == ["taken", "taken"]
    assert stored(one) in [(draft.points, draft.comment_for_staff) for draft in two_drafts(one)]
    assert revision(one) == 2


def test_two_devices_without_the_lock_are_mixed(monkeypatch, one):
    """The negative control: both are taken, and the points are of both."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    assert save_from_two_devices(monkeypatch, one, base=0) == ["taken", "taken"]
    assert stored(one)[0] == one.points(5, 3)
    assert revision(one) == 1


def tap_twice(monkeypatch: Any, jury: Jury) -> list[str]:
    token = uuid4()
    draft, _other = two_drafts(jury)
    LogEntry.objects.all().delete()
    return at_once(monkeypatch, *[lambda: save(jury, draft, base=0, token=token)] * 2)


def test_double_tap_is_written_once(monkeypatch, one):
    assert tap_twice(monkeypatch, one) == ["taken", "taken"]
    assert revision(one) == 1
    assert LogEntry.objects.get_for_model(Assignment).count() == 1
    assert LogEntry.objects.get_for_model(Score).count() == 1


def test_double_tap_without_the_lock_is_written_twice(monkeypatch, one):
    """The negative control."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    assert tap_twice(monkeypatch, one) == ["taken", "taken"]
    assert LogEntry.objects.get_for_model(Score).count() == 2


def undo_and_change_vote(monkeypatch: Any, jury: Jury) -> list[str]:
    """A judge takes a yes back on one device and makes it a no on the other."""
    Round.objects.update(kind=Round.Kind.SCREENING, quorum=1)
    save(jury, Draft(vote="yes"), base=0)
    return at_once(monkeypatch, lambda: reopen(jury), lambda: save(jury, Draft(vote="no"), base=1))


def test_undo_and_another_vote_follow_each_other(monkeypatch, one):
    answers = undo_and_change_vote(monkeypatch, one)
    # The undo comes last and takes the no back, or first, and the no was made on what is gone.
    expected = {"taken": 3, "changed_elsewhere": 2}
    assert answers[0] == "taken"
    assert revision(one) == expected[answers[1]]
    last = Assignment.objects.get(pk=one.assignment.pk)
    assert (last.vote, last.finished_at) == ("", None)


def test_undo_and_another_vote_without_the_lock_are_lost_on_each_other(monkeypatch, one):
    """The negative control: both are taken, and one of them has left no revision."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    assert undo_and_change_vote(monkeypatch, one) == ["taken", "taken"]
    assert revision(one) == 2


def finish_and_empty(monkeypatch: Any, jury: Jury) -> list[str]:
    """A judge finishes on one device while the other, with the same page, takes points away."""
    whole = Draft(points=jury.points(1, 2))
    save(jury, whole, base=0)

    def finish() -> Assignment:
        return save_review(
            assignment_id=jury.assignment.pk,
            draft=whole,
            base=1,
            token=uuid4(),
            finish=True,
            by=jury.user,
            at=jury.now,
        )

    return at_once(monkeypatch, finish, lambda: save(jury, Draft(points=jury.points(1)), base=1))


def is_finished_in_part(jury: Jury) -> bool:
    finished = Assignment.objects.counting().filter(pk=jury.assignment.pk).exists()
    return finished and Score.objects.count() < len(jury.criteria)


def test_finished_review_is_complete_whoever_comes_first(monkeypatch, one):
    assert finish_and_empty(monkeypatch, one).count("taken") == 1
    assert not is_finished_in_part(one)


def test_finished_review_without_the_lock_is_complete_by_chance(monkeypatch, one):
    """The negative control: a review counts of which a part is gone."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    assert finish_and_empty(monkeypatch, one) == ["taken", "taken"]
    assert is_finished_in_part(one)
