"""Boards as they are built, kept, and chosen for the public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from metrics.boards import boards_until, build_board, lines_between
from metrics.keeping import keep_anew
from metrics.models import Board, BoardLine
from metrics.plans import frozen_since, plan_of
from tests.builders import build_creator, build_reading
from tests.metrics.boards import HOUR, MINUTE, change, decide, freeze, lines, seen, views_category

pytestmark = pytest.mark.django_db


def test_board_has_all_lines_by_position():
    category, now = views_category(), timezone.now()
    for views in (5, 9, 5, 1):
        seen(category.campaign, views, posted_at=category.campaign.opens_at + HOUR)
    board = build_board(category_id=category.pk, at=now)
    assert (board.as_of, board.lines_count) == (now, 4)
    assert board.built_at > now
    assert lines(board.pk) == [(1, 1, 9), (2, 2, 5), (3, 2, 5), (4, 4, 1)]


def test_board_of_creators_has_their_sums():
    category = views_category(Category.Method.MOST_VIEWED_CREATOR)
    busy = build_creator()
    for views in (5, 6):
        seen(category.campaign, views, creator=busy)
    board = build_board(category_id=category.pk, at=timezone.now())
    (line,) = lines_between(board, 1, 50)
    assert (line.entry, line.creator, line.views, line.videos) == (None, busy, 11, 2)


def test_board_of_nobody_is_empty():
    category = views_category()
    board = build_board(category_id=category.pk, at=timezone.now())
    assert (board.lines_count, lines(board.pk)) == (0, [])


@pytest.mark.parametrize("kept", [False, True])
def test_board_leaves_out_what_was_read_later(kept):
    category, now = views_category(), timezone.now()
    entry = seen(category.campaign, 5, at=now - 3 * HOUR)
    build_reading(entry, views=8, taken_at=now - HOUR)
    seen(category.campaign, 99, at=now - HOUR)
    if kept:
        keep_anew(campaign=category.campaign)
    at_that_time = build_board(category_id=category.pk, as_of=now - 2 * HOUR, at=now)
    assert lines(at_that_time.pk) == [(1, 1, 5)]
    assert lines(build_board(category_id=category.pk, at=now).pk) == [(1, 1, 99), (2, 2, 8)]


@pytest.mark.parametrize(("first", "last"), [(1, 2), (2, 3), (3, 9), (4, 9)])
def test_lines_between_positions(first, last):
    category = views_category()
    for views in (3, 2, 1):
        seen(category.campaign, views)
    board = build_board(category_id=category.pk, at=timezone.now())
    expected = [one for one in range(1, 4) if first <= one <= last]
    assert [line.position for line in lines_between(board, first, last)] == expected


def test_line_of_a_deleted_creator_is_not_shown():
    category = views_category(Category.Method.MOST_VIEWED_CREATOR)
    seen(category.campaign, 3)
    board = build_board(category_id=category.pk, at=timezone.now())
    BoardLine.objects.filter(board=board).update(creator_id=10**9)
    assert lines_between(board, 1, 50) == []
    BoardLine.objects.filter(board=board).delete()


def test_two_newest_boards_are_kept_and_those_that_stand_still():
    category, now = views_category(), timezone.now()
    freeze(category.campaign, now - 5 * HOUR)
    frozen = [
        build_board(category_id=category.pk, as_of=now - 5 * HOUR, at=now - n * MINUTE)
        for n in (9, 8, 7)
    ]
    live = [build_board(category_id=category.pk, at=now - n * MINUTE) for n in (6, 5, 4)]
    other = views_category()
    build_board(category_id=other.pk, at=now - 9 * HOUR)
    kept = Board.objects.filter(category=category).order_by("pk")
    assert list(kept) == [*frozen[1:], *live[1:]]
    assert set(BoardLine.objects.values_list("board", flat=True)) <= {one.pk for one in kept}
    assert Board.objects.filter(category=other).count() == 1


def shown(category, *, at):
    """The board that the public sees."""
    campaign = category.campaign
    return boards_until(category, frozen_since(campaign, plan_of(campaign), at=at)).first()


def test_public_board_is_the_newest_while_nothing_stands_still():
    category, now = views_category(), timezone.now()
    assert shown(category, at=now) is None
    build_board(category_id=category.pk, at=now - HOUR)
    newest = build_board(category_id=category.pk, at=now)
    assert shown(category, at=now) == boards_until(category, None).first() == newest


def test_public_board_stands_still_from_the_moment_on():
    category, now = views_category(), timezone.now()
    freeze(category.campaign, now)
    before = build_board(category_id=category.pk, at=now - MINUTE)
    after = build_board(category_id=category.pk, at=now + MINUTE)
    assert shown(category, at=now - MINUTE) == after
    assert shown(category, at=now) == before
    assert boards_until(category, None).first() == after
    exact = build_board(category_id=category.pk, as_of=now, at=now + 2 * MINUTE)
    assert shown(category, at=now) == exact
    assert boards_until(category, None).first() == after


@pytest.mark.parametrize(
    ("phase", "freezes", "is_frozen"),
    [
        (Phase.OPEN, -1, True),
        (Phase.OPEN, 0, True),
        (Phase.OPEN, 1, False),
        (Phase.OPEN, None, False),
        (Phase.REVIEW, -1, True),
        (Phase.ANNOUNCED, -1, False),
    ],
)
def test_boards_stand_still_from_the_moment_until_the_announcement(phase, freezes, is_frozen):
    now = timezone.now()
    category = views_category(phase=phase)
    moment = None if freezes is None else now + timedelta(hours=freezes)
    if moment:
        freeze(category.campaign, moment)
    campaign = Campaign.objects.get(pk=category.campaign.pk)
    assert frozen_since(campaign, plan_of(campaign), at=now) == (moment if is_frozen else None)


def test_board_knows_what_it_was_built_from():
    category = views_category()
    entry = seen(category.campaign, 5)
    first = build_board(category_id=category.pk, at=timezone.now())
    assert (first.changes, first.decisions_to) == (0, 0)
    change(category.campaign)
    decide(entry)
    second = build_board(category_id=category.pk, at=timezone.now())
    decision = Entry.objects.get(pk=entry.pk).decisions.get()
    assert (second.changes, second.decisions_to) == (1, decision.pk)
    third = build_board(category_id=category.pk, at=timezone.now())
    assert third.decisions_to == decision.pk


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("method", ["most_viewed_video", "most_viewed_creator"])
def test_lines_of_a_page_are_one_query(method, rows, django_assert_num_queries):
    category = views_category(method)
    for views in range(rows):
        seen(category.campaign, views)
    board = build_board(category_id=category.pk, at=timezone.now())
    with django_assert_num_queries(1):
        found = lines_between(board, 1, 50)
        assert (
            len({(line.creator.handle, line.entry and line.entry.cover) for line in found}) == rows
        )
