"""One's own entry in Chromium: it fills in while the platform answers, without a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from entries.models import Entry
from tests import personas
from tests.browser.accessibility import violations
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.entries.lookups import COVER, OEMBED, waiting_entry, work_off
from tests.fakes.fixture import platforms

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

__all__ = ["platforms"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def own_entry(platforms: Any) -> Entry:
    entry = waiting_entry(platforms, handle="true.owner", caption="Told: #кітапток")
    Entry.objects.filter(pk=entry.pk).update(submitted_by=personas.creator())
    return entry


def sign_in(window: Window) -> None:
    client = Client()
    client.force_login(personas.creator(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": window.server.url}]
    )


@pytest.mark.parametrize(("language", "width"), [("en", DESKTOP), ("ar", PHONE)])
def test_entry_fills_in_without_being_loaded_anew(
    browser: Browser, live_server: LiveServer, platforms: Any, language: str, width: int
):
    entry = own_entry(platforms)
    with Window(browser, live_server, language=language, width=width) as window:
        sign_in(window)
        window.open(f"/{language}/my/{entry.pk}/")
        page = window.page
        status = page.locator("#asking")
        expect(status).to_contain_text("TikTok")
        page.evaluate("window.sameDocument = true")
        work_off(OEMBED)
        expect(page.locator("#video")).to_contain_text("Told: #кітапток")
        expect(page.locator("#history")).to_contain_text("@true.owner")
        work_off(COVER)
        expect(page.locator("#video img")).to_be_visible()
        expect(page.locator("#looking[hx-get]")).to_have_count(0)
        assert page.evaluate("window.sameDocument") is True
        window.fits()
        assert violations(page) == []


def test_entry_says_without_scripts_how_to_go_on(
    browser: Browser, live_server: LiveServer, platforms: Any
):
    entry = own_entry(platforms)
    with Window(browser, live_server) as window:
        window.context.close()
        window.context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        window.page = window.new_page()
        sign_in(window)
        window.open(f"/en/my/{entry.pk}/")
        # Playwright does not look into <noscript> for texts.
        expect(window.page.locator("#asking noscript")).to_be_visible()
        work_off(OEMBED)
        window.page.reload()
        window.reads("Told: #кітапток")
