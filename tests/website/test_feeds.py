"""Feeds: what happened, newest first, under names that stay."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.models import Announcement
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_prize
from tests.press_constraints import build_published_release
from tests.website.campaigns import announce, award, publish_shortlist, rich_campaign

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def entries(client, path: str = "/en/one/feed/") -> list[dict[str, str]]:
    return [
        {
            "id": one.findtext("a:id", namespaces=ATOM),
            "title": one.findtext("a:title", namespaces=ATOM).translate({0x2068: "", 0x2069: ""}),
            "updated": one.findtext("a:updated", namespaces=ATOM),
            "summary": one.findtext("a:summary", namespaces=ATOM),
            "link": one.find("a:link", ATOM).get("href").removeprefix(settings.SITE_URL),
        }
        for one in read(client, path).iterfind("a:entry", ATOM)
    ]


def titles(client, path: str = "/en/one/feed/") -> list[str]:
    return [one["title"] for one in entries(client, path)]


def test_open_campaign_is_news(client):
    campaign = build_campaign(slug="one", hashtag="books")
    build_category(campaign)
    (one,) = entries(client)
    assert one["title"] == "#books is open"
    assert one["link"] == "/en/one/"
    assert one["id"] == f"tag:testserver,2026:en/campaign/{campaign.pk}/opened"
    assert one["updated"] == campaign.opens_at.isoformat()
    assert "Entries close on" in one["summary"]


def test_coming_campaign_and_draft_are_none(client):
    build_campaign(slug="one", phase=Phase.COMING)
    build_campaign(slug="draft", phase=Phase.DRAFT)
    assert entries(client) == entries(client, "/en/feed/") == []
    assert client.get("/en/draft/feed/").status_code == 404


def test_feed_without_news_does_not_change(client):
    build_campaign(slug="one", phase=Phase.COMING)
    assert client.get("/en/one/feed/").content == client.get("/en/one/feed/").content


def test_shortlist_is_news_once_it_is_public(client):
    campaign = build_campaign(slug="one", phase=Phase.REVIEW)
    shortlist = publish_shortlist(
        build_category(campaign, title_en="Best"), [build_entry(campaign)]
    )
    assert titles(client)[0].endswith("the shortlist is published")
    assert "<p>Best</p>" in entries(client)[0]["summary"]
    shortlist.published_at = timezone.now() + timedelta(hours=1)
    shortlist.save()
    assert len(titles(client)) == 1


def test_winners_are_news_with_their_names(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED, hashtag="books")
    build_prize(build_category(campaign, title_en="Best"))
    entry = announce(campaign).awards.get().entry
    first = entries(client)[0]
    assert first["title"] == "#books: the winners are announced"
    assert first["link"] == "/en/one/winners/"
    assert entry.creator.handle in first["summary"]
    assert entry.joint_creators.get().handle in first["summary"]


def test_nobody_is_named_before_the_announcement(client):
    campaign = build_campaign(slug="one", phase=Phase.REVIEW)
    build_prize(build_category(campaign))
    announce(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(announced_at=timezone.now() + timedelta(hours=1))
    assert len(titles(client)) == 1


def test_correction_is_news_and_only_the_newest_names_winners(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED, hashtag="books")
    prize = build_prize(build_category(campaign))
    wrong = announce(campaign).awards.get()
    corrected = Announcement.objects.create(
        campaign=campaign,
        number=2,
        announced_at=timezone.now(),
        announced_by=personas.make_person("anna"),
        digest="1" * 64,
        note_en="We counted wrong.",
    )
    right = award(corrected, prize=prize, entry=build_entry(campaign))
    newest, before, _opened = entries(client)
    assert newest["title"] == "#books: the results are corrected"
    assert "We counted wrong." in newest["summary"]
    assert right.creator.handle in newest["summary"]
    assert wrong.creator.handle not in newest["summary"] + before["summary"]
    assert before["link"] == "/en/one/winners/1/"


def test_cancelled_campaign_is_news(client):
    build_campaign(slug="one", phase=Phase.CANCELLED, hashtag="books")
    assert titles(client) == ["#books is cancelled", "#books has begun"]


def test_press_release_is_news(client):
    release = build_published_release(build_campaign(slug="one"), title_en="It begins")
    assert "It begins" in titles(client)
    found = next(one for one in entries(client) if one["title"] == "It begins")
    assert client.get(found["link"]).status_code == 200
    assert found["id"].endswith(f"press/{release.pk}")


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_feed_speaks_the_language_of_its_address(client, language):
    build_campaign(slug="one")
    feed = read(client, f"/{language}/one/feed/")
    assert feed.get(LANG) == language
    (own,) = [one for one in feed.iterfind("a:link", ATOM) if one.get("rel") == "self"]
    assert own.get("href") == f"{settings.SITE_URL}/{language}/one/feed/"


def test_what_people_wrote_is_text(client):
    build_campaign(slug="one", title_en="<script>alert(1)</script>", hashtag="books")
    assert "&lt;script&gt;" in entries(client)[0]["summary"]


def test_site_tells_of_all_campaigns_in_as_many_queries(client):
    announce(rich_campaign(size=1, phase=Phase.ANNOUNCED))
    with CaptureQueriesContext(connection) as few:
        client.get("/en/feed/")
    for _ in range(3):
        announce(rich_campaign(size=3, phase=Phase.ANNOUNCED))
    with CaptureQueriesContext(connection) as many:
        client.get("/en/feed/")
    assert len(many) == len(few) <= 12
    found = entries(client, "/en/feed/")
    assert len(found) == 8
    assert [one["updated"] for one in found] == sorted(
        (one["updated"] for one in found), reverse=True
    )
