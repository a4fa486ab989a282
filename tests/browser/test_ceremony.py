"""The ceremony as a presenter holds it: keys, clicker, no name too early, and no network."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contests.models import Campaign
from contests.phases import Phase
from results.models import Award
from results.sharing import key_of, make_preview_link, withdraw_preview_link
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.builders import build_campaign, build_category, build_creator, build_entry, build_prize
from tests.results.contests import build_contest
from tests.website.campaigns import award, build_announcement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Milliseconds; a press that comes sooner is taken for a bouncing button (js/ceremony/stage.js).
BOUNCE = 400
HANDLES = ("first.of.all", "second_one")


def build_ceremony() -> Campaign:
    """Two categories: two places with a winner each, and one winner alone."""
    campaign = build_campaign(phase=Phase.ANNOUNCED, hashtag="кітапток")
    announcement = build_announcement(campaign)
    category = build_category(campaign, order=1)
    for place, handle in enumerate(HANDLES, start=1):
        prize = build_prize(category, place=place)
        entry = build_entry(campaign, creator=build_creator(handle=handle))
        award(announcement, prize=prize, entry=entry)
    other = build_category(campaign, order=2, title_en="The other one")
    alone = build_entry(campaign, creator=build_creator(handle="the_third"))
    award(announcement, prize=build_prize(other), entry=alone)
    return campaign


def open_stage(window: Window, path: str) -> None:
    """Come to the lobby and wait until everything is kept, then begin."""
    window.open(path)
    is_kept(window)
    window.page.get_by_role("button", name="Begin").click()
    at_step(window, 1)


def is_kept(window: Window) -> None:
    expect(window.page.locator("main[data-kept=ready]")).to_be_attached()


def at_step(window: Window, number: int) -> None:
    expect(window.page.locator("[data-count]")).to_have_text(f"Step {number} of 11")


def press(window: Window, *keys: str) -> None:
    for key in keys:
        window.page.wait_for_timeout(BOUNCE)
        window.page.keyboard.press(key)


def everywhere(window: Window) -> str:
    """All that is on the page: its source, its title and its address."""
    return f"{window.page.content()} {window.page.title()} {window.page.url}"


def path_of(campaign: Campaign) -> str:
    return reverse("website:ceremony", args=[campaign.slug])


def test_names_come_in_their_turn_and_go_with_it(browser, live_server):
    with Window(browser, live_server) as window:
        open_stage(window, path_of(build_ceremony()))
        turns = {4: "second_one", 6: "first.of.all", 10: "the_third"}
        for step in range(1, 12):
            at_step(window, step)
            source = everywhere(window)
            due = {turns[step]} if step in turns else set(HANDLES) if step == 7 else set()
            assert {one for one in (*HANDLES, "the_third") if one in source} == due, step
            if step < 11:
                press(window, "PageDown")


def test_clickers_keyboards_and_fingers_lead_through_it(browser, live_server):
    with Window(browser, live_server) as window:
        open_stage(window, path_of(build_ceremony()))
        press(window, "ArrowRight")
        at_step(window, 2)
        press(window, " ")
        at_step(window, 3)
        press(window, "PageDown", "PageUp")
        at_step(window, 3)
        press(window, "ArrowDown", "ArrowLeft", "Home")
        at_step(window, 1)
        press(window, "2")
        at_step(window, 8)
        expect(window.page.get_by_role("heading", name="The other one")).to_be_visible()
        press(window, "b")
        expect(window.page.locator("[data-blackout]")).to_be_visible()
        press(window, "PageDown")  # brings the light back, and nothing else
        expect(window.page.locator("[data-blackout]")).to_be_hidden()
        at_step(window, 8)
        press(window, "m")
        window.page.get_by_role("button", name="The beginning").click()
        at_step(window, 1)
        window.page.wait_for_timeout(BOUNCE)
        window.page.mouse.click(DESKTOP * 0.7, 300)
        at_step(window, 2)
        window.page.mouse.click(DESKTOP * 0.1, 300)
        at_step(window, 1)
        press(window, "End", "x", "Tab")  # none of them goes on
        at_step(window, 1)
        press(window, "Escape")
        expect(window.page.get_by_role("button", name="Begin")).to_be_visible()


def test_button_that_bounces_or_is_held_gives_nothing_away(browser, live_server):
    with Window(browser, live_server) as window:
        open_stage(window, path_of(build_ceremony()))
        press(window, "PageDown", "PageDown")
        at_step(window, 3)
        window.page.wait_for_timeout(BOUNCE)
        for _time in range(3):
            window.page.keyboard.down("PageUp" if _time == 0 else "PageDown")
        window.page.keyboard.up("PageDown")
        window.page.wait_for_timeout(BOUNCE)
        assert "second_one" not in everywhere(window)


def test_it_goes_on_without_a_network_even_when_it_is_loaded_again(browser, live_server):
    with Window(browser, live_server) as window:
        open_stage(window, path_of(build_ceremony()))
        press(window, "PageDown", "PageDown")
        at_step(window, 3)
        window.context.set_offline(True)
        window.page.reload()
        # Where it was, without a button to be pressed.
        at_step(window, 3)
        assert "second_one" not in everywhere(window)
        press(window, "PageDown")
        expect(window.page.get_by_role("heading", name="@second_one")).to_be_visible()
        window.context.set_offline(False)
        # The browser says that there is no network; it has nothing else to say.
        others = [one for one in window.complaints if "net::ERR_" not in one]
        assert others == []
        window.complaints.clear()


def test_right_that_is_withdrawn_takes_what_was_not_shown(browser, live_server):
    contest = build_contest()
    contest.draft()
    link = make_preview_link(
        campaign_id=contest.campaign.pk, label="Stage", by=contest.staff, at=contest.at
    )
    path = f"{path_of(contest.campaign)}?key={key_of(link)}"
    with Window(browser, live_server) as window:
        window.open(path)
        is_kept(window)
        window.page.get_by_role("button", name="Begin").click()
        press(window, "PageDown")
        withdraw_preview_link(link_id=link.pk, by=contest.staff, at=contest.at)
        window.page.evaluate("ceremony.look()")
        expect(window.page.locator("[data-notice]")).to_contain_text("any more")
        press(window, "PageDown")
        expect(window.page.get_by_role("alert")).to_contain_text("any more")
        assert not any(one.creator.handle in everywhere(window) for one in contest.entries)
        # It is not on the device either.
        window.context.set_offline(True)
        with pytest.raises(Exception, match="ERR_"):
            window.page.reload()
        window.context.set_offline(False)
        # What the browser says of the refusal and of the missing network.
        window.complaints.clear()


def test_changed_winners_are_told_and_taken_over_when_the_presenter_says_so(browser, live_server):
    contest = build_contest()
    contest.draft()
    link = make_preview_link(
        campaign_id=contest.campaign.pk, label="Stage", by=contest.staff, at=contest.at
    )
    with Window(browser, live_server) as window:
        window.open(f"{path_of(contest.campaign)}?key={key_of(link)}")
        is_kept(window)
        window.page.get_by_role("button", name="Begin").click()
        press(window, "PageDown", "PageDown")
        Award.objects.filter(announcement=None).update(citation_en="For another reason.")
        window.page.evaluate("ceremony.look()")
        expect(window.page.locator("[data-notice]")).to_contain_text("have been changed")
        window.page.get_by_role("button", name="Load the new ones").click()
        press(window, "PageDown")
        window.reads("For another reason.")


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_lobby_and_stage_are_accessible_and_fit(browser, live_server, language, width):
    campaign = build_ceremony()
    with Window(browser, live_server, width=width) as window:
        window.page.emulate_media(reduced_motion="reduce")
        window.open(f"/{language}/{campaign.slug}/ceremony/")
        is_kept(window)
        expect(window.page.locator("html")).to_have_attribute(
            "dir", "rtl" if language == "ar" else "ltr"
        )
        window.fits()
        window.can_be_used_by_all()
        window.page.evaluate("ceremony.go()")
        for _step in range(5):
            press(window, "PageDown")
            window.page.wait_for_timeout(BOUNCE)
            window.fits()
            # It fades when nobody touches it for a while, which axe must not meet half-way.
            window.page.locator("[data-count]").hover()
            window.can_be_used_by_all()
