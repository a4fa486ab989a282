"""The manager before the announcement: what is in the way, the plan, the tie, the shortlist."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Locator, expect

from accounts.clock import database_now
from accounts.models import User
from contests.models import Campaign, Category
from results.models import Shortlist
from tests.browser.admin_forms import language_tab, save
from tests.browser.announcing import at
from tests.browser.results_contest import AYSEL, DANA, ERKE, TIMUR, Scene
from tests.browser.windows import Window

ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def in_the_way(window: Window, campaign: Campaign) -> dict[str, str]:
    """What the page of promised dates says is in the way, and where each line leads."""
    window.open(at("promises", campaign))
    links = window.page.locator("#blocking a").all()
    found = {}
    for link in links:
        href = link.get_attribute("href") or ""
        found[link.inner_text().translate(ISOLATES)] = href
    for href in found.values():
        assert window.status_of(href) == 200, href
    return {text: urlsplit(href).path for text, href in found.items()}


def solve(window: Window, campaign: Campaign, sentence: str) -> None:
    """From the page of promised dates to where a line is solved."""
    window.open(at("promises", campaign))
    # Names in a sentence are wrapped in signs that cannot be seen.
    for link in window.page.locator("#blocking a").all():
        if link.inner_text().translate(ISOLATES) == sentence:
            link.click()
            return
    raise AssertionError(f"{sentence} is not in the way")


def name_prize_in_arabic(window: Window) -> None:
    """On the category's page, where the line leads."""
    language_tab(window, "العربية")
    window.fill(**{"prizes-0-title_ar": "شهادة"})
    save(window)


def plan(window: Window, campaign: Campaign, people: list[User]) -> None:
    """Two people announce; winners have ten days; two alternates stand behind each."""
    window.open(at("plan", campaign))
    window.field("needs_two").check()
    window.fill(alternates=2, claim_days=10)
    for person in people:
        window.page.get_by_role("checkbox", name=str(person), exact=True).check()
    window.can_be_used_by_all(".results")
    window.page.get_by_role("button", name="Save", exact=True).click()
    window.reads("The plan is saved.")
    window.open(at("promises", campaign))
    window.reads("Two people must stand by it")
    responsible = window.page.locator("#responsible li")
    expect(responsible).to_have_count(len(people))
    for person in people:
        expect(responsible.filter(has_text=str(person))).to_have_count(1)


def section(window: Window, category: Category) -> Locator:
    return window.page.locator(f"#category-{category.pk}")


def decide_tie(window: Window, scene: Scene) -> None:
    """Not without a number for each and a reason; then the first two are no equals any more."""
    jury = section(window, scene.jury)
    prefix = f"tie-{scene.jury.pk}-1"
    for place, handle in enumerate((AYSEL, TIMUR), start=1):
        jury.get_by_label(handle).and_(
            window.field(f"{prefix}-order-{scene.entries[handle].pk}")
        ).fill(str(place))
    record = jury.get_by_role("button", name="Record the chair’s decision")
    record.click()
    expect(window.field(f"{prefix}-reason")).to_be_focused()  # the browser asks for it
    window.field(f"{prefix}-reason").fill("The chair heard both jurors.")
    record.click()
    window.reads("The tie is decided.")
    rows = jury.locator("tbody tr:has(.results-tick)")
    for row, handle in zip(rows.all(), (AYSEL, TIMUR, DANA, ERKE), strict=True):
        expect(row).to_contain_text(f"@{handle}")
    expect(jury.locator(".results-tied")).to_have_count(0)


def shortlist(window: Window, scene: Scene) -> None:
    """The first three ranks are proposed; one is replaced by hand, which needs two reasons."""
    category = scene.jury
    window.open(at("standings", scene.campaign))
    form = section(window, category).locator("form.results-propose").first
    form.locator("select").select_option("rank")
    form.locator("input[name=value]").fill("3")
    form.get_by_role("button", name="Propose a shortlist").click()
    window.reads("3 entries are ticked.")
    for handle, box in _ticks(window, scene).items():
        expect(box).to_be_checked(checked=handle != ERKE)
    _ticks(window, scene)[DANA].uncheck()
    _ticks(window, scene)[ERKE].check()
    window.page.get_by_role("button", name="Confirm the ticked as shortlist").click()
    reasons = {DANA: "The video was cut.", ERKE: "A first book, well told."}
    for handle, reason in reasons.items():
        window.field(f"reason-{scene.entries[handle].pk}").fill(reason)
    window.can_be_used_by_all(".results")
    window.page.get_by_role("button", name="Confirm the shortlist with these reasons").click()
    window.reads("is confirmed with 3 entries.")
    history = section(window, category).locator(".results-history")
    history.locator("summary").click()
    for handle, reason in reasons.items():
        expect(history.locator("li li", has_text=handle)).to_contain_text(reason)


def set_time_of_shortlist(window: Window, scene: Scene) -> None:
    """The public is to read the jury's shortlist from tomorrow."""
    tomorrow = (timezone.now() + timedelta(days=1)).astimezone(scene.campaign.zone)
    jury = section(window, scene.jury)
    jury.get_by_text("Publish the shortlist…").click()
    jury.locator("input[name=publishes_at]").fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    jury.get_by_role("button", name="Publish at this time").click()
    window.reads("The public will read the shortlist from")
    kept = Shortlist.objects.get(category=scene.jury).published_at
    assert kept == tomorrow.replace(second=0, microsecond=0)


def let_the_time_come(scene: Scene) -> None:
    """A test cannot wait until tomorrow."""
    Shortlist.objects.filter(category=scene.jury).update(published_at=database_now())


def read_shortlist(window: Window, scene: Scene) -> None:
    """Whoever was put forward, in the order of the names; nobody else."""
    window.open(f"/kk/{scene.campaign.slug}/shortlist/")
    listed = window.page.locator("main section").first
    for handle in (AYSEL, ERKE, TIMUR):
        expect(listed).to_contain_text(f"@{handle}")
    expect(listed).not_to_contain_text(DANA)
    window.fits()
    window.can_be_used_by_all()


def _ticks(window: Window, scene: Scene) -> dict[str, Locator]:
    boxes = section(window, scene.jury).locator(".results-tick")
    return {
        handle: boxes.and_(window.page.locator(f'[value="{entry.pk}"]'))
        for handle, entry in scene.entries.items()
    }
