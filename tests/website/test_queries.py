"""Pages ask the same number of queries whatever they list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.phases import Phase
from metrics.boards import build_board
from metrics.models import ReadingPlan
from tests.builders import build_campaign, build_category, build_entry, build_reading
from tests.website.campaigns import announce, publish_shortlist, rich_campaign

pytestmark = pytest.mark.django_db

SIZES = (1, 3, 30)


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    assert len(captured) > 2  # it counts at all
    return len(captured)


@pytest.mark.parametrize("page", ["", "gallery/", "winners/"])
def test_campaign_page_keeps_its_queries(client, page):
    counts = set()
    for size in SIZES:
        campaign = rich_campaign(size=size, phase=Phase.ANNOUNCED)
        campaign.previous_edition = rich_campaign(size=1, phase=Phase.ANNOUNCED)
        campaign.save()
        for number in range(size):
            rich_campaign(size=1, phase=Phase.OPEN, previous_edition=campaign)
            campaign.questions.create(question_en=f"Question {number}?", answer_en="Yes.")
        ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
        announce(campaign)
        publish_shortlist(campaign.categories.first(), list(campaign.entries.all()))
        counts.add(queries_of(client, f"/en/{campaign.slug}/{page}"))
    assert len(counts) == 1
    assert counts.pop() <= 12


def test_entry_page_keeps_its_queries(client):
    counts = set()
    for size in SIZES:
        campaign = rich_campaign(size=size, phase=Phase.ANNOUNCED)
        announcement = announce(campaign)
        entry = announcement.awards.first().entry
        for category in campaign.categories.all():
            publish_shortlist(category, [entry])
        counts.add(queries_of(client, f"/en/{campaign.slug}/gallery/{entry.pk}/"))
    assert len(counts) == 1


def test_home_keeps_its_queries(client):
    counts = set()
    made = 0
    for size in SIZES:
        while made < size:
            made += 1
            announce(rich_campaign(size=1, phase=Phase.ANNOUNCED))
            rich_campaign(size=1, phase=Phase.OPEN)
        counts.add(queries_of(client, "/en/"))
    assert len(counts) == 1
    assert counts.pop() <= 12


@pytest.mark.parametrize("method", ["most_viewed_video", "most_viewed_creator"])
def test_leaderboard_keeps_its_queries(client, method):
    counts = set()
    for size in (*SIZES, 120):
        campaign = build_campaign()
        category = build_category(campaign, method=method)
        read = timezone.now() - timedelta(minutes=1)
        for number in range(size):
            build_reading(build_entry(campaign), views=number, taken_at=read)
        build_board(category_id=category.pk, at=timezone.now())
        for page in (1, 3):
            url = f"/en/{campaign.slug}/leaderboard/{category.slug}/?page={page}"
            counts.add(queries_of(client, url))
    assert len(counts) == 1
    assert counts.pop() <= 9
