"""What readers see when something is missing: the network, a platform, a language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator

from contests.models import Campaign
from tests.browser.public_scene import LANGUAGES
from tests.browser.strained_scene import build_crowded, build_full, build_untranslated
from tests.browser.windows import DESKTOP, OVERFLOW, PHONE, Window, expect
from website.pages.gallery import PER_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEOS = PER_PAGE + 3
NO_CONNECTION = "There is no connection. Try again."


@pytest.fixture
def full() -> Campaign:
    return build_full(VIDEOS)


def test_gallery_goes_on_where_it_was_once_the_network_is_back(browser, live_server, full):
    with Window(browser, live_server, width=PHONE) as window, _complaints_of_the_network(window):
        window.open(f"/en/{full.slug}/gallery/")
        with _no_network(window):
            button = window.page.locator("[data-gallery-button]")
            button.scroll_into_view_if_needed()
            window.reads(NO_CONNECTION)
            button.filter(has_text="Try again").click()
            window.reads(NO_CONNECTION)
            window.fits()
            window.can_be_used_by_all()
        # Nobody has asked again: the network did, by coming back.
        expect(window.page.locator("[data-gallery] > *")).to_have_count(VIDEOS)
        expect(button).to_be_hidden()


def test_gallery_asks_again_after_an_answer_that_never_came(browser, live_server, full):
    with Window(browser, live_server) as window, _complaints_of_the_network(window):
        window.context.add_init_script("AbortSignal.timeout = () => AbortSignal.abort();")
        window.open(f"/en/{full.slug}/gallery/")
        window.page.locator("[data-gallery-button]").scroll_into_view_if_needed()
        window.reads(NO_CONNECTION)
        expect(window.page.locator("[data-gallery] > *")).to_have_count(PER_PAGE)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_player_stays_a_cover_until_there_is_a_network(browser, live_server, full, width):
    with Window(browser, live_server, width=width) as window, _complaints_of_the_network(window):
        start = _open_video(window, full)
        with _no_network(window):
            start.click()
            window.reads(NO_CONNECTION)
            window.can_be_used_by_all("figure")
        expect(window.page.get_by_text(NO_CONNECTION)).to_be_hidden()

        # The platform is down: nobody can tell, so the way to the video itself is there.
        window.page.route("https://**", lambda route: route.abort("connectionrefused"))
        start.click()
        way_on = window.page.get_by_role("link", name="If the video does not start, open it on")
        expect(way_on).to_be_visible()
        assert str(way_on.get_attribute("href")).startswith("https://www.tiktok.com/@")
        assert window.page.evaluate("document.activeElement.tagName") == "IFRAME"
        window.fits()


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_without_a_translation_says_its_language(browser, live_server, language):
    campaign = build_untranslated()
    with Window(browser, live_server, width=PHONE) as window:
        window.open(f"/{language}/{campaign.slug}/")
        for text in (campaign.title_kk, campaign.tagline_kk):
            shown = window.page.locator("main").get_by_text(text).first
            expect(shown).to_be_visible()
            marks = shown.evaluate(MARKS)
            assert marks == (NONE if language == "kk" else ["kk", "ltr", '"Қазақша"'])
        assert campaign.title_kk in window.page.title()


MARKS = """(text) => {
  const marked = text.closest("[data-fallback]");
  if (!marked) return [null, null, "none"];
  return [marked.lang, marked.dir, getComputedStyle(marked, "::after").content];
}"""
NONE = [None, None, "none"]


@pytest.mark.parametrize("number", [18, 200])
def test_all_partners_fit_when_they_are_asked_for(browser, live_server, number):
    campaign = build_crowded(number)
    with Window(browser, live_server) as window:
        window.open(f"/ar/{campaign.slug}/")
        window.page.locator(".fold summary").click()
        names = window.page.locator(".fold .partner__name")
        expect(names.last).to_be_visible()
        for width in (320, PHONE, DESKTOP):
            window.page.set_viewport_size({"width": width, "height": 844})
            assert window.page.evaluate(OVERFLOW) == 0
        window.can_be_used_by_all(".fold")


def _open_video(window: Window, campaign: Campaign) -> Locator:
    """Come to the page of a video; what starts it."""
    entry = campaign.entries.exclude(cover="").get()
    window.open(f"/en/{campaign.slug}/gallery/{entry.pk}/")
    start = window.page.get_by_role("button", name="Play the video")
    expect(start).to_be_visible()
    expect(window.page.locator("[data-player-else]")).to_be_hidden()
    return start


@contextmanager
def _no_network(window: Window) -> Iterator[None]:
    window.context.set_offline(True)
    yield
    window.context.set_offline(False)


@contextmanager
def _complaints_of_the_network(window: Window) -> Iterator[None]:
    """Let the browser tell of what did not come, and of the player that was asked for."""
    yield
    known = ("net::ERR_", "asked a foreign host: https://www.tiktok.com/player/")
    window.complaints = [one for one in window.complaints if not any(word in one for word in known)]
