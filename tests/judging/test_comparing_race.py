"""Two devices of one judge, and the end of a round: each race has one outcome."""

from __future__ import annotations

from time import monotonic

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from judging import comparing
from judging.locks import lock_round
from judging.models import Comparison, Judge, Round
from judging.pairs import work_of
from judging.refusal import JudgingRefused
from tests.judging.finals import Final, build_final
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def unheld_judge(round_id: int, *, by: User) -> tuple[Round, Judge]:
    round_ = Round.objects.select_related("category__campaign").get(pk=round_id)
    return round_, Judge.objects.get(campaign=round_.category.campaign, user=by)


def answer_at_once(monkeypatch, verb, pairs, **fields) -> tuple[Final, list]:
    """Each pair is answered on a device of its own; each waits for the other after reading."""
    final = build_final(entries=4, **fields)
    meeting = Meeting(len(pairs))
    todo = list(pairs)

    def work_and_wait(*args, **kwargs):
        work = work_of(*args, **kwargs)
        meeting.wait()
        return work

    monkeypatch.setattr(comparing, "work_of", work_and_wait)

    def answer():
        better, worse = todo.pop()
        return verb(
            round_id=final.round.pk,
            first=final.ids[better],
            second=final.ids[worse],
            preferred=final.ids[better],
            by=final.users[0],
            at=timezone.now(),
        )

    return final, at_once(len(pairs), answer)


def without_lock(monkeypatch):
    """The verb without its locks and its transaction."""
    monkeypatch.setattr(comparing, "hold_judge", unheld_judge)
    if connection.vendor == "postgresql":
        # Rows cannot be held outside a transaction.
        monkeypatch.setattr(comparing, "hold_entries", lambda _pair: None)
    return comparing.compare_entries.__wrapped__


def test_double_tap_at_once_is_one_comparison(monkeypatch):
    _final, answers = answer_at_once(monkeypatch, comparing.compare_entries, [(0, 1), (0, 1)])
    assert answers[0] == answers[1]
    assert Comparison.objects.count() == 1


def test_double_tap_without_the_lock_collides(monkeypatch):
    """The negative control: it is the lock that the test above sees."""
    verb = without_lock(monkeypatch)
    _final, answers = answer_at_once(monkeypatch, verb, [(0, 1), (0, 1)])
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 1


def test_two_devices_that_answer_differently_keep_one_answer(monkeypatch):
    _final, answers = answer_at_once(monkeypatch, comparing.compare_entries, [(0, 1), (1, 0)])
    refused = [answer for answer in answers if isinstance(answer, JudgingRefused)]
    assert [answer.code for answer in refused] == ["compared_already"]
    assert Comparison.objects.count() == 1


def test_two_devices_cannot_answer_more_than_asked_for(monkeypatch):
    _final, answers = answer_at_once(
        monkeypatch, comparing.compare_entries, [(0, 1), (2, 3)], comparisons_per_judge=1
    )
    refused = [answer for answer in answers if isinstance(answer, JudgingRefused)]
    assert [answer.code for answer in refused] == ["comparisons_done"]
    assert Comparison.objects.count() == 1


def test_two_devices_without_the_lock_answer_more_than_asked_for(monkeypatch):
    """The negative control of the test above."""
    verb = without_lock(monkeypatch)
    answer_at_once(monkeypatch, verb, [(0, 1), (2, 3)], comparisons_per_judge=1)
    assert Comparison.objects.count() == 2


def close_while_answering(monkeypatch, verb) -> tuple[int, int]:
    """How many comparisons there were when the round was closed, and in the end.

    The answer has seen that the round is open and gives the closing time to overtake it.
    """
    final = build_final(entries=4)
    looked, closed = Meeting(2), Meeting(2)

    def work_and_wait(*args, **kwargs):
        work = work_of(*args, **kwargs)
        looked.wait()
        closed.wait()
        return work

    monkeypatch.setattr(comparing, "work_of", work_and_wait)

    def answer() -> None:
        verb(
            round_id=final.round.pk,
            first=final.ids[0],
            second=final.ids[1],
            preferred=final.ids[0],
            by=final.users[0],
            at=timezone.now(),
        )

    def close() -> int:
        looked.wait()
        with transaction.atomic():
            round_ = lock_round(final.round.pk)
            Round.objects.filter(pk=round_.pk).update(closed_at=timezone.now())
            seen = Comparison.objects.count()
        closed.wait()
        return seen

    deeds = [answer, close]

    def act() -> int | None:
        return deeds.pop()()

    results = at_once(2, act)
    (seen,) = (one for one in results if one is not None)
    assert isinstance(seen, int), seen
    return seen, Comparison.objects.count()


def test_answer_and_close_at_once_come_one_after_the_other(monkeypatch):
    assert close_while_answering(monkeypatch, comparing.compare_entries) == (1, 1)


def test_answer_without_the_lock_comes_after_the_close(monkeypatch):
    """The negative control: it is the lock that the test above sees."""
    verb = without_lock(monkeypatch)
    assert close_while_answering(monkeypatch, verb) == (0, 1)


@pytest.mark.postgres
def test_two_judges_do_not_wait_for_each_other(monkeypatch):
    """Both look before either has answered: with a lock on the round one would be kept out."""
    final = build_final(entries=4, judges=2)
    meeting = Meeting(2, patience=10)
    met: list[bool] = []
    todo = [0, 1]

    def work_and_wait(*args, **kwargs):
        work = work_of(*args, **kwargs)
        before = monotonic()
        meeting.wait()
        met.append(monotonic() - before < 9)
        return work

    monkeypatch.setattr(comparing, "work_of", work_and_wait)
    at_once(2, lambda: final.compare(*((0, 1), (2, 3))[judge := todo.pop()], judge=judge))
    assert met == [True, True]
    assert Comparison.objects.count() == 2
