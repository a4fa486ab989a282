"""Two clicks on one review at once: text and points are always of the same click."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from contests.phases import Phase
from judging import reviewing
from judging.draft import Draft
from judging.models import Assignment, Score
from judging.reviewing import Review, load_review, save_review
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 1.0  # seconds that a click waits for the other one before it goes on alone


@contextmanager
def unlocked_review(assignment_id: int) -> Iterator[Review]:
    """What locked_review is without its locks and its transaction."""
    assignment = Assignment.objects.select_related("judge", "entry", "round__category__campaign")
    yield reviewing.load_review(assignment.get(pk=assignment_id))


def click_twice_at_once(monkeypatch) -> tuple[set[tuple[str, int]], str]:
    """Two devices of one judge save different criteria; each waits for the other after reading.

    Returns the stored points as (criterion, points), and the stored comment.
    """
    meeting = Barrier(2)

    def load_and_wait(assignment: Assignment) -> Review:
        loaded = load_review(assignment)
        with suppress(BrokenBarrierError):  # when a lock keeps the other one waiting
            meeting.wait(timeout=PATIENCE)
        return loaded

    monkeypatch.setattr(reviewing, "load_review", load_and_wait)
    user = User.objects.create_user("judge@example.org")
    campaign = build_campaign(phase=Phase.REVIEW)
    round_ = build_round(build_category(campaign))
    first, second = round_.criteria.all()
    assignment = build_assignment(round_, build_entry(campaign), build_judge(campaign, user))

    def click(criterion_id: int, points: int, comment: str) -> None:
        try:
            save_review(
                assignment_id=assignment.pk,
                draft=Draft(points={criterion_id: points}, comment_for_staff=comment),
                base=None,
                token=None,
                finish=False,
                by=user,
                at=timezone.now(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as devices:
        clicks = [
            devices.submit(click, first.pk, 5, "phone"),
            devices.submit(click, second.pk, 3, "laptop"),
        ]
        for done in clicks:
            done.result(timeout=30)
    assignment.refresh_from_db()
    scores = Score.objects.values_list("criterion__title", "points")
    return set(scores), assignment.comment_for_staff


def test_save_review_of_two_clicks_keeps_one_whole(monkeypatch):
    points, comment = click_twice_at_once(monkeypatch)
    assert (points, comment) in [
        ({("Criterion 1", 5)}, "phone"),
        ({("Criterion 2", 3)}, "laptop"),
    ]


def test_save_review_without_its_lock_mixes_two_clicks(monkeypatch):
    """The negative control: it is the lock that the test above sees."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    points, _comment = click_twice_at_once(monkeypatch)
    assert points == {("Criterion 1", 5), ("Criterion 2", 3)}
