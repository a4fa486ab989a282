"""The front page, and the way to it."""

import pytest

from contests.phases import Phase
from tests.builders import (
    build_campaign,
    build_category,
    build_prize,
)
from tests.website.campaigns import announce, html

pytestmark = pytest.mark.django_db


def test_home_tells_running_coming_and_past_apart(client):
    running = build_campaign(phase=Phase.OPEN)
    coming = build_campaign(phase=Phase.COMING)
    past = build_campaign(phase=Phase.ANNOUNCED)
    draft = build_campaign(phase=Phase.DRAFT)
    build_prize(build_category(past))
    winner = announce(past).awards.get().creator

    page = html(client, "/en/")

    order = [page.index(f'href="/en/{one.slug}/"') for one in (running, coming, past)]
    assert order == sorted(order)
    assert draft.slug not in page
    assert f"<bdi>@{winner.handle}</bdi>" in page


def test_home_without_campaigns_says_so(client):
    assert "No campaign is published yet." in html(client, "/en/")


@pytest.mark.parametrize(
    ("header", "cookie", "expected"),
    [
        ("kk", None, "/kk/"),
        ("ar-EG,ar;q=0.9", None, "/ar/"),
        ("fr", None, "/en/"),
        ("kk", "az", "/az/"),
        ("", "xx", "/en/"),
    ],
)
def test_root_leads_to_the_readers_language(client, settings, header, cookie, expected):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in response["Vary"].split(",")}
