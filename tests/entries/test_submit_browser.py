"""The form in Chromium: recognised while typing, read by a keyboard, whole without JavaScript."""

import pytest
from playwright.sync_api import expect

from entries.models import Entry, GuardianConsent, Lookup
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.builders import build_category
from tests.entries.entering import address, build_answer, build_contest, new_video_id, tiktok_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GUARDIAN_LIMIT = 16


def build_asking_contest():
    """A campaign that asks everything that can be asked."""
    campaign = build_contest(
        min_age=10, guardian_age=GUARDIAN_LIMIT, countries=["KZ", "AZ"], min_seconds=15
    )
    build_category(campaign, is_chosen=True)
    return campaign


def looks_right(window: Window) -> None:
    window.can_be_used_by_all()
    window.fits()


@pytest.mark.parametrize(("language", "width"), [("en", PHONE), ("ar", DESKTOP)])
def test_video_is_recognised_while_it_is_typed(browser, live_server, language: str, width: int):
    campaign, video_id = build_asking_contest(), new_video_id()
    with Window(browser, live_server, width=width, language=language) as window:
        window.open(address(campaign, language))
        looks_right(window)
        window.fill(links=f"{tiktok_link(video_id)}\nhttps://www.tiktok.com/@aysel.math")
        cards = window.page.locator(".recognised__one")
        expect(cards).to_have_count(2)
        expect(cards.nth(0)).to_contain_text("@aysel.math")
        expect(cards.nth(1)).to_have_class("recognised__one recognised__one--bad")
        assert Lookup.objects.get().video_id == video_id
        # What the job has found appears by itself.
        told = {"caption": "Оқимыз #кітапток", "author_handle": "true.owner", "seconds": 5}
        build_answer(video_id, told)
        Lookup.objects.all().delete()
        expect(cards.nth(0)).to_contain_text("Оқимыз #кітапток")
        expect(cards.nth(0)).to_contain_text("@true.owner")
        expect(window.page.locator(".recognised__finding--bad")).to_have_count(1)
        looks_right(window)
        window.fill(links="")
        expect(cards).to_have_count(0)
    assert not Entry.objects.exists()


def test_account_is_asked_for_as_soon_as_it_is_needed(browser, live_server, settings):
    settings.YOUTUBE_API_KEY = ""
    with Window(browser, live_server, width=PHONE) as window:
        window.open(address(build_contest(), "en"))
        expect(window.field("handle_youtube")).to_be_hidden()
        window.fill(links="https://youtu.be/aB3-_xYz09Q")
        expect(window.field("handle_youtube")).to_be_visible()
        expect(window.field("handle_tiktok")).to_be_hidden()


def test_guardian_is_asked_of_whoever_is_young(browser, live_server):
    with Window(browser, live_server, width=PHONE) as window:
        window.open(address(build_asking_contest(), "en"))
        expect(window.field("guardian_name")).to_be_hidden()
        window.fill(age=GUARDIAN_LIMIT - 1)
        expect(window.field("guardian_name")).to_be_visible()
        window.fill(age=GUARDIAN_LIMIT)
        expect(window.field("guardian_name")).to_be_hidden()


def test_form_is_filled_in_by_keyboard_alone(browser, live_server):
    with Window(browser, live_server) as window:
        window.open(address(build_contest(), "en"))
        keyboard = window.page.keyboard
        window.field("links").focus()
        names = []
        for _ in range(8):
            focused = window.page.evaluate("document.activeElement.name || ''")
            names.append(focused)
            if focused.startswith("agree_"):
                keyboard.press("Space")
            elif focused in ("links", "email"):
                keyboard.type(tiktok_link() if focused == "links" else "aysel@example.org")
            keyboard.press("Tab")
        assert [name for name in names if name] == [
            "links",
            "email",
            "agree_rules",
            "agree_privacy",
            "agree_publication",
        ]
        window.page.locator(".submit button").focus()
        keyboard.press("Enter")
        window.is_at("/en/account/login/code/confirm/")
    assert Entry.objects.get().submitted_by.email == "aysel@example.org"


def test_form_works_without_javascript(browser, live_server):
    campaign = build_asking_contest()
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": PHONE, "height": 844},
    )
    page = context.new_page()
    page.goto(address(campaign, "en"))
    link = f"https://www.tiktok.com/video/{new_video_id()}"
    page.locator('[name="links"]').fill(f"{link} {tiktok_link()}")
    page.locator('[name="email"]').fill("aysel@example.org")
    page.locator('[name="age"]').fill("12")
    page.locator('[name="country"]').select_option("AZ")
    page.locator('[name="guardian_name"]').fill("Aigul")
    page.locator('[name="guardian_email"]').fill("mother@example.org")
    for box in page.locator('.submit [name^="agree_"]').all():
        box.check()
    page.locator(".submit button").click()
    # Neither the link nor the platform has told whose video it is.
    page.locator('[name="handle_tiktok"]').fill("aysel")
    page.locator(".submit button").click()
    page.wait_for_url("**/account/login/code/confirm/**")
    context.close()
    assert Entry.objects.count() == GuardianConsent.objects.count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answer_about_several_links_looks_right(browser, live_server, scheme: str):
    campaign = build_contest()
    with Window(browser, live_server, width=PHONE) as window:
        window.page.emulate_media(color_scheme=scheme)
        window.open(address(campaign, "ar"))
        window.fill(links=f"{tiktok_link()} {tiktok_link()} https://www.tiktok.com/@aysel.math")
        window.fill(email="aysel@example.org")
        for box in window.page.locator('.submit [name^="agree_"]').all():
            box.check()
        window.page.locator(".submit button").click()
        window.is_at("/ar/account/login/code/confirm/")
        window.type_code()
        window.is_at(f"/ar/{campaign.slug}/submit/entered/")
        expect(window.page.locator(".entry")).to_have_count(2)
        expect(window.page.locator(".refused li")).to_have_count(1)
        looks_right(window)
