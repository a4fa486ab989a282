"""Two announcers: winners and alternates, the private link, two people, and a correction."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from contests.models import Campaign
from results.models import Award
from tests.browser.announcing import at, propose_winners
from tests.browser.promising import section
from tests.browser.results_contest import AYSEL, DANA, TIMUR, Scene
from tests.browser.windows import Window

CITATIONS = {
    "kk": "Жылы сөзі үшін",
    "ru": "За тёплые слова",
    "az": "İsti sözlərinə görə",
    "en": "For warm words",
    "ar": "لكلماتها الدافئة",
}
NOTES = {
    "kk": "Жеңімпаз жүлдеден бас тартты, орнына келесісі келді.",
    "ru": "Победитель отказался от приза, его занял следующий.",
    "az": "Qalib mükafatdan imtina etdi, növbəti iştirakçı keçdi.",
    "en": "The winner declined the prize, and the next one moved up.",
    "ar": "اعتذر الفائز عن الجائزة فانتقلت إلى من يليه.",
}
OFFICE = "Minister’s office"


def choose_winners(window: Window, scene: Scene) -> None:
    """The standings propose winners and alternates; each winner is cited in every language."""
    propose_winners(window, scene.campaign)
    expected = {scene.jury: [AYSEL, TIMUR, DANA], scene.videos: [TIMUR, DANA, AYSEL]}
    for category, (winner, *alternates) in expected.items():
        expect(section(window, category).locator(".results-name")).to_have_text(f"@{winner}")
        for position, handle in enumerate(alternates, start=1):
            chosen = window.field(f"alternates-{category.pk}-{position}").locator(":checked")
            expect(chosen).to_contain_text(f"@{handle}")
    cite(window, scene.campaign)
    window.can_be_used_by_all(".results")


def cite(window: Window, campaign: Campaign) -> None:
    """Say of every drafted winner, in each language, why it won."""
    window.open(at("winners", campaign))
    for award in Award.objects.filter(announcement=None):
        for code, text in CITATIONS.items():
            window.field(f"place-{award.prize_id}-{award.slot}-citation_{code}").fill(text)
    window.page.get_by_role("button", name="Save", exact=True).click()
    window.reads("Saved.")


def make_private_link(window: Window, campaign: Campaign) -> str:
    """Its path, as it is to be sent to the minister's office."""
    window.open(at("announce", campaign))
    window.fill(label=OFFICE, days=3)
    window.page.get_by_role("button", name="Make a link").click()
    window.reads("The link is made.")
    address = urlsplit(window.page.get_by_label(f"Address for {OFFICE}").input_value())
    return f"{address.path}?{address.query}"


def read_private_link(window: Window, link: str) -> None:
    """What would be announced, without signing in, in the languages of the menu."""
    window.open(link)
    for code in ("ar", "kk"):
        window.page.locator("header details.menu:visible summary").first.click()
        window.page.locator(f'header a[hreflang="{code}"]:visible').first.click()
        html = window.page.locator("html")
        expect(html).to_have_attribute("lang", code)
        expect(html).to_have_attribute("dir", "rtl" if code == "ar" else "ltr")
        window.reads(CITATIONS[code])
        expect(window.page.locator("main h3").first).to_have_text(f"@{AYSEL}")
        expect(window.page.locator("aside.banner")).to_contain_text(OFFICE)
        window.fits()
        window.can_be_used_by_all()


def stand_by(window: Window, *, do: str, answer: str) -> None:
    """Say that one has looked, and press, without the mouse; `do` confirms or announces."""
    window.press_by_keyboard("looked", f"do={do}")
    window.reads(answer)


def open_announcement(window: Window, campaign: Campaign) -> None:
    window.open(at("announce", campaign))
    expect(window.page.get_by_text("In the way of the announcement")).to_have_count(0)


def by_two(first: Window, second: Window, campaign: Campaign) -> None:
    """The second can announce only once the first has confirmed, who cannot announce alone."""
    open_announcement(second, campaign)
    announces = 'button[name="do"][value="announce"]'
    expect(second.page.locator(announces)).to_have_count(0)
    open_announcement(first, campaign)
    expect(first.page.locator(announces)).to_have_count(0)
    first.can_be_used_by_all(".results")
    stand_by(first, do="confirm", answer="Confirmed. It holds for exactly what you see here.")
    first.reads("Now another person with the role of announcer")
    expect(first.page.locator(announces)).to_have_count(0)
    open_announcement(second, campaign)
    second.reads("Confirmed by Announcer")
    stand_by(second, do="announce", answer="Announced. The mails to the winners")


def correct(window: Window, scene: Scene) -> None:
    """The winner by views declined: the first alternate takes the place, and the public is told."""
    campaign = scene.campaign
    window.open(at("correction", campaign))
    window.fill(reason="Timur has declined the prize.")
    window.page.get_by_role("button", name="Begin a correction").click()
    window.reads("The correction is open.")
    place = window.page.locator(".results-section", has_text=scene.videos.title)
    expect(place).to_contain_text("Declined the prize, or it was taken back.")
    choose_alternate(place, DANA)
    place.get_by_role("button", name="Move up").click()
    window.reads("Moved up.")
    expect(place.locator(".results-name")).to_have_text(f"@{DANA}")
    announced = place.get_by_text("Announced is")
    expect(announced).to_contain_text(TIMUR)
    window.page.locator("#note").scroll_into_view_if_needed()
    for code, text in NOTES.items():
        window.field(f"note-{code}").fill(text)
    window.page.get_by_role("button", name="Save the note").click()
    window.reads("Saved.")
    window.can_be_used_by_all(".results")
    cite(window, campaign)


def choose_alternate(place: Locator, handle: str) -> None:
    choices = place.locator("select[name=position]")
    [value] = [
        one.get_attribute("value")
        for one in choices.locator("option").all()
        if handle in one.inner_text()
    ]
    choices.select_option(value)
