import pytest
from django.utils import translation

from tests.builders import build_campaign
from website.languages import language_links, shown_language


def test_links_swap_the_first_segment_and_keep_the_query():
    with translation.override("kk"):
        links = language_links("/kk/kitaptok/gallery/?page=2")
    assert [(link.code, link.url, link.is_current) for link in links] == [
        ("kk", "/kk/kitaptok/gallery/?page=2", True),
        ("ru", "/ru/kitaptok/gallery/?page=2", False),
        ("az", "/az/kitaptok/gallery/?page=2", False),
        ("en", "/en/kitaptok/gallery/?page=2", False),
        ("ar", "/ar/kitaptok/gallery/?page=2", False),
    ]
    assert [link.name for link in links] == [
        "Қазақша", "Русский", "Azərbaycanca", "English", "العربية",
    ]  # fmt: skip
    assert links[-1].direction == "rtl"


def test_page_without_a_language_in_its_address_keeps_its_address():
    assert {(link.url, link.prefixed) for link in language_links("/judge/7/")} == {
        ("/judge/7/", False)
    }


def test_link_stays_on_this_host_whatever_the_path():
    links = language_links("/kk//evil.example/")
    assert [link.url for link in links][:2] == ["/kk//evil.example/", "/ru//evil.example/"]


@pytest.mark.django_db
def test_shown_language_follows_the_fallbacks():
    campaign = build_campaign(title_en="Books", title_ru="Книги", title_kk="")
    with translation.override("kk"):
        assert shown_language(campaign, "title") == "ru"
    with translation.override("az"):
        assert shown_language(campaign, "title") == "en"


@pytest.mark.django_db
def test_shown_language_of_an_empty_text_is_the_active_one():
    campaign = build_campaign()
    with translation.override("ar"):
        assert shown_language(campaign, "tagline") == "ar"
