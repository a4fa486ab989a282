"""The moderator at the queue, and the judge on a telephone."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.windows import Window


def decide(window: Window, *, handle: str, verb: str, reason: str = "") -> None:
    """Press a button at the entry of that account in the queue."""
    window.open(reverse("admin:entries_entry_queue"))
    card = window.page.locator(".queue-card", has_text=handle)
    card.locator("textarea").fill(reason)
    card.locator(f'button[value="{verb}"]').click()
    expect(card).to_have_count(0)


def reject_without_a_reason(window: Window, *, handle: str) -> None:
    """The creator has to be told why."""
    window.open(reverse("admin:entries_entry_queue"))
    card = window.page.locator(".queue-card", has_text=handle)
    card.locator('button[value="reject"]').click()
    window.reads("Tell the creator why.")


def score_everything(window: Window, points: dict[str, tuple[int, int]]) -> None:
    """Go through the list of videos and finish each with the points for its account."""
    window.fits()
    window.page.locator(".work__go").tap()
    for number in range(1, len(points) + 1):
        head = window.page.locator("h1", has_text=f"{number}")
        expect(head).to_be_visible()
        window.fits()
        shown = window.page.locator(".review__creators").inner_text().strip().strip("@\u2068\u2069")
        for criterion, given in zip(
            window.page.locator("fieldset.criterion").all(), points[shown], strict=True
        ):
            step = criterion.locator(f'input[value="{given}"]')
            step.tap()
            expect(step).to_be_checked()
        window.page.locator('button[value="next"]').tap()
        expect(head).to_have_count(0)
    expect(window.page.locator(".work__go, button[value='next']")).to_have_count(0)
