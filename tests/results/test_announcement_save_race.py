"""A judge's last save and the announcement at once: the ranks know the points, or nobody does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.refusal import Refused
from contests.models import Campaign
from judging import reviewing
from judging.draft import Draft
from judging.models import Assignment, Score
from judging.reviewing import load_review, save_review
from results import confirming, locking
from results.announcement import announce_campaign
from results.models import Announcement
from tests.judging.test_reviewing_race import unlocked_review
from tests.races import Meeting
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db(transaction=True)


def save_and_announce(monkeypatch: Any, *, announce: Any = announce_campaign) -> list[str]:
    """A save that came in time is still under way when staff announce; "done", or why not."""
    contest = build_contest()
    contest.draft()
    digest = contest.digest()
    meeting = Meeting(2)

    def meet_before(look: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def look_and_wait(thing: Any) -> Any:
            found = look(thing)
            meeting.wait()
            return found

        return look_and_wait

    monkeypatch.setattr(reviewing, "load_review", meet_before(load_review))
    monkeypatch.setattr(confirming, "preview_of", meet_before(confirming.preview_of))
    acts = (
        lambda: sink_the_best(contest),
        lambda: announce(
            campaign_id=contest.campaign.pk, digest=digest, by=contest.staff, at=contest.at
        ),
    )
    with ThreadPoolExecutor(2) as people:
        return [one.result(timeout=30) for one in [people.submit(_answer, act) for act in acts]]


def sink_the_best(contest: Contest) -> None:
    assignment = Assignment.objects.filter(entry=contest.entries[0]).first()
    save_review(
        assignment_id=assignment.pk,
        draft=Draft(points={criterion.pk: 0 for criterion in contest.round.criteria.all()}),
        base=None,
        token=uuid4(),
        finish=True,
        by=assignment.judge.user,
        at=contest.round.closes_at - timedelta(seconds=1),
    )


def _answer(act: Callable[[], None]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    finally:
        connection.close()
    return "done"


def test_save_and_announcement_exclude_each_other(monkeypatch: Any):
    answers = save_and_announce(monkeypatch)
    assert answers in (["done", "changed"], ["announced", "done"])
    was_saved = Score.objects.filter(points=0).exists()
    assert was_saved is (answers[0] == "done")
    assert Announcement.objects.exists() is not was_saved


def test_without_the_lock_winners_are_announced_that_the_points_contradict(monkeypatch: Any):
    """The negative control."""
    monkeypatch.setattr(reviewing, "locked_review", unlocked_review)
    monkeypatch.setattr(locking, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    unlocked = announce_campaign.__wrapped__  # type: ignore[attr-defined]  # what atomic wraps
    assert save_and_announce(monkeypatch, announce=unlocked) == ["done", "done"]
