"""Comparing pairs in Chromium: for a thumb, without a network, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from judging.models import Comparison, Round
from tests.judging.finals import Final, build_final
from tests.judging.phones import Phone, a_judge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def build() -> Final:
    return build_final(entries=4, users=[a_judge()], comparisons_per_judge=3)


def choose(phone: Phone, place: int) -> str:
    """Tap one of the two; returns the number of the entry."""
    button = phone.page.locator(".pair__choose").nth(place)
    chosen = button.get_attribute("value")
    button.tap()
    assert chosen is not None
    return chosen


def waits_for_progress(phone: Phone, made: int) -> None:
    expect(phone.page.locator(".pair__progress progress")).to_have_attribute("value", str(made))


@pytest.mark.parametrize(("language", "scheme"), [("kk", "light"), ("ar", "dark")])
def test_comparing_on_a_phone(browser, live_server, language: str, scheme: str):
    final = build()
    with Phone(
        browser, live_server, user=final.users[0], language=language, scheme=scheme
    ) as phone:
        page = phone.page
        phone.open("desk")
        phone.looks_right()
        page.locator(".work__go").tap()
        phone.is_at("pairs", final.round.pk)
        phone.looks_right()
        for button in page.locator(".pair__choose").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 60
            assert box["y"] + box["height"] <= 844  # in sight without scrolling
        first = choose(phone, 0)
        waits_for_progress(phone, 1)
        phone.looks_right()
        page.locator("[data-undo] button").tap()
        waits_for_progress(phone, 0)
        assert first in [
            button.get_attribute("value") for button in page.locator(".pair__choose").all()
        ]
        for made in (1, 2, 3):
            choose(phone, made % 2)
            waits_for_progress(phone, made)
        expect(page.locator(".pair__choose")).to_have_count(0)
        phone.looks_right()
    assert Comparison.objects.counting().count() == 3
    assert Comparison.objects.count() == 4


def test_choice_without_a_network_is_kept_and_sent(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0]) as phone:
        phone.open("pairs", final.round.pk)
        phone.loses_the_network()
        chosen = choose(phone, 1)
        expect(phone.page.locator("[data-state]")).to_have_text(re.compile("kept on this phone"))
        assert not Comparison.objects.exists()
        phone.finds_the_network()
        waits_for_progress(phone, 1)
        assert phone.page.evaluate("localStorage.length") == 0
    assert str(Comparison.objects.get().preferred_id) == chosen


def test_choice_without_a_network_outlives_its_page(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0]) as phone:
        phone.open("pairs", final.round.pk)
        phone.loses_the_network()
        choose(phone, 0)
        expect(phone.page.locator("[data-state]")).to_have_text(re.compile("kept on this phone"))
        phone.page.close()
        phone.finds_the_network()
        phone.page = phone.new_page()
        phone.open("pairs", final.round.pk)
        waits_for_progress(phone, 1)
    assert Comparison.objects.count() == 1


def test_choice_kept_by_another_judge_is_not_sent(browser, live_server):
    final = build_final(entries=4, users=[a_judge(), a_judge("other")], comparisons_per_judge=3)
    with Phone(browser, live_server, user=final.users[0]) as phone:
        phone.open("pairs", final.round.pk)
        phone.loses_the_network()
        choose(phone, 0)
        expect(phone.page.locator("[data-state]")).to_have_text(re.compile("kept on this phone"))
        phone.page.close()
        phone.sign_in(final.users[1])
        phone.finds_the_network()
        phone.page = phone.new_page()
        phone.open("pairs", final.round.pk)
        phone.page.wait_for_load_state("networkidle")
        assert phone.page.evaluate("localStorage.length") == 1
    assert not Comparison.objects.exists()


def test_choice_after_the_close_is_refused_and_the_page_says_so(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0]) as phone:
        phone.open("pairs", final.round.pk)
        Round.objects.filter(pk=final.round.pk).update(closed_at=final.now)
        choose(phone, 0)
        expect(phone.page.locator("[data-state]")).to_have_text(re.compile("This round is closed"))
    assert not Comparison.objects.exists()


def test_choice_by_keyboard(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0], width=1280) as phone:
        phone.open("pairs", final.round.pk)
        phone.looks_right()
        wanted = phone.page.locator(".pair__choose").nth(1).get_attribute("value")
        phone.page.keyboard.press("2")
        waits_for_progress(phone, 1)
        assert str(Comparison.objects.get().preferred_id) == wanted
        phone.page.keyboard.press("u")
        waits_for_progress(phone, 0)


def test_choice_without_scripts(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0], scripts=False) as phone:
        phone.open("pairs", final.round.pk)
        phone.page.locator(".pair__choose").first.tap()
        waits_for_progress(phone, 1)
        phone.page.locator("[data-undo] button").tap()
        waits_for_progress(phone, 0)
    assert Comparison.objects.count() == 1
