"""The gallery and the page of an entry."""

import pytest

from contests.phases import Phase
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
)
from tests.website.campaigns import html, publish_shortlist
from website.pages.gallery import PER_PAGE

pytestmark = pytest.mark.django_db


def test_gallery_has_pages(client):
    campaign = build_campaign()
    for _ in range(PER_PAGE + 1):
        build_entry(campaign)
    first = html(client, f"/en/{campaign.slug}/gallery/")
    second = html(client, f"/en/{campaign.slug}/gallery/?page=2")
    assert first.count('class="cover"') == PER_PAGE
    assert second.count('class="cover"') == 1
    assert "?page=2" in first
    for wild in ("0", "-1", "9999", "x", ""):
        assert client.get(f"/en/{campaign.slug}/gallery/?page={wild}").status_code == 200


def test_gallery_is_filtered_by_a_published_shortlist(client):
    campaign = build_campaign(phase=Phase.REVIEW)
    category = build_category(campaign, slug="best")
    chosen, other = build_entry(campaign), build_entry(campaign)
    shortlist = publish_shortlist(category, [chosen])

    page = html(client, f"/en/{campaign.slug}/gallery/?category=best")
    assert chosen.creator.handle in page
    assert f"@{other.creator.handle}<" not in page

    shortlist.published_at = None
    shortlist.save()
    assert client.get(f"/en/{campaign.slug}/gallery/?category=best").status_code == 404


def test_entry_of_a_demo_has_no_player_but_says_so(client):
    entry = build_entry(build_campaign(is_demo=True))
    page = html(client, f"/en/{entry.campaign.slug}/gallery/{entry.pk}/")
    assert "there is no video behind it" in page
    assert "data-player" not in page
    assert entry.url not in page


def test_entry_loads_its_player_only_on_click(client):
    entry = build_entry(build_campaign())
    page = html(client, f"/en/{entry.campaign.slug}/gallery/{entry.pk}/")
    assert f'data-player="https://www.tiktok.com/player/v1/{entry.video_id}' in page
    assert "<iframe" not in page
    assert "which then learns your address" in page
