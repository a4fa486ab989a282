"""Kept pages are those that would be made: in time, in their language, for nobody in particular."""

import gzip
import time
from datetime import timedelta

import brotli
import pytest
from django.test import Client
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.models import PressRelease
from tests.builders import build_campaign, build_entry, build_partner, build_partnership
from tests.personas import manager
from tests.press_constraints import build_release
from tests.website.campaigns import announce, publish_shortlist, rich_campaign
from tests.website.keeping import STATE, retitle, state
from website.kept_pages import KEPT
from website.turning_points import next_turning_point

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_pages")]


def rich_and_announced() -> Campaign:
    campaign = rich_campaign(size=2, phase=Phase.ANNOUNCED)
    announce(campaign)
    publish_shortlist(campaign.categories.first(), list(campaign.entries.all()[:1]))
    return campaign


def test_every_public_page_is_kept_until_its_campaign_changes():
    campaign, other = rich_and_announced(), rich_and_announced()
    pages = ["", "gallery/", "winners/", "shortlist/", "rules/"]
    pages.append(f"gallery/{campaign.entries.first().pk}/")
    urls = ["/en/", *(f"/en/{campaign.slug}/{page}" for page in pages)]

    assert [state(url) for url in urls] == ["made"] * len(urls)
    assert [state(url) for url in urls] == ["hit"] * len(urls)
    assert state(f"/en/{other.slug}/") == "made"

    retitle(campaign, "Another title")

    assert [state(url) for url in urls] == ["made"] * len(urls)
    assert "Another title" in Client().get(f"/en/{campaign.slug}/").content.decode()
    assert state(f"/en/{other.slug}/") == "hit"


def test_partner_drops_the_pages_of_all_campaigns():
    campaigns = [build_campaign(), build_campaign()]
    partner = build_partner()
    for campaign in campaigns:
        build_partnership(campaign, partner=partner)
    urls = [f"/en/{campaign.slug}/" for campaign in campaigns]
    for url in urls:
        state(url)

    type(partner).objects.filter(pk=partner.pk).update(name_en="The new name")

    assert [state(url) for url in urls] == ["made", "made"]
    assert "The new name" in Client().get(urls[0]).content.decode()


def test_winners_are_seen_by_the_first_visitor_after_the_announcement():
    campaign = rich_campaign(size=1, phase=Phase.REVIEW)
    pages = ["/en/", f"/en/{campaign.slug}/", f"/en/{campaign.slug}/gallery/"]
    before = [Client().get(page).content.decode() for page in pages]
    link = f"/en/{campaign.slug}/winners/"
    assert [state(page) for page in pages] == ["hit"] * 3
    assert link not in before[1]

    Campaign.objects.filter(pk=campaign.pk).update(announced_at=timezone.now())
    announcement = announce(Campaign.objects.get(pk=campaign.pk))

    assert link in Client().get(pages[1]).content.decode()
    shown = Client().get(link).content.decode()
    assert str(announcement.awards.first().creator.handle) in shown


def test_first_press_release_is_in_the_tabs_of_the_very_next_page():
    release = build_release(build_campaign())
    url, press = (f"/en/{release.campaign.slug}/{page}" for page in ("rules/", "press/"))
    assert [state(url), state(url)] == ["made", "hit"]
    assert f'href="{press}"' not in Client().get(url).content.decode()

    PressRelease.objects.filter(pk=release.pk).update(
        published_at=timezone.now(), published_by=manager()
    )

    assert f'href="{press}"' in Client().get(url).content.decode()


def test_pages_of_one_language_are_never_shown_in_another():
    campaign = build_campaign()
    for language in ("kk", "ru", "az", "en", "ar"):
        for _again in range(2):
            response = Client().get(
                f"/{language}/{campaign.slug}/",
                headers={"Accept-Language": "ru", "Cookie": "django_language=az"},
            )
            assert response.headers["Content-Language"] == language
            assert f'<html lang="{language}"' in response.content.decode()


def test_pages_of_people_who_signed_in_are_neither_kept_nor_answered_from_memory(client):
    draft, campaign = build_campaign(phase=Phase.DRAFT), build_campaign()
    client.force_login(manager(), backend="allauth.account.auth_backends.AuthenticationBackend")
    urls = [f"/en/{draft.slug}/", f"/en/{campaign.slug}/"]

    for url in urls:
        response = client.get(url)
        assert response.status_code == 200
        assert STATE not in response.headers
        assert "private" in response.headers["Cache-Control"]

    assert not KEPT.pages
    assert Client().get(urls[0]).status_code == 404
    assert state(urls[1]) == "made"
    assert "My account" not in Client().get(urls[1]).content.decode()
    assert "My account" in client.get(urls[1]).content.decode()


def test_drafts_and_previews_are_not_kept():
    draft = build_campaign(phase=Phase.DRAFT)
    campaign = build_campaign(phase=Phase.REVIEW)

    assert Client().get(f"/en/{draft.slug}/").status_code == 404
    Client().get(f"/en/{campaign.slug}/winners/preview/?key=x")
    Client().get("/en/account/login/")

    assert not KEPT.pages
    Campaign.objects.filter(pk=draft.pk).update(
        published_at=timezone.now(),
        opens_at=timezone.now(),
        closes_at=timezone.now() + timedelta(days=1),
    )
    assert state(f"/en/{draft.slug}/") == "made"


def test_cookies_do_not_reach_a_page_that_others_get():
    url = f"/en/{build_campaign().slug}/"
    first = Client(headers={"Cookie": "csrftoken=" + "a" * 32}).get(url)

    assert first.headers[STATE] == "made"
    assert not first.cookies
    assert state(url, headers={"Cookie": "csrftoken=" + "b" * 32}) == "hit"
    # A message waits for one visitor; a session may be somebody's.
    assert state(url, headers={"Cookie": "messages=x"}) == ""
    assert state(url, headers={"Cookie": "sessionid=x"}) == ""
    assert state(url, headers={"HX-Request": "true"}) == ""


def test_parameters_that_a_page_does_not_read_make_no_other_page():
    campaign = build_campaign()
    for _number in range(3):
        build_entry(campaign)
    url = f"/en/{campaign.slug}/gallery/"

    assert state(url) == "made"
    assert state(f"{url}?utm_source=x&fbclid=<script>") == "hit"
    assert state(f"{url}?platform=tiktok") == "made"
    answered = Client().get(f"{url}?utm_source=y&platform=tiktok")
    assert answered.headers[STATE] == "hit"
    assert b"utm_source" not in answered.content


def test_visitor_who_has_the_page_is_told_so_and_packed_pages_are_the_same():
    url = f"/en/{build_campaign().slug}/"
    plain = Client().get(url)
    packed = {
        encoding: Client().get(url, headers={"Accept-Encoding": encoding})
        for encoding in ("gzip", "br")
    }

    assert gzip.decompress(packed["gzip"].content) == plain.content
    assert brotli.decompress(packed["br"].content) == plain.content
    tags = {plain["ETag"], *(response["ETag"] for response in packed.values())}
    assert len(tags) == 3
    for response in (plain, *packed.values()):
        assert response["Vary"] == "Accept-Encoding, Cookie"
        assert "stale-if-error" in response["Cache-Control"]
        assert response["Content-Security-Policy"]
        assert int(response["Content-Length"]) == len(response.content)
    again = Client().get(url, headers={"If-None-Match": f'W/"x", {plain["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    head = Client().head(url)
    assert (head.headers[STATE], head["Content-Length"]) == ("hit", plain["Content-Length"])


def test_page_is_made_anew_when_a_date_of_its_campaign_comes():
    soon = timezone.now() + timedelta(seconds=40)
    campaign = build_campaign(opens_at=soon, closes_at=soon + timedelta(days=9))

    ahead = next_turning_point(frozenset({campaign.pk}), at=timezone.now())
    assert ahead == soon
    assert next_turning_point(frozenset({campaign.pk}), at=soon) == campaign.closes_at
    assert next_turning_point(None, at=timezone.now()) == soon

    url = f"/en/{campaign.slug}/"
    assert [state(url), state(url)] == ["made", "hit"]
    page = next(iter(KEPT.pages.values()))
    assert 0 < page.until - time.monotonic() < 41
    page.until = 0
    assert state(url) == "made"


def test_memory_is_bounded_and_the_least_used_page_goes(settings):
    campaign = build_campaign()
    url = f"/en/{campaign.slug}/"
    state(url)
    one = KEPT.size
    settings.PAGE_CACHE_BYTES = one * 10
    for number in range(2, 30):
        state(f"/en/?page={number}")
        state(url)

    assert KEPT.size <= KEPT.limit
    assert KEPT.size == sum(page.size for page in KEPT.pages.values())
    assert state(url) == "hit"
    assert state("/en/?page=2") == "made"


def test_nothing_is_kept_where_memory_is_none(settings):
    settings.PAGE_CACHE_BYTES = 0
    url = f"/en/{build_campaign().slug}/"

    assert [state(url), state(url)] == ["", ""]
    assert Client().get(url)["Cache-Control"].startswith("public")
    assert not KEPT.pages
