"""Cards on the web: their own address, the pictures beside links, and a winner's to download."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contests.models import Campaign
from contests.phases import Phase
from results import card_drawing
from results.card_drawing import card_files, keep_card
from results.cards import wanted_cards
from results.models import Card
from tests.builders import build_campaign
from tests.results.certified import Certified, build_certified

pytestmark = pytest.mark.django_db
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">')


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture(autouse=True)
def _drawn_quickly(monkeypatch: Any) -> None:
    """What is on the picture does not matter here."""
    monkeypatch.setattr(card_drawing, "png_of", lambda content, _given: content.digest.encode())


def draw(campaign: Campaign) -> None:
    for wanted in wanted_cards(campaign, at=timezone.now()):
        keep_card(wanted, at=timezone.now())


def the_card(**which: Any) -> Card:
    return Card.objects.get(**{"language": "en", "size": "wide", "kind": "campaign"} | which)


def meta(page: str, *args: Any, language: str = "en") -> dict[str, str]:
    with override(language):
        url = reverse(page, args=args)
    answer = Client().get(url)
    assert answer.status_code == 200
    found = META.findall(answer.content.decode())
    single = [name for name, _content in found if name != "og:locale:alternate"]
    assert len(single) == len(set(single))
    return dict(found)


def drawn_contest(**fields: Any) -> Certified:
    contest: Any = build_certified(**fields)
    draw(contest.campaign)
    return contest


def status(card: Card) -> int:
    answer: Any = Client().get(f"/cards/{card.digest}.png")
    if answer.streaming:
        assert b"".join(answer.streaming_content) == card.digest.encode()
    return int(answer.status_code)


def test_card_is_served_for_ever():
    campaign: Any = build_campaign(phase=Phase.OPEN)
    draw(campaign)
    card = the_card()
    url = f"/cards/{card.digest}.png"

    answer: Any = Client().get(url)

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == card.digest.encode()
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["ETag"] == f'"{card.digest}"'
    assert not answer.cookies
    again = Client().get(url, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == answer["Cache-Control"]
    head: Any = Client().head(url)
    assert (head.status_code, head["Content-Length"]) == (200, "64")
    for close in head._resource_closers:
        close()
    assert Client().post(url).status_code == 405


@pytest.mark.parametrize(
    "name",
    ["0" * 64, "x", "..%2f..%2fdb.sqlite3", "A" * 64, "%00", "0" * 64 + "%0a", "../" * 3 + "x"],
)
def test_address_of_no_card_is_not_found(name):
    assert Client().get(f"/cards/{name}.png").status_code == 404


def test_card_without_its_file_is_not_found():
    draw(build_campaign(phase=Phase.OPEN))
    card = the_card()
    card_files().delete(card.image.name)

    assert status(card) == 404


def test_media_lead_to_no_card():
    draw(build_campaign(phase=Phase.OPEN))

    assert Client().get(f"/media/{the_card().image.name}").status_code == 404


def test_cancelled_campaign_takes_its_cards_away():
    contest: Any = drawn_contest()
    card = the_card(kind="winner", award__prize=contest.jury)
    assert status(card) == 200

    Campaign.objects.update(cancelled_at=timezone.now())

    assert {status(card), status(the_card())} == {404}
    assert "og:image" not in meta("website:campaign", contest.campaign.slug)


def test_corrected_winner_loses_the_card_and_the_other_keeps_it_at_once():
    contest: Any = drawn_contest()
    lost, kept = (
        the_card(kind="winner", award__prize=prize) for prize in (contest.views, contest.jury)
    )

    contest.correct(without=contest.views)

    later = contest.at + timedelta(days=2)
    assert later < timezone.now()
    assert (status(lost), status(kept)) == (404, 200)


def test_page_of_a_campaign_shows_its_card_beside_links_in_its_language():
    campaign: Any = build_campaign(phase=Phase.OPEN, title="Kitap", hashtag="kitap")
    draw(campaign)

    for language in ("ar", "en", "kk"):
        found = meta("website:campaign", campaign.slug, language=language)
        card = the_card(language=language)
        assert found["og:image"] == f"http://testserver/cards/{card.digest}.png"
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert "kitap" in found["og:image:alt"]
        assert found["twitter:card"] == "summary_large_image"
        assert found["og:locale"].startswith(f"{language}_")


def test_page_without_a_card_names_no_picture():
    campaign: Any = build_campaign(phase=Phase.OPEN)

    found = meta("website:campaign", campaign.slug)

    assert "og:image" not in found
    assert found["twitter:card"] == "summary"


def test_pages_of_a_winner_show_the_winners_card():
    contest: Any = drawn_contest()
    contest_url = [contest.campaign.slug]
    card = the_card(kind="winner", award__prize=contest.jury)

    entry = meta("website:entry", *contest_url, contest.entry.pk)
    # There are two winners: the campaign's card tells that they are announced.
    winners = meta("website:winners", *contest_url)

    assert entry["og:image"].endswith(f"/cards/{card.digest}.png")
    assert contest.entry.creator.handle in entry["og:image:alt"]
    assert winners["og:image"].endswith(f"/cards/{the_card().digest}.png")


def test_page_of_the_only_winner_shows_the_winners_card():
    contest: Any = build_certified()
    contest.correct(without=contest.views)
    draw(contest.campaign)

    found = meta("website:winners", contest.campaign.slug)

    card = the_card(kind="winner")
    assert found["og:image"].endswith(f"/cards/{card.digest}.png")


def test_winner_has_three_pictures_to_download():
    contest: Any = drawn_contest()
    url = reverse("website:winners", args=[contest.campaign.slug])

    html = Client().get(url).content.decode()

    for size in ("wide", "square", "story"):
        card = the_card(kind="winner", size=size, award__prize=contest.jury)
        assert html.count(f'href="/cards/{card.digest}.png"') == 1


def test_winners_page_asks_for_all_cards_at_once():
    counts = []
    for winners in (1, 4):
        contest = drawn_contest(winners=winners)
        url = reverse("website:winners", args=[contest.campaign.slug])
        Client().get(url)
        with CaptureQueriesContext(connection) as queries:
            Client().get(url)
        asked = [one["sql"] for one in queries if 'FROM "results_card"' in one["sql"]]
        assert len(asked) == 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_title_cannot_leave_its_attribute():
    campaign: Any = build_campaign(phase=Phase.OPEN, title='"><script>alert(1)</script>')
    draw(campaign)

    found = meta("website:campaign", campaign.slug)

    assert "&quot;&gt;&lt;script&gt;" in found["og:image:alt"]
