from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Category
from contests.phases import Phase
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_reading,
)
from website.pages.leaderboard import PER_PAGE

pytestmark = pytest.mark.django_db


def board(client, category: Category, query: str = "") -> str:
    response = client.get(f"/en/{category.campaign.slug}/leaderboard/{category.slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


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


def test_jury_category_has_no_board(client):
    category = build_category(build_campaign())
    url = f"/en/{category.campaign.slug}/leaderboard/{category.slug}/"
    assert client.get(url).status_code == 404


def test_board_gives_way_to_the_announced_winners(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    response = client.get(f"/en/{campaign.slug}/leaderboard/{category.slug}/")
    assert (response.status_code, response["Location"]) == (302, f"/en/{campaign.slug}/winners/")
