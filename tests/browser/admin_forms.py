"""What staff do on any form of the admin."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import expect

from tests.browser.windows import Window


def choose(window: Window, name: str, text: str) -> None:
    """Search a list that one can search, and take what it finds."""
    box = window.page.locator(f'select[name="{name}"] + .select2-container')
    box.click()
    window.page.locator(".select2-container--open .select2-search__field").fill(text)
    window.page.locator(".select2-results__option[aria-selected]", has_text=text).click()
    expect(box).to_contain_text(text)


def type_moment(window: Window, name: str, moment: datetime) -> None:
    """Type a date and a time as they are in the moment's own zone."""
    window.field(f"{name}_0").fill(f"{moment:%Y-%m-%d}")
    window.field(f"{name}_1").fill(f"{moment:%H:%M}")


def language_tab(window: Window, name: str) -> None:
    window.page.locator("a:visible", has_text=name).get_by_text(name, exact=True).click()


def add_row(window: Window, group: str) -> None:
    """Ask for another row below the form."""
    window.page.locator(f"#{group}-group a.add-row").click()


def save(window: Window) -> None:
    """Save the form, which must be taken."""
    before = window.page.url
    window.page.locator('button[name="_save"]').click()
    expect(window.page).not_to_have_url(before)
    window.reads("successfully")
