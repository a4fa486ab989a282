from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Category
from contests.phases import Phase
from entries.models import Entry
from metrics.boards import build_board
from metrics.models import Board, ReadingPlan
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_reading,
)
from website.pages.leaderboard import PER_PAGE

pytestmark = pytest.mark.django_db


def url_of(category: Category) -> str:
    return f"/en/{category.campaign.slug}/leaderboard/{category.slug}/"


def build(category: Category, **fields) -> Board:
    return build_board(category_id=category.pk, at=timezone.now(), **fields)


def look(client, category: Category, query: str = "") -> str:
    response = client.get(url_of(category) + query)
    assert response.status_code == 200
    return response.content.decode()


def board(client, category: Category, query: str = "") -> str:
    """The page, of a board that was built just now."""
    build(category)
    return look(client, category, query)


def videos(**fields) -> Category:
    return build_category(build_campaign(**fields), method=Category.Method.MOST_VIEWED_VIDEO)


def seen(campaign, *, views: int, **fields):
    entry = build_entry(campaign, **fields)
    build_reading(entry, views=views, taken_at=timezone.now() - timedelta(hours=1))
    return entry


def test_videos_are_listed_by_their_views(client):
    campaign = build_campaign()
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    second, first = seen(campaign, views=900), seen(campaign, views=12_345)
    hidden = seen(campaign, views=99_999, status="rejected")

    page = board(client, category)

    assert page.index(f"@{first.creator.handle}<") < page.index(f"@{second.creator.handle}<")
    assert "12,345" in page
    assert hidden.creator.handle not in page


def test_lines_show_the_smallest_covers(client):
    category = videos()
    entry = seen(category.campaign, views=900, cover="covers/tiktok-1.webp")
    seen(category.campaign, views=800)

    page = board(client, category)

    assert 'src="/covers/180/covers/tiktok-1.webp"' in page
    assert entry.cover.url not in page
    assert page.count('class="thumb"') == 2


def test_creators_are_listed_by_the_sum_of_their_videos(client):
    campaign = build_campaign()
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_CREATOR)
    creator = build_creator()
    for _ in range(2):
        seen(campaign, views=600, creator=creator)
    one_hit = seen(campaign, views=1_000)

    page = board(client, category)

    assert page.index(f"@{creator.handle}<") < page.index(f"@{one_hit.creator.handle}<")
    assert "1,200" in page


def test_board_without_readings_says_so(client):
    category = build_category(build_campaign(), method=Category.Method.MOST_VIEWED_VIDEO)
    assert "No views have been read yet." in board(client, category)


def test_board_has_pages(client):
    campaign = build_campaign()
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    for number in range(PER_PAGE + 1):
        seen(campaign, views=number)
    assert board(client, category).count('scope="row"') == PER_PAGE
    assert board(client, category, "?page=2").count('scope="row"') == 1


def test_board_that_was_never_built_is_being_counted(client):
    category = videos()
    seen(category.campaign, views=5)
    page = look(client, category)
    assert "The views are being counted." in page
    assert 'scope="row"' not in page


def test_board_stands_until_it_is_built_again(client):
    category = videos()
    seen(category.campaign, views=111)
    board(client, category)
    seen(category.campaign, views=222_222)
    assert "222,222" not in look(client, category)
    assert "222,222" in board(client, category)


def test_pages_of_a_visit_are_of_one_board(client):
    category = videos()
    for number in range(PER_PAGE + 1):
        seen(category.campaign, views=number)
    first = board(client, category)
    begun = Board.objects.get()
    for number in range(PER_PAGE):
        seen(category.campaign, views=1_000 + number)
    build(category)
    assert f"?board={begun.pk}&amp;page=2" in first
    assert look(client, category, f"?board={begun.pk}&page=2").count('scope="row"') == 1
    assert look(client, category, "?page=2").count('scope="row"') == PER_PAGE


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30, "x", "-1"])
def test_board_that_is_not_kept_gives_way_to_the_newest(client, number):
    category = videos()
    shown = seen(category.campaign, views=5)
    assert shown.creator.handle in board(client, category, f"?board={number}")


def test_board_of_another_category_is_not_shown(client):
    category, other = videos(), videos()
    strange = seen(other.campaign, views=5)
    theirs = build(other)
    assert strange.creator.handle not in board(client, category, f"?board={theirs.pk}")


@pytest.mark.parametrize("status", [Entry.Status.DISQUALIFIED, Entry.Status.WITHDRAWN])
def test_video_that_left_is_gone_before_the_board_is_built_again(client, status):
    category = videos()
    gone, stays = seen(category.campaign, views=9), seen(category.campaign, views=5)
    build(category)
    Entry.objects.filter(pk=gone.pk).update(status=status, status_reason="Why.")
    page = look(client, category)
    assert gone.creator.handle not in page
    assert stays.creator.handle in page


def test_age_of_each_reading_is_told(client):
    category = videos()
    seen(category.campaign, views=5)
    assert "read 60 minutes ago" in board(client, category)


def test_age_at_the_close_is_told_after_it(client):
    category = videos(phase=Phase.REVIEW)
    read = category.campaign.closes_at - timedelta(hours=3)
    build_reading(build_entry(category.campaign), views=5, taken_at=read)
    assert "3 hours old at the close" in board(client, category)


def frozen(*, hours: int = 2) -> Category:
    """A category whose public leaderboard stands still, built before and after."""
    category = videos()
    moment = timezone.now() - timedelta(hours=hours)
    ReadingPlan.objects.create(campaign=category.campaign, board_freezes_at=moment)
    entry = build_entry(category.campaign)
    build_reading(entry, views=111, taken_at=moment - timedelta(hours=1))
    build_reading(entry, views=222_222, taken_at=moment + timedelta(hours=1))
    build(category, as_of=moment)
    build(category)
    return category


def test_frozen_board_stands_still_for_the_public(client):
    page = look(client, frozen())
    assert "111" in page
    assert "222,222" not in page
    assert "The leaderboard stands still since" in page
    assert "the winners are announced by" in page


def test_live_board_cannot_be_asked_for_while_it_is_frozen(client):
    category = frozen()
    live = Board.objects.latest("as_of")
    for query in (f"?board={live.pk}", "?public=0", "?public="):
        assert "222,222" not in look(client, category, query)


@pytest.mark.parametrize("name", ["manager", "announcer", "auditor"])
def test_staff_see_the_live_board_and_can_see_what_the_public_sees(client, name):
    client.force_login(getattr(personas, name)())
    category = frozen()
    live = look(client, category)
    assert "222,222" in live
    assert "You see the live one." in live
    public = look(client, category, "?public=1")
    assert "111" in public
    assert "222,222" not in public
    assert "See the live leaderboard" in public


@pytest.mark.parametrize("name", ["judge", "moderator"])
def test_others_see_what_the_public_sees(client, name):
    client.force_login(getattr(personas, name)())
    page = look(client, frozen())
    assert "222,222" not in page
    assert "See the live leaderboard" not in page


def test_frozen_board_that_is_not_built_yet_leaks_nothing(client):
    category = videos()
    moment = timezone.now() - timedelta(hours=2)
    ReadingPlan.objects.create(campaign=category.campaign, board_freezes_at=moment)
    seen(category.campaign, views=222_222)
    build(category)
    page = look(client, category)
    assert "222,222" not in page
    assert "The views are being counted." in page


def test_board_is_live_until_the_moment_it_freezes(client):
    category = videos()
    ReadingPlan.objects.create(
        campaign=category.campaign, board_freezes_at=timezone.now() + timedelta(hours=1)
    )
    seen(category.campaign, views=222_222)
    page = board(client, category)
    assert "222,222" in page
    assert "stands still" not in page


def test_jury_category_has_no_board(client):
    category = build_category(build_campaign())
    url = f"/en/{category.campaign.slug}/leaderboard/{category.slug}/"
    assert client.get(url).status_code == 404


def test_board_gives_way_to_the_announced_winners(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    response = client.get(f"/en/{campaign.slug}/leaderboard/{category.slug}/")
    assert (response.status_code, response["Location"]) == (302, f"/en/{campaign.slug}/winners/")
