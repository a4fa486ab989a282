"""The guides: the same sections in five languages, and no word in them that no screen says."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.translation import override

from accounts.guide_links import CREATORS, JUDGES, SECTIONS, STAFF
from accounts.guides import read_guide, words_of
from desk.views.help_page import GUIDE as FOR_STAFF
from judging.views.help_page import GUIDE as FOR_JUDGES
from tests import personas
from website.help_view import GUIDE as FOR_CREATORS

FOLDERS = {CREATORS: FOR_CREATORS, JUDGES: FOR_JUDGES, STAFF: FOR_STAFF}
CODES = [code for code, _name in settings.LANGUAGES]
LOCALE = Path(settings.BASE_DIR) / "locale"


def anchors(guide: str, code: str) -> list[str]:
    return [section.anchor for section in read_guide(FOLDERS[guide], code).sections]


@pytest.mark.parametrize("guide", FOLDERS)
def test_guide_has_the_same_sections_in_every_language(guide):
    expected = anchors(guide, "en")
    assert len(expected) == len(set(expected)) >= 9
    assert {code: anchors(guide, code) for code in CODES} == dict.fromkeys(CODES, expected)


@pytest.mark.parametrize("guide", FOLDERS)
def test_guide_names_the_same_words_in_every_language(guide):
    expected = words_of(FOLDERS[guide], "en")
    assert {code: words_of(FOLDERS[guide], code) ^ expected for code in CODES} == dict.fromkeys(
        CODES, frozenset()
    )


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_every_word_of_a_guide_is_a_translated_word_of_the_screens(code):
    with (LOCALE / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)
    words = frozenset[str]().union(*(words_of(folder, code) for folder in FOLDERS.values()))
    assert words
    missing = {
        word for word in words if (message := catalogue.get(word)) is None or not message.string
    }
    assert missing == set()


def test_word_of_a_guide_is_shown_as_the_screen_says_it():
    shown = read_guide(FOR_CREATORS, "ru").sections[0].html
    assert "<bdi>Подать видео</bdi>" in shown
    assert "[[" not in shown


@pytest.mark.parametrize("guide", FOLDERS)
def test_every_link_leads_to_a_section(guide):
    assert set(SECTIONS[guide].values()) - set(anchors(guide, "en")) == set()


def test_every_page_with_a_link_exists():
    names: set[str] = set()

    def walk(patterns, namespace: str) -> None:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
                walk(one.url_patterns, inner)
            elif one.name:
                names.add(f"{namespace}{one.name}")

    walk(get_resolver().url_patterns, "")
    linked = {name for pages in SECTIONS.values() for name in pages}
    assert linked - names == set()


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_creators_read_theirs_without_signing_in(code):
    with override(code):
        answer = Client().get(reverse(CREATORS))
    assert answer.status_code == 200
    assert 'id="ownership"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "persona", ["administrator", "manager", "moderator", "announcer", "auditor"]
)
def test_staff_read_theirs(persona):
    client = Client()
    client.force_login(getattr(personas, persona)())
    assert client.get(reverse(STAFF)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["judge", "creator", "stranger"])
def test_others_do_not_read_the_guide_of_staff(persona):
    client = Client()
    client.force_login(getattr(personas, persona)())
    assert client.get(reverse(STAFF)).status_code == 302


@pytest.mark.django_db
def test_desk_links_to_its_section_with_the_way_back():
    client = Client()
    client.force_login(personas.judge())
    page = client.get("/judge/").content.decode()
    assert 'href="/judge/help/?back=%2Fjudge%2F#list"' in page
    guide = client.get("/judge/help/?back=%2Fjudge%2F").content.decode()
    assert '<p class="guide__back"><a href="/judge/">' in guide


@pytest.mark.django_db
def test_queue_links_to_its_section():
    client = Client()
    client.force_login(personas.moderator())
    page = client.get(reverse("admin:entries_entry_queue")).content.decode()
    assert "/admin/contests/campaign/help/?back=%2Fadmin%2Fentries%2Fentry%2Fqueue%2F#queue" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x"]
)
def test_way_back_never_leaves_the_site(back):
    page = Client().get("/en/help/", {"back": back}).content.decode()
    assert "guide__back" not in page
