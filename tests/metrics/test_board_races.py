"""Two builders at once, and builders killed between any two statements."""

from typing import Any

import pytest
from django.utils import timezone

from contests.phases import Phase
from metrics import boards
from metrics.boards import build_board
from metrics.models import Board, BoardLine
from tests.metrics.boards import lines, seen, views_category
from tests.races import Meeting, at_once, killed_at

pytestmark = pytest.mark.django_db(transaction=True)


def test_builder_killed_at_any_statement_leaves_the_board_before():
    category = views_category(phase=Phase.REVIEW)
    for views in (3, 2):
        seen(category.campaign, views, at=category.campaign.opens_at)
    before = build_board(category_id=category.pk, at=timezone.now())
    seen(category.campaign, 1, at=category.campaign.opens_at)
    statement = 0
    while killed_at(statement, lambda: build_board(category_id=category.pk, at=timezone.now())):
        assert list(Board.objects.all()) == [before], statement
        assert BoardLine.objects.count() == 2, statement
        statement += 1
    assert statement >= 8
    newest = Board.objects.latest("as_of")
    assert lines(newest.pk) == [(1, 1, 3), (2, 2, 2), (3, 3, 1)]
    assert Board.objects.count() == 2


def build_at_once(monkeypatch: Any) -> list[Any]:
    """Two builders who have both counted before either writes."""
    meeting = Meeting(2, patience=30)
    count = boards.board_of

    def count_and_wait(*args: Any, **kwargs: Any) -> Any:
        places = count(*args, **kwargs)
        meeting.wait()
        return places

    monkeypatch.setattr(boards, "board_of", count_and_wait)
    write, writing = boards._write, Meeting(2, patience=3)

    def wait_and_write(*args: Any, **kwargs: Any) -> Any:
        writing.wait()
        return write(*args, **kwargs)

    monkeypatch.setattr(boards, "_write", wait_and_write)
    category = views_category()
    seen(category.campaign, 3)
    built = at_once(2, lambda: build_board(category_id=category.pk, at=timezone.now()))
    assert not [one for one in built if isinstance(one, Exception)]
    return built


def test_two_builders_at_once_keep_one_board(monkeypatch: Any):
    one, other = build_at_once(monkeypatch)
    assert one == other == Board.objects.get()
    assert BoardLine.objects.count() == 1


@pytest.mark.postgres
def test_two_builders_would_each_keep_a_board_without_the_lock(monkeypatch: Any):
    monkeypatch.setattr(boards, "_hold", lambda _category: None)
    one, other = build_at_once(monkeypatch)
    # Both stay, or the one forgets the other's, which it did not see in time.
    assert one != other
