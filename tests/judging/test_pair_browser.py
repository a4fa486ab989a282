"""Comparing pairs in Chromium: for a thumb, without a network, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from judging.models import Comparison, Round
from tests.judging.conftest import build_jury
from tests.judging.finals import Final, build_final
from tests.judging.phones import Phone, a_judge, points_of

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


def test_undo_without_a_network_stays_and_says_so(browser, live_server):
    """A form that no script sends would lead to the browser's own page of errors."""
    final = build()
    with Phone(browser, live_server, user=final.users[0]) as phone:
        page = phone.page
        phone.open("pairs", final.round.pk)
        choose(phone, 0)
        waits_for_progress(phone, 1)
        phone.loses_the_network()
        page.locator("[data-undo] button").tap()
        expect(page.locator("[data-toast]")).to_be_visible()
        page.locator(".pair__head .more").tap()
        phone.is_at("pairs", final.round.pk)
        chosen = choose(phone, 0)
        expect(page.locator("[data-state]")).to_have_text(re.compile("kept on this phone"))
        phone.looks_right()
        phone.finds_the_network()
        waits_for_progress(phone, 2)
    made = Comparison.objects.counting().order_by("pk").values_list("preferred_id", flat=True)
    assert [str(pk) for pk in made][1:] == [chosen]


def test_review_that_waits_is_sent_from_the_page_of_pairs(browser, live_server):
    """A judge of two contests: what the tunnel kept of one is sent while they compare."""
    jury = build_jury(user=a_judge())
    final = build_final(entries=4, users=[jury.user], comparisons_per_judge=3)
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 4)
        phone.waits()
        phone.page.close()
        phone.page = phone.new_page()
        phone.page.route("**/save/", lambda route: route.abort())
        phone.finds_the_network()
        phone.open("pairs", final.round.pk)
        waiting = phone.page.locator(".kept__one")
        expect(waiting).to_have_count(1)
        phone.looks_right()
        phone.page.unroute("**/save/")
        phone.page.reload()
        expect(waiting).to_have_count(0)
        choose(phone, 0)
        waits_for_progress(phone, 1)
        phone.complaints[:] = [one for one in phone.complaints if "ERR_FAILED" not in one]
    assert points_of(jury.assignment) == [4]


def test_close_is_told_in_the_judges_own_zone(browser, live_server):
    final = build()
    with Phone(browser, live_server, user=final.users[0], zone="America/Lima") as phone:
        for name, args in (("desk", ()), ("pairs", (final.round.pk,))):
            phone.open(name, *args)
            expect(phone.page.locator(".close__yours")).to_be_visible()
            phone.looks_right()


@pytest.mark.parametrize(("language", "scheme"), [("kk", "dark"), ("ar", "light")])
def test_other_pages_of_pairs_look_right(browser, live_server, language: str, scheme: str):
    final = build()
    with Phone(
        browser, live_server, user=final.users[0], language=language, scheme=scheme
    ) as phone:
        phone.open("finished", final.round.pk)
        phone.looks_right()
        phone.open("pair_recuse", final.round.pk, final.ids[0])
        phone.looks_right()


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
