"""The sitemap, robots.txt, the manifest and the icons."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Category
from contests.phases import Phase
from entries.models import Entry
from results.evidence import canonical_json
from results.evidence_content import evidence_of
from results.models import Evidence
from tests.builders import build_campaign, build_category, build_entry, build_partnership
from tests.press_constraints import build_published_release
from tests.website.campaigns import announce, publish_shortlist, rich_campaign
from website import sitemap

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(answer.content)


def places(client, path: str = "/sitemap-pages.xml") -> list[str]:
    return [one.text.removeprefix(SITE) for one in read(client, path).iterfind("*/s:loc", NAMES)]


def in_english(client, path: str = "/sitemap-pages.xml") -> set[str]:
    return {one.removeprefix("/en/") for one in places(client, path) if one.startswith("/en/")}


def test_every_listed_page_is_there(client):
    campaign = rich_campaign(size=2, slug="open")
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO, slug="views")
    publish_shortlist(campaign.categories.first(), list(Entry.objects.all()))
    build_published_release(campaign)
    announced = rich_campaign(size=1, slug="announced", phase=Phase.ANNOUNCED)
    body = canonical_json(evidence_of(announced, [], [])).decode()
    Evidence.objects.create(announcement=announce(announced), body=body, sha256="0" * 64)
    build_campaign(slug="showcase")
    listed = places(client)
    assert "/kk/announced/winners/how/" in listed
    assert len(listed) == len(set(listed)) > 80
    for path in listed:
        if path.startswith("/ar/"):
            assert client.get(path).status_code == 200, path


def test_page_is_listed_in_every_language_with_the_others(client):
    url = next(iter(read(client, "/sitemap-pages.xml")))
    others = {one.get("hreflang"): one.get("href") for one in url.iterfind("x:link", NAMES)}
    assert others == {
        **{code: f"{SITE}/{code}/" for code, _name in settings.LANGUAGES},
        "x-default": f"{SITE}/",
    }
    # The first page and the help.
    assert len(places(client)) == 2 * len(settings.LANGUAGES)


def test_drafts_and_what_is_not_out_are_not_listed(client):
    draft = build_campaign(phase=Phase.DRAFT, slug="draft")
    build_partnership(draft)
    build_entry(draft)
    review = rich_campaign(size=1, slug="review", phase=Phase.REVIEW)
    announce(review)
    build_entry(review, status=Entry.Status.REJECTED)
    later = publish_shortlist(review.categories.first(), list(Entry.objects.accepted()))
    later.published_at = timezone.now() + timedelta(days=1)
    later.save()
    listed = in_english(client)
    assert not any("draft" in one for one in listed)
    assert listed >= {"review/", "review/gallery/", "review/rules/"}
    assert not listed & {"review/winners/", "review/shortlist/", "review/press/"}
    files = places(client, "/sitemap.xml")
    assert files == ["/sitemap-pages.xml", "/sitemap-review-1.xml"]


def test_entries_are_listed_in_files(client, monkeypatch):
    monkeypatch.setattr(sitemap, "ENTRIES_PER_FILE", 2)
    campaign = build_campaign(slug="one-2")
    entries = [build_entry(campaign) for _ in range(3)]
    build_entry(campaign, status=Entry.Status.RECEIVED)
    files = [one for one in places(client, "/sitemap.xml") if "one" in one]
    assert files == ["/sitemap-one-2-1.xml", "/sitemap-one-2-2.xml"]
    listed = [in_english(client, one) for one in files]
    assert listed == [
        {f"one-2/gallery/{one.pk}/" for one in entries[:2]},
        {f"one-2/gallery/{entries[2].pk}/"},
    ]


@pytest.mark.parametrize(
    "path",
    ["one-0", "one-2", "draft-1", "nothing-1", "one-99999999999999", "one-9999999999999999999999"],
)
def test_file_that_is_not_listed_is_not_there(client, path):
    build_entry(build_campaign(slug="one"))
    build_entry(build_campaign(slug="draft", phase=Phase.DRAFT))
    assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_entry_tells_when_it_changed(client):
    entry = build_entry(build_campaign(slug="one"))
    url = next(iter(read(client, "/sitemap-one-1.xml")))
    changed = url.find("s:lastmod", NAMES).text
    assert changed == entry.received_at.replace(microsecond=0).isoformat()


def test_queries_do_not_grow_with_campaigns(client):
    rich_campaign(size=1)
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap-pages.xml")
    for _ in range(3):
        rich_campaign(size=3)
        build_published_release(rich_campaign(size=1))
    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap-pages.xml")
    assert len(many) == len(few) <= 12


def test_robots_are_shown_the_sitemap(client, settings):
    settings.DEMO = False
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /\n" not in text


def test_robots_are_kept_out_of_a_demo(client, settings):
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(("language", "direction"), [("kk", "ltr"), ("az", "ltr"), ("ar", "rtl")])
def test_manifest_speaks_the_language_of_its_address(client, language, direction):
    answer = client.get(f"/{language}/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["start_url"] == f"/{language}/"
    for icon in manifest["icons"]:
        path = settings.BASE_DIR / icon["src"].lstrip("/")
        assert path.is_file(), icon


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_icon_is_where_everybody_asks_for_it(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert (settings.BASE_DIR / answer["Location"].lstrip("/")).is_file()
