"""When boards are due, and that the job builds what is due."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contests.models import Category
from contests.phases import Phase
from metrics.board_jobs import build_boards, build_due, build_due_boards
from metrics.boards import build_board
from metrics.models import Board
from tests.builders import build_campaign, build_category
from tests.metrics.boards import HOUR, MINUTE, change, decide, freeze, lines, seen, views_category

pytestmark = pytest.mark.django_db


def due(category, at):
    """As of when boards were built at a moment; the moment itself is "live"."""
    built = build_due_boards(category_id=category.pk, at=at)
    return ["live" if board.as_of == at else board.as_of for board in built]


def test_first_board_is_due_at_once():
    category, now = views_category(), timezone.now()
    assert due(category, now) == ["live"]
    assert due(category, now + MINUTE) == []


@pytest.mark.parametrize(
    ("phase", "builds"),
    [
        (Phase.DRAFT, False),
        (Phase.COMING, False),
        (Phase.OPEN, True),
        (Phase.REVIEW, True),
        (Phase.ANNOUNCED, False),
        (Phase.ARCHIVED, False),
        (Phase.CANCELLED, False),
    ],
)
def test_boards_are_built_while_views_count(phase, builds):
    category, now = views_category(phase=phase), timezone.now()
    assert build_due(at=now) == builds
    assert due(category, now) == (["live"] if builds else [])


def test_jury_has_no_board():
    build_category(build_campaign())
    assert build_due(at=timezone.now()) == 0


def test_board_is_due_when_a_figure_changed():
    category, now = views_category(), timezone.now()
    due(category, now)
    change(category.campaign)
    assert due(category, now + MINUTE) == ["live"]
    assert due(category, now + 2 * MINUTE) == []


def test_board_is_due_when_an_entry_was_decided():
    category, now = views_category(), timezone.now()
    entry, _other = seen(category.campaign, 9), seen(category.campaign, 5)
    elsewhere = seen(build_campaign(), 5)
    due(category, now)
    decide(elsewhere)
    assert due(category, now + MINUTE) == []
    decide(entry)
    assert due(category, now + 2 * MINUTE) == ["live"]
    assert lines(Board.objects.latest("as_of").pk) == [(1, 1, 5)]
    assert due(category, now + 3 * MINUTE) == []


def test_board_is_due_when_it_is_half_an_hour_old():
    category, now = views_category(), timezone.now()
    due(category, now)
    assert due(category, now + 29 * MINUTE) == []
    assert due(category, now + 30 * MINUTE) == ["live"]


def test_board_is_not_built_twice_in_a_minute():
    category, now = views_category(), timezone.now()
    due(category, now)
    change(category.campaign)
    assert due(category, now + timedelta(seconds=20)) == []
    assert due(category, now + MINUTE) == ["live"]


def test_large_board_takes_a_twentieth_of_the_time_at_most():
    category, now = views_category(), timezone.now()
    board = build_board(category_id=category.pk, at=now)
    Board.objects.filter(pk=board.pk).update(built_at=now + timedelta(seconds=30))
    change(category.campaign)
    assert due(category, now + 10 * MINUTE) == []
    assert due(category, now + timedelta(minutes=10, seconds=31)) == ["live"]


def test_board_that_stands_still_is_built_when_its_moment_has_come():
    category, now = views_category(), timezone.now()
    entry = seen(category.campaign, 5, at=now - 3 * HOUR)
    freeze(category.campaign, now)
    due(category, now - 2 * HOUR)
    assert due(category, now + MINUTE) == [now, "live"]
    assert due(category, now + 3 * MINUTE) == []
    # Figures that change move only the live one, decisions both.
    change(category.campaign)
    assert due(category, now + 5 * MINUTE) == ["live"]
    decide(entry)
    assert due(category, now + 7 * MINUTE) == [now, "live"]
    assert due(category, now + 9 * MINUTE) == []


def test_board_that_stands_still_since_another_moment_is_built_anew():
    category, now = views_category(), timezone.now()
    freeze(category.campaign, now - HOUR)
    assert due(category, now) == [now - HOUR, "live"]
    freeze(category.campaign, now - 2 * HOUR)
    assert due(category, now + 10 * MINUTE)[:1] == [now - 2 * HOUR]


def test_job_is_enqueued_once_and_builds():
    category = views_category()
    now = timezone.now()
    views_category(Category.Method.MOST_VIEWED_CREATOR)
    assert build_due(at=now) == 2
    assert build_due(at=now) == 0
    assert DBTaskResult.objects.filter(task_path=build_boards.module_path).count() == 2
    build_boards.func(category.pk)
    assert Board.objects.filter(category=category).count() == 1


def test_nothing_is_enqueued_when_nothing_is_due():
    category, now = views_category(), timezone.now()
    due(category, now)
    assert build_due(at=now + MINUTE) == 0
