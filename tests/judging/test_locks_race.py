"""The first score and a change of the criteria at once: one of them is refused."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from judging import reviewing
from judging.admin import criteria, rounds
from judging.draft import Draft
from judging.models import Criterion, Round, Score
from judging.refusal import JudgingRefused
from judging.reviewing import save_review
from tests.judging.conftest import BACKEND, Jury, build_jury
from tests.judging.test_admin_rounds import sent_by
from tests.judging.test_reviewing_race import unlocked_review

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 1.0


def score_and_change_at_once(monkeypatch) -> tuple[int, list[int]]:
    """A judge gives 5 of 5 points while a manager lowers the criterion's maximum to 1.

    Each waits for the other after reading what it decides on. Returns the stored maximum and
    the stored points.
    """
    meeting = Barrier(2)

    def waiting(read):
        def read_and_wait(thing):
            found = read(thing)
            with suppress(BrokenBarrierError):  # when a lock keeps the other one waiting
                meeting.wait(timeout=PATIENCE)
            return found

        return read_and_wait

    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    url = reverse("admin:judging_round_change", args=[jury.round.pk])
    manager = Client()
    manager.force_login(User.objects.create_superuser("chief@example.org"), backend=BACKEND)
    sent = sent_by(manager.get(url)) | {"criteria-0-max_points": "1"}
    monkeypatch.setattr(reviewing, "load_review", waiting(reviewing.load_review))
    monkeypatch.setattr(criteria, "is_locked", waiting(criteria.is_locked))

    with ThreadPoolExecutor(2) as people:
        done = [people.submit(score, jury), people.submit(change, manager, url, sent)]
        for one in done:
            one.result(timeout=30)
    most = Criterion.objects.get(pk=jury.criteria[0].pk).max_points
    return most, list(Score.objects.values_list("points", flat=True))


def score(jury: Jury) -> None:
    try:
        with suppress(JudgingRefused):
            save_review(
                assignment_id=jury.assignment.pk,
                draft=Draft(points=jury.points(5)),
                base=None,
                token=None,
                finish=False,
                by=jury.user,
                at=timezone.now(),
            )
    finally:
        connection.close()


def change(manager: Client, url: str, sent: dict[str, str]) -> None:
    try:
        manager.post(url, sent)
    finally:
        connection.close()


def test_first_score_and_change_of_criteria_exclude_each_other(monkeypatch):
    assert score_and_change_at_once(monkeypatch) in [(5, [5]), (1, [])]


def test_without_locks_points_exceed_the_maximum(monkeypatch):
    """The negative control: it is the locks that the test above sees."""

    def read_round(round_id: int) -> Round:
        return Round.objects.select_related("category__campaign").get(pk=round_id)

    monkeypatch.setattr(rounds, "lock_round", read_round)
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    assert score_and_change_at_once(monkeypatch) == (1, [5])
