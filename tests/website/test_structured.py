"""What pages tell programs in their heads: addresses, a picture, and what they are about."""

import json
import re

import pytest
from django.urls import reverse

from contests.models import Category, Partnership
from contests.phases import Phase
from entries.models import Entry
from partners.models import PartnerAccount
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_partnership,
    utc,
)
from tests.website.campaigns import announce, html, rich_campaign

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def things(page: str) -> dict[str, dict]:
    """The JSON-LD of a page by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {thing["@type"]: thing for thing in map(json.loads, found)}


def links(page: str, rel: str) -> dict[str, str]:
    """Links of the head: by their language, or under an empty key."""
    found = re.findall(rf'<link rel="{rel}"([^>]*)>', page)
    values = [dict(re.findall(r'(\w+)="([^"]*)"', one)) for one in found]
    return {one.get("hreflang", ""): one["href"] for one in values if "type" not in one}


def meta(page: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)"', page)


def crumbs(page: str) -> list[str]:
    return [step["name"] for step in things(page)["BreadcrumbList"]["itemListElement"]]


def test_campaign_is_an_event(client):
    campaign = build_campaign(
        slug="one",
        title_en="Books",
        time_zone="Asia/Baku",
        opens_at=utc(2026, 11, 1),
        closes_at=utc(2027, 3, 1, 12),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
        published_at=utc(2026, 10, 1),
    )
    ministry = build_partner(slug="ministry", name_en="Ministry")
    build_partnership(campaign, partner=ministry, role=Partnership.Role.ORGANISER)
    build_partnership(campaign, role=Partnership.Role.MEDIA)
    event = things(html(client, "/en/one/"))["Event"]
    assert event["name"] == "Books"
    assert event["startDate"] == "2026-11-01T04:00:00+04:00"
    assert event["endDate"] == "2027-03-01T16:00:00+04:00"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["url"] == f"{SITE}/en/one/"
    assert [one["name"] for one in event["organizer"]] == ["Ministry"]
    assert event["organizer"][0]["@id"] == f"{SITE}/en/partners/ministry/#partner"


def test_cancelled_campaign_says_so(client):
    build_campaign(slug="one", phase=Phase.CANCELLED)
    event = things(html(client, "/en/one/"))["Event"]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"


def test_entry_is_a_video(client):
    campaign = build_campaign(slug="one", hashtag="кітапток")
    entry = build_entry(campaign, caption="My books", cover="covers/a.webp", seconds=42)
    page = html(client, f"/en/one/gallery/{entry.pk}/")
    video = things(page)["VideoObject"]
    assert video["description"] == "My books"
    assert video["thumbnailUrl"] == [f"{SITE}/media/covers/a.webp"]
    assert video["uploadDate"] == entry.posted_at.isoformat()
    assert video["duration"] == "PT42S"
    assert video["embedUrl"].startswith("https://www.tiktok.com/")
    assert video["author"]["name"] == f"@{entry.creator.handle}"
    assert crumbs(page)[1:] == ["#кітапток", "Gallery", f"@{entry.creator.handle}"]


@pytest.mark.parametrize("missing", ["a demo", "no cover"])
def test_entry_without_a_video_to_show_is_none(client, missing):
    campaign = build_campaign(slug="one", is_demo=missing == "a demo")
    cover = "" if missing == "no cover" else "covers/a.webp"
    entry = build_entry(campaign, cover=cover)
    assert set(things(html(client, f"/en/one/gallery/{entry.pk}/"))) == {"BreadcrumbList"}


def test_partner_is_an_organisation(client):
    partner = build_partner(slug="museum", name_en="Museum", website="https://museum.example/")
    PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="museum")
    build_partnership(build_campaign(), partner=partner)
    museum = things(html(client, "/en/partners/museum/"))["Organization"]
    assert museum["name"] == "Museum"
    assert museum["sameAs"] == ["https://museum.example/", "https://www.tiktok.com/@museum"]
    assert "address" not in museum


def test_what_people_wrote_cannot_leave_its_element(client):
    evil = "</script><script>alert(1)</script><!--&amp;"
    build_campaign(slug="one", title_en=evil)
    page = html(client, "/en/one/")
    assert "<script>alert" not in page
    assert things(page)["Event"]["name"] == evil


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.ANNOUNCED])
def test_every_page_of_a_campaign_has_its_crumbs_and_its_address(client, phase):
    campaign = rich_campaign(size=1, slug="one", phase=phase)
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO, slug="views")
    pages = ["gallery/", "rules/", "press/"]
    if phase is Phase.ANNOUNCED:
        announce(campaign)
        pages += ["winners/"]
    else:
        pages += ["leaderboard/views/"]
    for path in pages:
        page = html(client, f"/en/one/{path}")
        steps = things(page)["BreadcrumbList"]["itemListElement"]
        assert steps[-1]["item"] == f"{SITE}/en/one/{path}"
        assert links(page, "canonical") == {"": f"{SITE}/en/one/{path}"}
        assert meta(page, "og:url") == [f"{SITE}/en/one/{path}"]
        assert len(meta(page, "og:title")) == len(meta(page, "og:description")) == 1


def test_page_has_its_address_in_every_language(client):
    build_campaign(slug="one")
    assert links(html(client, "/kk/one/rules/"), "alternate") == {
        **{code: f"{SITE}/{code}/one/rules/" for code in ("kk", "ru", "az", "en", "ar")},
        "x-default": f"{SITE}/en/one/rules/",
    }


def test_front_page_of_no_language_is_the_one_that_asks(client):
    assert links(html(client, "/kk/"), "alternate")["x-default"] == f"{SITE}/"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?utm_source=x&page=2", "?page=2"),
        ("?utm_source=x", ""),
        ("?platform=tiktok&page=2", ""),
        ("?platform=tiktok", ""),
        ("?page=%22%3E", ""),
    ],
)
def test_canonical_address_carries_no_noise(client, query, kept):
    campaign = build_campaign(slug="one")
    for platform in ("tiktok", "youtube"):
        build_entry(campaign, platform=platform)
    page = html(client, f"/en/one/gallery/{query}")
    assert links(page, "canonical") == {"": f"{SITE}/en/one/gallery/{kept}"}


def test_page_that_is_not_there_has_no_address(client):
    page = client.get("/en/nothing/").content.decode()
    assert links(page, "canonical") == {}
    assert links(page, "alternate") == {}


def test_personal_page_has_no_address(client):
    client.force_login(
        personas.creator(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = html(client, reverse("entries:mine"))
    assert links(page, "canonical") == {}
    assert things(page) == {}


def test_front_page_has_a_picture_beside_its_link(client):
    page = html(client, "/ar/")
    assert meta(page, "og:image") == [f"{SITE}/static/img/social.png"]
    assert meta(page, "twitter:card") == ["summary_large_image"]
    assert things(page)["WebSite"]["inLanguage"] == "ar"


def test_withdrawn_entry_tells_nothing(client):
    entry = build_entry(build_campaign(slug="one"), status=Entry.Status.WITHDRAWN)
    assert client.get(f"/en/one/gallery/{entry.pk}/").status_code == 404
