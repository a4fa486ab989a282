"""The moderators' queue by its keys: whatever they write, where the focus goes, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, expect

from accounts import roles
from contests.models import RejectionReason
from entries.models import Entry
from entries.moderation import Verb, decide
from tests import personas
from tests.browser.accessibility import violations
from tests.browser.windows import PHONE, Window
from tests.builders import build_campaign, build_creator
from tests.entries.deciding import build_waiting, verbs_of
from tests.entries.queueing import QUEUE, build_check

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the same keys write with other keyboards: A, R, Q, J.
LAYOUTS = {"English": "arqj", "Russian": "фкйо", "Arabic": "شقضت"}
CODES = ("KeyA", "KeyR", "KeyQ", "KeyJ")


def build_entries(count: int) -> list[Entry]:
    """Waiting entries, the oldest first; the first one breaks a rule."""
    campaign = build_campaign(slug="queue")
    RejectionReason.objects.create(campaign=campaign, text_en="Not about books.")
    entries = [
        build_waiting(
            campaign,
            creator=build_creator(handle=f"reader{number}"),
            caption="Books! #кітапток #кiтапток",
            proposal="look",
        )
        for number in range(1, count + 1)
    ]
    build_check(entries[0], "hashtag", "unknown")
    return entries


@pytest.fixture
def window(
    browser: Browser, live_server: LiveServer, transactional_db: None, language: str
) -> Iterator[Window]:
    with sit_down(browser, live_server, language=language) as window:
        yield window


@pytest.fixture
def language() -> str:
    return "en"


def sit_down(
    browser: Browser, server: LiveServer, *, language: str = "en", **fields: int
) -> Window:
    """A moderator's window, signed in."""
    client = Client()
    user = personas.make_person(f"moderator {language}", role=roles.MODERATOR, language=language)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    window = Window(browser, server, language=language, **fields)
    name = settings.SESSION_COOKIE_NAME
    window.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": server.url}]
    )
    return window


def card(window: Window, entry: Entry) -> Locator:
    return window.page.locator(f"#entry-{entry.pk}")


def press(window: Window, code: str, key: str = "") -> None:
    """A key by its place, and what it writes with the layout in use."""
    window.page.evaluate(
        """([code, key]) => (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }))""",
        [code, key or code[-1].lower()],
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_queue_is_worked_through_by_keys(window: Window, layout: str):
    first, second, third = build_entries(3)
    accept, reject, ask, following = zip(CODES, LAYOUTS[layout], strict=True)
    window.open(QUEUE)
    press(window, *following)
    expect(card(window, first)).to_be_focused()
    press(window, *accept)
    expect(window.page.locator(".queue-done", has_text="@reader1")).to_be_visible()
    expect(card(window, second)).to_be_focused()
    # The first press leads to the reasons, the second one rejects.
    press(window, *reject)
    reasons = card(window, second).locator('input[name="chosen"]')
    expect(reasons.last).to_be_focused()
    reasons.first.check()
    press(window, *reject)
    expect(card(window, third)).to_be_focused()
    press(window, *ask)
    words = card(window, third).locator("textarea")
    expect(words).to_be_focused()
    window.page.keyboard.type("arq")
    window.page.keyboard.press("Control+Enter")
    expect(window.page.locator(".queue-done", has_text="@reader3")).to_be_visible()
    assert [verbs_of(entry) for entry in (first, second, third)] == [
        ["accept"],
        ["reject"],
        ["ask"],
    ]
    assert Entry.objects.get(pk=second.pk).status_reason == "Not about books."
    assert third.decisions.get().reason == "arq"


def test_enter_never_accepts(window: Window):
    first, second = build_entries(2)
    window.open(QUEUE)
    card(window, first).locator('input[name="chosen"]').first.check()
    window.page.keyboard.press("Enter")
    card(window, second).focus()
    # Begun on the first card and left: there it begins anew.
    press(window, "KeyR")
    card(window, first).focus()
    card(window, second).focus()
    press(window, "KeyR")
    expect(card(window, second).locator('input[name="chosen"]').last).to_be_focused()
    assert verbs_of(first) == verbs_of(second) == []
    card(window, second).locator('input[name="chosen"]').first.check()
    window.page.keyboard.press("Enter")
    expect(window.page.locator(".queue-done", has_text="@reader2")).to_be_visible()
    assert (verbs_of(first), verbs_of(second)) == ([], ["reject"])


def test_undo_brings_the_card_back(window: Window):
    first, second = build_entries(2)
    window.open(QUEUE)
    press(window, "KeyJ")
    press(window, "KeyA")
    expect(card(window, second)).to_be_focused()
    press(window, "KeyU")
    expect(card(window, first)).to_be_focused()
    assert verbs_of(first) == ["accept", "undo"]
    press(window, "KeyA")
    expect(card(window, second)).to_be_focused()
    assert verbs_of(first) == ["accept", "undo", "accept"]


def test_undo_reaches_the_page_before(window: Window):
    (first,) = build_entries(1)
    moderator = personas.make_person("moderator en")
    at = timezone.now()
    decide(entry_id=first.pk, verb=Verb.ACCEPT, by=moderator, at=at)
    window.open(QUEUE)
    press(window, "KeyU")
    window.reads("1 entry waits for a decision again.")
    assert verbs_of(first) == ["accept", "undo"]


def test_refusal_is_read_where_it_belongs(window: Window):
    first, second = build_entries(2)
    window.open(QUEUE)
    button = card(window, first).locator('button[value="reject"]')
    button.click()
    expect(card(window, first).locator("textarea")).to_be_focused()
    window.reads("Tell the creator why.")
    # Meanwhile somebody else decides; the card says so and the next one is at hand.
    decide(entry_id=first.pk, verb=Verb.ACCEPT, by=personas.manager(), at=timezone.now())
    card(window, first).locator("textarea").fill("No.")
    card(window, first).locator('button[value="reject"]').click()
    window.reads("Manager decided about this entry meanwhile")
    expect(card(window, second)).to_be_focused()
    assert verbs_of(first) == ["accept"]


def test_several_are_chosen_by_key_and_decided_after_a_nod(window: Window):
    first, second, third = build_entries(3)
    window.open(QUEUE)
    for _ in range(2):
        press(window, "KeyJ")
        press(window, "KeyX")
    expect(window.page.locator("[data-ticked]")).to_have_attribute("data-ticked", "2")
    window.page.locator('#queue-bulk button[value="accept"]').click()
    window.reads("Accept 2 entries?")
    window.page.locator('.queue-ask button[name="verb"]').click()
    window.reads("2 entries are accepted.")
    assert [verbs_of(entry) for entry in (first, second, third)] == [["accept"], ["accept"], []]
    window.page.locator(".queue-last [data-undo]").click()
    window.reads("2 entries wait for a decision again.")


def test_keys_are_explained_and_leave_writing_alone(window: Window):
    (first,) = build_entries(1)
    window.open(QUEUE)
    window.page.keyboard.press("?")
    expect(window.page.locator("[data-keys]")).to_be_visible()
    press(window, "KeyA")
    window.page.keyboard.press("Escape")
    expect(window.page.locator("[data-keys]")).to_be_hidden()
    window.page.locator('input[name="search"]').fill("a")
    window.page.keyboard.type("arqujk?")
    expect(window.page.locator("[data-keys]")).to_be_hidden()
    expect(window.page.locator('input[name="search"]')).to_have_value("aarqujk?")
    assert verbs_of(first) == []


def test_video_plays_after_a_click_only(browser: Browser, live_server: LiveServer):
    (first,) = build_entries(1)
    with sit_down(browser, live_server) as window:
        window.context.route(
            "https://www.tiktok.com/**", lambda route: route.fulfill(body="Player")
        )
        window.open(QUEUE)
        expect(window.page.locator("iframe")).to_have_count(0)
        card(window, first).locator("[data-play]").click()
        frame = window.page.frame_locator(".queue-cover iframe")
        expect(frame.get_by_text("Player")).to_be_visible()
        # It asked the platform, which nothing else on the page does.
        assert all("www.tiktok.com" in said for said in window.complaints)
        window.complaints.clear()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_queue_fits_and_can_be_used_by_all(
    browser: Browser, live_server: LiveServer, transactional_db: None, language: str, width: int
):
    build_entries(2)
    with sit_down(browser, live_server, language=language, width=width) as window:
        window.open(QUEUE)
        window.fits()
        part = "#main, .queue, .queue-selects, .queue-bulk"
        assert violations(window.page, part=part) == []
