"""Judges do not wait for each other, only for whoever changes the campaign."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from contests.locking import lock_campaign
from judging import reviewing
from judging.draft import Draft
from judging.models import Assignment
from judging.reviewing import load_review, save_review
from tests.builders import build_assignment, build_entry, build_judge
from tests.judging.conftest import build_jury

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def save_at_once(monkeypatch: Any, *, patience: float) -> list[bool]:
    """Two judges save; whether each met the other in the middle of it."""
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    other = build_judge(jury.campaign, User.objects.create_user("other@example.org"))
    second = build_assignment(jury.round, build_entry(jury.campaign), other)
    middle = Barrier(2)
    met = []

    def load_and_wait(assignment: Assignment) -> Any:
        try:
            middle.wait(timeout=patience)
            met.append(True)
        except BrokenBarrierError:
            met.append(False)
        return load_review(assignment)

    def save(assignment: Assignment) -> None:
        try:
            save_review(
                assignment_id=assignment.pk,
                draft=Draft(points=jury.points(4)),
                base=0,
                token=uuid4(),
                finish=False,
                by=assignment.judge.user,
                at=jury.now,
            )
        finally:
            connection.close()

    monkeypatch.setattr(reviewing, "load_review", load_and_wait)
    with ThreadPoolExecutor(2) as judges:
        list(judges.map(save, [jury.assignment, second]))
    return met


def test_judges_save_beside_each_other(monkeypatch):
    assert save_at_once(monkeypatch, patience=20) == [True, True]
    assert list(Assignment.objects.values_list("revision", flat=True)) == [1, 1]


def test_judges_would_queue_behind_a_campaign_that_is_locked(monkeypatch):
    """The negative control: with the lock that changes of the campaign take, they do not meet."""
    monkeypatch.setattr(reviewing, "share_campaign", lock_campaign)
    assert save_at_once(monkeypatch, patience=1) == [False, False]
