"""A creator on a telephone, in Kazakh: entering a video, and reading what has become of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.functional import Promise
from playwright.sync_api import expect

from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from entries.refusal import EntryRefused
from entries.states import STATES
from entries.video_ids import tiktok_id_for
from tests.browser.windows import Window


def link_of(handle: str, *, days_ago: int) -> str:
    """The link of a video that was posted so many days ago, as its id says."""
    video_id = tiktok_id_for(timezone.now() - timedelta(days=days_ago), salt=days_ago)
    return f"https://www.tiktok.com/@{handle}/video/{video_id}"


def address_of(handle: str) -> str:
    return f"{handle}@example.org"


def kazakh(text: str | Promise) -> str:
    """The sentence in Kazakh, which must not be the English one."""
    with translation.override("kk"):
        translated = str(text)
    with translation.override("en"):
        assert translated != str(text)
    return translated


def go_to_the_form(window: Window, slug: str) -> None:
    """From the page of the campaign."""
    window.open(f"/kk/{slug}/")
    expect(window.page.locator("html")).to_have_attribute("lang", "kk")
    window.reads("Кітап туралы айт")
    window.fits()
    window.page.locator(f'a[href="/kk/{slug}/submit/"]').first.tap()
    window.is_at(f"/kk/{slug}/submit/")
    window.fits()


def send_form(window: Window) -> None:
    window.page.locator("main form.form").get_by_role("button").tap()


def paste_a_profile(window: Window, handle: str) -> None:
    """Paste what is no video, and read what to paste instead."""
    window.fill(links=f"https://www.tiktok.com/@{handle}")
    send_form(window)
    window.reads(kazakh(LINK_MESSAGES[LinkRefusal.PROFILE]))


def fill_in(window: Window, *, link: str, email: str) -> None:
    window.fill(links=link, email=email)
    for box in window.page.locator('main form [type="checkbox"]').all():
        box.check()
    send_form(window)


def enter(window: Window, *, slug: str, handle: str, link: str) -> None:
    """Enter a video and confirm the address with the code from the mail."""
    go_to_the_form(window, slug)
    paste_a_profile(window, handle)
    fill_in(window, link=link, email=address_of(handle))
    window.type_code()
    window.is_at("/kk/my/")
    read_state(window, handle=handle, status="received")


def read_state(window: Window, *, handle: str, status: str) -> None:
    """Open one's entry from the list and read where it stands."""
    window.open("/kk/my/")
    window.fits()
    window.page.get_by_role("link", name=f"@{handle}").tap()
    window.reads(kazakh(STATES[status].meaning))
    window.reads(kazakh(STATES[status].badge))
    window.fits()


def enter_again(window: Window, *, slug: str, link: str) -> None:
    """Somebody else pastes the same video as it is shared from a telephone."""
    go_to_the_form(window, slug)
    fill_in(window, link=f"{link}?is_from_webapp=1&sender_device=mobile", email="late@example.org")
    window.reads(kazakh(EntryRefused.messages["already_entered"]))
