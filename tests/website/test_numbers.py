"""A campaign in numbers: who sees it, and what the frozen leaderboard keeps back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.phases import Phase
from metrics.models import CampaignReading, ReadingPlan
from metrics.partner_links import partner_key
from tests import personas
from tests.builders import build_campaign, build_entry, build_partner, build_reading
from tests.metrics.test_pulse import fill
from tests.website.test_visibility import ALL_PERSONAS, READERS_OF_DRAFTS, sign_in

# Data for search engines is no script: no policy has to allow it.
INLINE = re.compile(r"\sstyle=|<style|\son\w+=|<script(?! type=.application/ld\+json|[^>]*\ssrc=)")

pytestmark = pytest.mark.django_db


def shown(*, phase=Phase.OPEN, size=2, **plan):
    """A campaign whose numbers are public."""
    campaign = build_campaign(phase=phase)
    ReadingPlan.objects.create(campaign=campaign, **{"shows_numbers": True} | plan)
    fill(campaign, size=size)
    return campaign


def numbers(campaign):
    return f"/en/{campaign.slug}/numbers/"


def part(campaign, partner=None):
    return f"{numbers(campaign)}{(partner or campaign.partnerships.first().partner).slug}/"


@pytest.mark.parametrize("persona", ALL_PERSONAS)
def test_hidden_numbers_are_found_by_staff_who_see_readings_only(client, persona):
    campaign = shown(shows_numbers=False)
    sign_in(client, persona)
    expected = 200 if persona in READERS_OF_DRAFTS else 404
    for path in (numbers(campaign), part(campaign)):
        assert client.get(path).status_code == expected, path
    assert client.get(f"/en/{campaign.slug}/").content.decode().count(numbers(campaign)) == 0


def test_hidden_numbers_are_not_found_by_anonymous(client):
    campaign = shown(shows_numbers=False)
    assert client.get(numbers(campaign)).status_code == 404
    assert client.get(part(campaign)).status_code == 404


def test_public_numbers_are_linked_and_say_what_and_when(client):
    campaign = shown()
    CampaignReading.objects.create(
        campaign=campaign,
        taken_at=timezone.now(),
        recorded_at=timezone.now(),
        views=35_000_000,
        institutions=70,
        regions=17,
        source="The ministry",
    )
    assert numbers(campaign) in client.get(f"/en/{campaign.slug}/").content.decode()
    page = client.get(numbers(campaign)).content.decode()
    for text in (
        "The ministry",
        "institutions that took part",
        "regions they come from",
        "TikTok: the views were last read on",
        "they are never added up across platforms",
    ):
        assert text in page
    # 20 views on each of two platforms: the sum of both stands nowhere.
    assert re.findall(r'<td class="num">(\d+)</td>', page) == ["2", "2", "20"] * 2
    # Times of the day aside: at some of them the minute is 40.
    words = re.sub(r"<[^>]+>|\d+:\d+", " ", page.partition("<main")[2])
    assert not re.search(r"\b40\b", words)


def test_a_draft_and_strange_addresses_are_not_found(client):
    draft = build_campaign(phase=Phase.DRAFT)
    ReadingPlan.objects.create(campaign=draft, shows_numbers=True)
    assert client.get(numbers(draft)).status_code == 404
    campaign = shown()
    assert client.get(part(campaign, build_partner())).status_code == 404
    assert client.get(f"{numbers(campaign)}nobody/").status_code == 404


def test_nothing_on_the_pages_is_inline(client):
    campaign = shown()
    for path in (numbers(campaign), part(campaign)):
        response = client.get(path)
        assert not INLINE.search(response.text)
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy


def test_a_frozen_leaderboard_keeps_views_by_category_and_institution_back(client):
    campaign = shown(size=1, board_freezes_at=timezone.now() - timedelta(hours=1))
    category = campaign.categories.get()
    page = client.get(numbers(campaign)).content.decode()
    assert "The leaderboard stands still" in page
    assert category.title not in re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)
    own = client.get(part(campaign)).content.decode()
    assert "Until then, views are not shown here." in own
    assert "Views on TikTok" not in own
    assert '<td class="num">10</td>' not in own

    sign_in(client, "manager")
    assert category.title in client.get(numbers(campaign)).content.decode()
    assert "Views on TikTok" in client.get(part(campaign)).content.decode()


def test_before_the_freeze_and_after_the_announcement_everything_is_shown(client):
    later = shown(size=1, board_freezes_at=timezone.now() + timedelta(hours=1))
    announced = shown(size=1, phase=Phase.ANNOUNCED, board_freezes_at=timezone.now())
    for campaign in (later, announced):
        page = client.get(numbers(campaign)).content.decode()
        assert campaign.categories.get().title in page
        assert "stands still" not in page
        assert "Views on TikTok" in client.get(part(campaign)).content.decode()


def test_an_institution_sees_its_part_by_its_link_only(client):
    campaign = shown(shows_numbers=False)
    mine, other = (one.partner for one in campaign.partnerships.all()[:2])
    key = partner_key(campaign, mine)
    response = client.get(part(campaign, mine), {"key": key})
    assert response.status_code == 200
    assert "Whoever has the link can see it" in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert other.name not in response.text
    assert client.get(part(campaign, other), {"key": key}).status_code == 404
    assert client.get(part(campaign, mine), {"key": key + "x"}).status_code == 404
    assert client.get(numbers(campaign), {"key": key}).status_code == 404


def test_an_entrys_curve_is_public_with_the_numbers_and_while_nothing_is_frozen(client):
    def page_of(**plan):
        campaign = build_campaign()
        ReadingPlan.objects.create(campaign=campaign, **plan)
        entry = build_entry(campaign)
        for hours in (1, 2):
            build_reading(entry, views=hours, taken_at=entry.posted_at + timedelta(hours=hours))
        return client.get(f"/en/{campaign.slug}/gallery/{entry.pk}/").content.decode()

    now = timezone.now()
    assert "Views of this video" in page_of(shows_numbers=True)
    assert "Views of this video" not in page_of(shows_numbers=False)
    assert "Views of this video" not in page_of(
        shows_numbers=True, board_freezes_at=now - timedelta(hours=1)
    )


def test_the_pages_keep_their_queries():
    counts = []
    for size in (1, 3, 30):
        campaign = shown(size=size)
        for path in (numbers(campaign), part(campaign)):
            with CaptureQueriesContext(connection) as captured:
                assert Client().get(path).status_code == 200
            counts.append(len(captured))
    assert counts[0::2] == [counts[0]] * 3
    assert counts[1::2] == [counts[1]] * 3


def test_staff_who_may_see_them_have_a_note(client):
    campaign = shown(shows_numbers=False)
    client.force_login(
        personas.auditor(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "Only staff can see this page." in client.get(numbers(campaign)).content.decode()
