"""The announcer: standings, shortlist, winners, preview, announcement, mails."""

from __future__ import annotations

from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from contests.models import Campaign, Category
from outbox.models import Message
from results.models import Award
from tests.browser.windows import Window


def at(page: str, campaign: Campaign) -> str:
    return reverse(f"admin:results_{page}", args=[campaign.pk])


def confirm_shortlist(window: Window, campaign: Campaign, *, order: list[str]) -> None:
    """Read the jury's standings and shortlist everybody in them."""
    window.open(at("standings", campaign))
    jury = Category.objects.get(campaign=campaign, method=Category.Method.JURY)
    section = window.page.locator(f"#category-{jury.pk}")
    lines = section.locator("tbody tr:has(.results-tick)")
    expect(lines).to_have_count(len(order))
    for row, handle in zip(lines.all(), order, strict=True):
        expect(row).to_contain_text(f"@{handle}")
        row.locator(".results-tick").check()
    section.get_by_role("button", name="Confirm the ticked as shortlist").click()
    window.reads("is confirmed with 2 entries.")


def propose_winners(window: Window, campaign: Campaign) -> None:
    window.open(at("winners", campaign))
    window.page.get_by_role("button", name="Propose winners from the standings").click()
    window.reads("The winners are proposed from the standings.")


def write_citations(window: Window, texts: dict[str, dict[str, str]]) -> None:
    """Type the citations: by the category's address name, then by language."""
    for award in Award.objects.select_related("prize__category"):
        slug = award.prize.category.slug
        for code, text in texts[slug].items():
            window.field(f"place-{award.prize_id}-{award.slot}-citation_{code}").fill(text)
    window.page.get_by_role("button", name="Save", exact=True).click()
    window.reads("Saved.")


def look_at_preview(window: Window, campaign: Campaign, citation: str) -> None:
    """Read the coming page in Kazakh before anybody else can."""
    window.open(at("announce", campaign))
    with window.context.expect_page() as opened:
        window.page.locator(f'a[href="/kk/{campaign.slug}/winners/preview/"]').click()
    expect(opened.value.get_by_text(citation)).to_be_visible()
    opened.value.close()


def open_announcement(page: Page, campaign: Campaign) -> None:
    page.goto(at("announce", campaign))
    expect(page.get_by_text("In the way of the announcement")).to_have_count(0)
    page.locator('[name="looked"]').check()


def press_announce(page: Page, *, answer: str) -> None:
    page.get_by_role("button", name="Announce now").click()
    expect(page.get_by_text(answer).first).to_be_visible()


def release_mails(window: Window, *, to: list[str]) -> None:
    """From the announcement to the outbox: choose what waits, release it, nod at the number."""
    window.page.get_by_role("link", name="Mails to the winners").click()
    window.page.goto(f"{window.page.url}&status__exact={Message.Status.DRAFT}")
    rows = window.page.locator("#result_list tbody .action-select")
    expect(rows).to_have_count(len(to))
    window.page.locator("#action-toggle").check()
    window.field("action").select_option("release")
    window.page.locator('button[name="index"]').click()
    count = len(to)
    window.reads(f"Send {count} mails now?" if count > 1 else "Send 1 mail now?")
    people = len(set(to))
    window.reads(f"To {people} different people." if people > 1 else "To 1 person.")
    for address in to:
        window.reads(address)
    window.page.get_by_role("button", name="Send now").click()
    window.reads(f"{count} mails are on their way." if count > 1 else "1 mail is on its way.")


def mails_that_left() -> dict[str, list[str]]:
    """What the workers send out now: texts by address."""
    mail.outbox.clear()
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)
    sent: dict[str, list[str]] = {}
    for message in mail.outbox:
        sent.setdefault(message.to[0], []).append(str(message.body))
    return sent
