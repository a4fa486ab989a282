"""Translating a campaign in the browser: a gap is filled in Russian and in Arabic."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import roles
from contests.phases import Phase
from tests import personas
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.builders import build_campaign, build_category, build_prize, build_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "width", "words"),
    [("ru", DESKTOP, "Читаем вместе"), ("ar", PHONE, "نقرأ معًا")],
)
def test_gap_is_filled_by_keyboard(browser, live_server, language, width, words):
    campaign = build_campaign(phase=Phase.OPEN, tagline_en="We read together")
    build_prize(build_category(campaign))
    build_round(campaign.categories.get())
    editor = personas.make_person("editor", role=roles.CAMPAIGN_MANAGER, language=language)
    address = reverse("admin:desk_texts", args=[campaign.pk])
    with Window(browser, live_server, language=language, width=width) as window:
        window.page.emulate_media(reduced_motion="reduce")
        window.is_signed_in_as(editor)
        window.open(address)
        window.fits()
        window.can_be_used_by_all(".texts")
        window.page.locator(f'.texts-missing[href*="to={language}"]').click()
        window.is_at(address)
        window.fits()
        window.can_be_used_by_all(".texts")
        title = window.field(f"text-campaign:{campaign.pk}:title")
        tagline = window.field(f"text-campaign:{campaign.pk}:tagline")
        expect(tagline).to_have_attribute("lang", language)
        expect(tagline).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        title.focus()
        window.page.keyboard.press("Tab")
        expect(tagline).to_be_focused()
        window.page.keyboard.type(words)
        expect(window.page.locator("[data-unsaved-label]")).to_contain_text("1")
        # What is typed is not left behind without a word.
        asked: list[str] = []
        window.page.once("dialog", lambda box: (asked.append(box.type), box.dismiss()))
        window.page.locator(".desk-head .desk-button").last.click(no_wait_after=True)
        expect(tagline).to_have_value(words)
        assert asked == ["beforeunload"]
        window.page.locator(".texts-save button").click()
        expect(tagline).to_have_count(0)
    campaign.refresh_from_db()
    assert getattr(campaign, f"tagline_{language}") == words
