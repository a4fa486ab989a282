"""The pages for the press, and the files on them."""

import csv
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from contests.phases import Phase
from metrics.models import CampaignReading
from partners.models import Quote
from results.models import Announcement, PressRelease
from tests import personas
from tests.builders import build_campaign, build_entry, build_partner
from tests.press_constraints import build_published_release, build_release
from tests.website.campaigns import announce, rich_campaign
from website.press_files import _packed as packed_of

pytestmark = pytest.mark.django_db
FILES = ("press_release_text", "press_release_docx")


def address(name: str, campaign, *arguments, language: str = "en") -> str:
    return reverse(f"website:{name}", args=[campaign.slug, *arguments]).replace(
        "/en/", f"/{language}/", 1
    )


def read(client, name: str, campaign, *arguments, language: str = "en") -> str:
    answer = client.get(address(name, campaign, *arguments, language=language))
    assert answer.status_code == 200
    return answer.content.decode()


def released(campaign=None, **values) -> PressRelease:
    return build_published_release(campaign or build_campaign(phase=Phase.OPEN), **values)


def withdraw(release: PressRelease) -> None:
    PressRelease.objects.filter(pk=release.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=personas.manager()
    )


def test_published_release_stands_on_the_page(client):
    release = released(title_en="It begins", body_en="**Everybody** may take part.")
    campaign = release.campaign
    assert "It begins" in read(client, "press", campaign)
    page = read(client, "press_release", campaign, release.pk)
    assert "<strong>Everybody</strong> may take part." in page
    assert page.count("<h1") == 1


def test_campaign_leads_to_its_press_page_as_soon_as_there_is_a_release(client):
    draft = build_release(build_campaign(phase=Phase.OPEN))
    tab = f'href="{address("press", draft.campaign)}"'

    def tabs() -> str:
        page = read(client, "gallery", draft.campaign)
        return page[page.index('<div class="tabs">') :].partition("</nav>")[0]

    assert tab not in tabs()
    PressRelease.objects.filter(pk=draft.pk).update(
        published_at=timezone.now(), published_by=personas.manager()
    )
    assert tab in tabs()
    withdraw(draft)
    assert tab not in tabs()


def test_draft_is_nowhere(client):
    release = build_release(build_campaign(phase=Phase.OPEN), title_en="Secret plan")
    campaign = release.campaign
    assert "Secret plan" not in read(client, "press", campaign)
    for name in ("press_release", *FILES, "press_preview"):
        assert client.get(address(name, campaign, release.pk)).status_code == 404


def test_withdrawn_release_says_so_without_its_text(client):
    release = released(title_en="Wrong", body_en="Wrong text.")
    withdraw(release)
    campaign = release.campaign
    assert "Wrong" not in read(client, "press", campaign)
    for name in ("press_release", *FILES):
        answer = client.get(address(name, campaign, release.pk))
        assert answer.status_code == 410
        assert "Wrong" not in answer.content.decode()


def test_draft_that_was_put_away_never_was(client):
    release = build_release(build_campaign(phase=Phase.OPEN))
    withdraw(release)
    assert client.get(address("press_release", release.campaign, release.pk)).status_code == 404


def test_release_of_another_campaign_is_not_found(client):
    release = released()
    other = build_campaign(phase=Phase.OPEN)
    for name in ("press_release", *FILES):
        assert client.get(address(name, other, release.pk)).status_code == 404


def results_release() -> tuple[PressRelease, Announcement]:
    campaign = rich_campaign(size=1, phase=Phase.ANNOUNCED)
    announcement = announce(campaign)
    return released(campaign, kind="results", announcement=announcement), announcement


def test_results_release_is_gone_with_a_cancelled_campaign(client):
    release, _announcement = results_release()
    campaign = release.campaign
    assert client.get(address("press_release", campaign, release.pk)).status_code == 200
    campaign.cancelled_at = timezone.now()
    campaign.save()
    assert client.get(address("press_release", campaign, release.pk)).status_code == 404


def test_release_of_corrected_results_says_so_and_is_not_found_by_searching(client):
    release, announcement = results_release()
    campaign = release.campaign
    answer = client.get(address("press_release", campaign, release.pk))
    assert "X-Robots-Tag" not in answer
    Announcement.objects.create(
        campaign=campaign,
        number=2,
        announced_at=timezone.now(),
        announced_by=announcement.announced_by,
        digest="1" * 64,
    )
    answer = client.get(address("press_release", campaign, release.pk))
    assert "The results were corrected on" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


def test_text_that_fell_back_is_marked_with_its_language(client):
    release = released(title_en="", body_en="", title_kk="Тақырып", body_kk="Мәтін.")
    page = read(client, "press_release", release.campaign, release.pk)
    assert re.search(r'<h1 class="press-title" lang="kk" dir="ltr"[^>]*>Тақырып', page)
    text = client.get(address("press_release_text", release.campaign, release.pk))
    assert text["Content-Disposition"].endswith('-launch-kk.txt"')


def test_markup_of_a_release_is_harmless(client):
    release = released(
        title_en="<script>alert(1)</script>",
        body_en="<script>alert(2)</script> [x](javascript:alert(3)) ![p](https://example.org/p.png)",
    )
    page = read(client, "press_release", release.campaign, release.pk)
    assert "<script>alert" not in page
    assert "javascript:alert" not in page.replace("](javascript:alert", "")
    assert "example.org/p.png" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_release_as_text_and_as_a_document(client):
    release = released(title_ar="عنوان", body_ar="## فصل\n\nنص.")
    campaign = release.campaign
    text = client.get(address("press_release_text", campaign, release.pk, language="ar"))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode("utf-8-sig").splitlines()[2:] == [
        "عنوان", "=====", "", "فصل", "---", "", "نص.",
    ]  # fmt: skip
    document = client.get(address("press_release_docx", campaign, release.pk, language="ar"))
    assert document["Content-Disposition"] == (
        f'attachment; filename="{campaign.slug}-launch-ar.docx"'
    )
    content = zipfile.ZipFile(io.BytesIO(document.content)).read("word/document.xml").decode()
    assert "عنوان" in content
    assert "<w:bidi/>" in content


def test_figures_are_harmless_in_spreadsheets(client):
    campaign = build_campaign(phase=Phase.OPEN)
    build_entry(campaign)
    CampaignReading.objects.create(
        campaign=campaign,
        taken_at=timezone.now(),
        recorded_at=timezone.now(),
        views=35_000_000,
        source="=HYPERLINK(1)",
    )
    rows = list(
        csv.reader(io.StringIO(read(client, "press_figures_csv", campaign).lstrip("\ufeff")))
    )
    assert rows[0] == ["Code", "What is counted", "Figure", "Source", "As of"]
    reported = next(row for row in rows if row[0] == "reported_views")
    assert reported[2] == "35000000"
    assert not reported[3].startswith("=")
    answer = client.get(address("press_figures_xlsx", campaign))
    cells = list(load_workbook(io.BytesIO(answer.content)).active.values)
    line = next(row for row in cells if row[0] == "reported_views")
    assert line[2] == 35_000_000
    assert not line[3].startswith("=")


def test_quotes_as_text(client):
    campaign = build_campaign(phase=Phase.OPEN)
    quote = Quote.objects.create(
        partner=build_partner(name="TikTok"),
        speaker="A. Person",
        post="head",
        text_en="It is good.",
    )
    campaign.quotes.add(quote)
    text = read(client, "press_quotes", campaign)
    assert text.strip("\ufeff\n") == "It is good.\n— A. Person, head"
    assert "\u2068A. Person\u2069" in read(client, "press_quotes", campaign, language="ar")


def test_pictures_are_one_file_even_without_any(client):
    campaign = build_campaign(phase=Phase.OPEN)
    answer = client.get(address("press_pictures", campaign))
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert packed.namelist() == []


def test_pictures_are_packed_one_after_the_other():
    pieces = list(packed_of([("a.png", b"a" * 1000), ("b.png", b"b")]))
    packed = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert packed.testzip() is None
    assert {name: packed.read(name) for name in packed.namelist()} == {
        "a.png": b"a" * 1000,
        "b.png": b"b",
    }
    assert len(pieces) == 3


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_empty_press_page_stands_in_every_language(client, language):
    campaign = build_campaign(phase=Phase.COMING)
    page = read(client, "press", campaign, language=language)
    assert f'<html lang="{language}"' in page


def test_preview_is_never_kept_and_shows_the_draft():
    release = build_release(build_campaign(phase=Phase.OPEN), title_en="Secret plan")
    manager = Client()
    manager.force_login(
        personas.manager(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = manager.get(address("press_preview", release.campaign, release.pk))
    assert "Secret plan" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"].startswith("noindex")


def test_pages_keep_their_queries(client):
    counts = set()
    for size in (1, 3, 12):
        campaign = rich_campaign(size=size, phase=Phase.ANNOUNCED)
        announcement = announce(campaign)
        release = released(campaign, kind="results", announcement=announcement)
        counted = []
        for name, arguments in (("press", ()), ("press_release", (release.pk,))):
            with CaptureQueriesContext(connection) as captured:
                read(client, name, campaign, *arguments)
            counted.append(len(captured))
        counts.add(tuple(counted))
    assert len(counts) == 1
    assert max(counts.pop()) <= 12
