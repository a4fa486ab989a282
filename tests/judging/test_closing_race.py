"""Closing a round against a save, and twice at once: one exact outcome each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from judging import closing, reviewing
from judging.closing_preview import preview_closing
from judging.draft import Draft
from judging.models import Round, RoundClosing, RoundOutcome, Score
from judging.refusal import JudgingRefused
from judging.reviewing import save_review
from tests.judging.closings import Field, build_field, person
from tests.judging.test_reviewing_race import unlocked_review
from tests.races import Meeting

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Do all at once, each on a connection of its own; "done" or the refusal's code."""

    def answer(act: Callable[[], object]) -> str:
        try:
            act()
        except JudgingRefused as refused:
            return refused.code
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return [one.result(timeout=60) for one in [threads.submit(answer, act) for act in acts]]


def meet_after(monkeypatch: Any, *places: tuple[Any, str]) -> None:
    """Let whoever has read what it decides on wait for the others, once each."""
    meeting = Meeting(2)

    def waiting(read: Callable[..., Any]) -> Callable[..., Any]:
        def read_and_wait(*args: Any, **values: Any) -> Any:
            found = read(*args, **values)
            meeting.wait()
            return found

        return read_and_wait

    for module, name in places:
        monkeypatch.setattr(module, name, waiting(getattr(module, name)))


def without_locks(monkeypatch: Any) -> None:
    """Neither rows nor transactions keep the threads apart; SQLite's would on their own."""

    def read_round(round_id: int) -> Round:
        return Round.objects.select_related("category__campaign").get(pk=round_id)

    monkeypatch.setattr(closing, "lock_round", read_round)
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    for name in ("close_round", "reopen_round"):
        monkeypatch.setattr(closing, name, getattr(closing, name).__wrapped__)


def closes(field: Field) -> Callable[[], RoundClosing]:
    digest = preview_closing(field.fresh()).digest({})
    by = person("closer")
    return lambda: closing.close_round(
        round_id=field.round.pk, decisions={}, digest=digest, by=by, at=timezone.now()
    )


def saves(field: Field, points: int) -> Callable[[], object]:
    """Another device of the judge changes the finished review of the second entry."""
    assignment = field.round.assignments.get(entry=field.entries[1])
    criterion = field.round.criteria.get()
    user = field.judges[0].user
    return lambda: save_review(
        assignment_id=assignment.pk,
        draft=Draft(points={criterion.pk: points}),
        base=None,
        token=None,
        finish=True,
        by=user,
        at=timezone.now(),
    )


def close_and_save(monkeypatch: Any) -> tuple[list[str], bool]:
    """The second entry becomes the better one while the round is closed with the first.

    Returns the answers, and whether what is kept follows from the points that are stored.
    """
    field = build_field([9, 8], advance_count=1, closes_at=timezone.now() + timedelta(hours=1))
    acts = closes(field), saves(field, 10)
    meet_after(monkeypatch, (closing, "preview_closing"), (reviewing, "load_review"))
    answers = together(*acts)
    best = Score.objects.order_by("-points").values_list("assignment__entry", flat=True)[0]
    kept = list(RoundOutcome.objects.values_list("entry_id", flat=True))
    return answers, kept in ([best], [])


def test_save_comes_before_the_closing_or_is_refused(monkeypatch):
    answers, fits = close_and_save(monkeypatch)
    assert answers in (["done", "round_closed"], ["closing_changed", "done"])
    assert fits


def test_without_locks_a_save_slips_in_behind_the_closing(monkeypatch):
    """The negative control: it is the locks that the test above sees."""
    without_locks(monkeypatch)
    assert close_and_save(monkeypatch) == (["done", "done"], False)


def test_two_closings_at_once_close_once(monkeypatch):
    field = build_field([9, 8], advance_count=1)
    act = closes(field)
    meet_after(monkeypatch, (closing, "preview_closing"))
    assert sorted(together(act, act)) == ["done", "round_closed_already"]
    assert RoundOutcome.objects.count() == 1


def test_two_closings_without_locks_are_stopped_by_the_database(monkeypatch):
    """The negative control: without the lock the second one runs into the constraint."""
    without_locks(monkeypatch)
    field = build_field([9, 8], advance_count=1)
    act = closes(field)
    meet_after(monkeypatch, (closing, "preview_closing"))
    answers = sorted(together(act, act))
    assert answers == ["IntegrityError", "done"]


def reopen_twice(monkeypatch: Any) -> list[str]:
    field = build_field([9])
    field.close()
    by = person("closer")
    meet_after(monkeypatch, (closing, "refusal_to_reopen"))

    def again() -> RoundClosing:
        return closing.reopen_round(
            round_id=field.round.pk, reason="Late.", by=by, at=timezone.now()
        )

    return sorted(together(again, again))


def test_two_who_open_a_round_again_do_it_once(monkeypatch):
    assert reopen_twice(monkeypatch) == ["done", "round_not_closed"]


def test_two_who_open_again_without_locks_run_into_what_is_gone(monkeypatch):
    """The negative control: the second finds no closing, or one that is fixed already."""
    without_locks(monkeypatch)
    answers = reopen_twice(monkeypatch)
    assert "round_not_closed" not in answers
    assert answers != ["done", "done"]
