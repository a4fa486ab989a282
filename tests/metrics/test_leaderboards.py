"""Boards of videos and of creators."""

from datetime import timedelta

import pytest

from contests.models import Category
from contests.phases import Phase
from entries.models import Entry
from metrics.leaderboards import board_of
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_reading,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.REVIEW)


def enter(campaign, views, *, hour=1, creator=None, read=2, **fields):
    entry = build_entry(
        campaign,
        posted_at=campaign.opens_at + hour * HOUR,
        creator=creator or build_creator(),
        **fields,
    )
    if views is not None:
        build_reading(entry, views=views, taken_at=campaign.opens_at + (hour + read) * HOUR)
    return entry


def videos(campaign):
    return build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)


def creators(campaign):
    return build_category(campaign, method=Category.Method.MOST_VIEWED_CREATOR)


def test_board_of_videos(campaign):
    few, many = enter(campaign, 10), enter(campaign, 30)
    enter(campaign, None)
    enter(campaign, 99, status=Entry.Status.DISQUALIFIED)
    assert [(p.rank, p.entry_id, p.views) for p in board_of(videos(campaign))] == [
        (1, many.pk, 30),
        (2, few.pk, 10),
    ]


def test_board_of_videos_breaks_ties_by_the_earlier_post(campaign):
    late = enter(campaign, 10, hour=5)
    early = enter(campaign, 10, hour=1)
    assert [(p.rank, p.entry_id) for p in board_of(videos(campaign))] == [
        (1, early.pk),
        (2, late.pk),
    ]


def test_board_of_videos_shares_what_cannot_be_told_apart(campaign):
    first = enter(campaign, 20)
    second, third = enter(campaign, 10), enter(campaign, 10)
    last = enter(campaign, 5)
    assert [(p.rank, p.entry_id) for p in board_of(videos(campaign))] == [
        (1, first.pk),
        (2, second.pk),
        (2, third.pk),
        (4, last.pk),
    ]


def test_board_of_videos_shares_where_a_post_time_is_unknown(campaign):
    late = enter(campaign, 10, hour=5)
    unknown = enter(campaign, 10, hour=1)
    Entry.objects.filter(pk=unknown.pk).update(posted_at=None)
    assert {(p.rank, p.entry_id) for p in board_of(videos(campaign))} == {
        (1, late.pk),
        (1, unknown.pk),
    }


def test_board_counts_one_platform(campaign):
    enter(
        campaign,
        99,
        platform="youtube",
        creator=build_creator(platform="youtube"),
        video_id="abcdefghijk",
    )
    mine = enter(campaign, 1)
    assert [place.entry_id for place in board_of(videos(campaign))] == [mine.pk]


def test_board_of_creators_adds_their_videos(campaign):
    busy, single = build_creator(), build_creator()
    enter(campaign, 20, creator=busy, hour=3, read=2)
    enter(campaign, 15, creator=busy, hour=2, read=9)
    enter(campaign, None, creator=busy)
    enter(campaign, 30, creator=single)
    first, second = board_of(creators(campaign))
    assert (first.rank, first.creator_id, first.views, first.videos) == (1, busy.pk, 35, 2)
    assert first.entry_id is None
    assert first.posted_at == campaign.opens_at + 2 * HOUR
    assert first.read_at == campaign.opens_at + 5 * HOUR
    assert (second.rank, second.creator_id, second.views) == (2, single.pk, 30)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_board_queries(campaign, rows, django_assert_num_queries):
    for views in range(rows):
        enter(campaign, views)
    category = videos(campaign)
    with django_assert_num_queries(2):
        assert len(board_of(category)) == rows
    category = creators(campaign)
    with django_assert_num_queries(3):
        assert len(board_of(category)) == rows
