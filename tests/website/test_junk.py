"""What no browser sends: every answer is a page, and never a fault of ours."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory

from config.plain_requests import without_charset
from contests.models import Campaign
from contests.phases import Phase
from partners.models import Partner
from tests.website.campaigns import announce, publish_shortlist, rich_campaign

pytestmark = pytest.mark.django_db

# Unknown codecs, codecs of bytes, and such as would read another text out of the same letters.
CHARSETS = ("rot13", "hex", "zip", "utf-16", "idna", "no-such-charset", "")
# Letters that stand in titles after pasting, and that XML has no way to write down.
PASTED = "Reading\x0b together\x01 \ufffe& <b>read</b> ]]> \u2028end"


@pytest.fixture
def honest_client() -> Client:
    """A visitor who gets our faults as everybody does, as an answer."""
    return Client(raise_request_exception=False)


@pytest.fixture
def campaign() -> Campaign:
    campaign = rich_campaign(size=2, phase=Phase.ANNOUNCED, slug="junk")
    announce(campaign)
    publish_shortlist(campaign.categories.first(), list(campaign.entries.all()[:1]))
    return campaign


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("naming", ["charset={}", 'CharSet = "{}"', "charset*=utf-8''{}"])
def test_charset_of_a_request_changes_nothing_and_breaks_nothing(charset, naming):
    environ = RequestFactory().get("/").environ | {
        "QUERY_STRING": "page=%31&category=%C3%A9",
        "CONTENT_TYPE": f"text/plain; {naming.format(charset)}; boundary=x",
    }
    read: list[tuple[str, str, str]] = []

    def application(environ: dict[str, Any], _start_response: object) -> list[bytes]:
        request = WSGIRequest(environ)
        query, boundary = request.GET, request.content_params or {}
        read.append((query["page"], query["category"], boundary["boundary"]))
        return []

    without_charset(application)(environ, lambda *_answer: None)

    assert read == [("1", "é", "x")]


@pytest.mark.parametrize("name", ["sessionid", "messages", "csrftoken", "django_language", "x"])
@pytest.mark.parametrize(
    "value", ['"\\000abcdefgh"', '"' + "a" * 31 + '\\000"', '"\\377\\000\\012"']
)
def test_cookie_with_a_null_byte_is_a_strangers_cookie(honest_client, campaign, name, value):
    for path in ("/en/junk/", "/", "/en/account/login/", "/api/v1/campaigns"):
        answer = honest_client.get(path, headers={"Cookie": f"{name}={value}; other=1"})
        assert answer.status_code in (200, 302), path


@pytest.mark.parametrize("name", ["a" * 300, "a" * 5000, "covers/" + "é" * 200, "%00", "a/" * 2000])
@pytest.mark.parametrize("folder", ["media", "covers/360/covers", "static", "cards", "evidence"])
def test_file_of_an_impossible_name_is_not_found(honest_client, folder, name):
    assert honest_client.get(f"/{folder}/{name}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"])
@pytest.mark.parametrize("path", ["campaigns", "campaigns/junk/winners", "openapi.json"])
def test_interface_says_in_its_own_form_that_it_is_for_reading(campaign, path, method):
    answer = Client(enforce_csrf_checks=True).generic(method, f"/api/v1/{path}")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["code"] == "method_not_allowed"


def test_feeds_and_lists_stay_readable_whatever_was_pasted_into_a_title(client, campaign):
    for number, category in enumerate(campaign.categories.all()):
        type(category).objects.filter(pk=category.pk).update(title_en=f"{PASTED} {number}")
    Campaign.objects.filter(pk=campaign.pk).update(title_en=PASTED, tagline_en=PASTED)
    campaign.hashtags.all().delete()
    Partner.objects.update(name_en=PASTED)

    for path in ("/en/feed/", "/en/junk/feed/", "/sitemap.xml", "/sitemap-pages.xml"):
        answer = client.get(path)
        assert answer.status_code == 200
        ElementTree.fromstring(answer.content)
    assert client.get("/api/v1/campaigns/junk").json()["about"]["title"]["en"] == PASTED
    for path in ("", "winners/", "winners/how/", "shortlist/", "press/", "gallery/", "rules/"):
        assert client.get(f"/en/junk/{path}").status_code in (200, 404), path
