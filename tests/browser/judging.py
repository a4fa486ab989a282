"""The moderator at the queue, and the judge on a telephone."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Page, expect

from judging.models import Assignment
from tests.browser.windows import Window


def decide(window: Window, *, handle: str, verb: str, reason: str = "") -> None:
    """Press a button at the entry of that account in the queue."""
    window.open(reverse("admin:entries_entry_queue"))
    card = window.page.locator(".queue-card", has_text=handle)
    card.locator("textarea").fill(reason)
    card.locator(f'button[value="{verb}"]').click()
    # In the card's place stands what was done, and the way back.
    expect(card).to_have_count(0)
    expect(window.page.locator(".queue-done", has_text=handle)).to_have_count(1)


def reject_without_a_reason(window: Window, *, handle: str) -> None:
    """The creator has to be told why."""
    window.open(reverse("admin:entries_entry_queue"))
    card = window.page.locator(".queue-card", has_text=handle)
    card.locator('button[value="reject"]').click()
    window.reads("Tell the creator why.")


def score_everything(window: Window, points: dict[str, tuple[int, int]]) -> None:
    """Finish every video on the list with the points for its account, which is not shown."""
    page, finish = window.page, window.page.locator('button[value="next"]')
    window.fits()
    page.locator(".work__go").tap()
    for _video in points:
        expect(finish).to_be_visible()
        expect(page.get_by_text("@")).to_have_count(0)
        window.fits()
        here = page.url
        criteria = page.locator("fieldset.criterion").all()
        for criterion, given in zip(criteria, points[_account_on(page)], strict=True):
            step = criterion.locator(f'input[value="{given}"]')
            step.tap()
            expect(step).to_be_checked()
        finish.tap()
        expect(page).not_to_have_url(here)
    window.is_at(reverse("judging:desk"))


def _account_on(page: Page) -> str:
    """Whose video this is: the test may know it, the judge may not."""
    assignment_id = urlsplit(page.url).path.strip("/").rpartition("/")[2]
    return Assignment.objects.get(pk=assignment_id).entry.creator.handle
