"""The judge's pages in Chromium, on a phone: fit for a thumb, inside the policy, saved."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from judging.models import Assignment, Round, Score
from tests.builders import build_assignment, build_entry
from tests.judging.conftest import Jury, build_jury
from tests.judging.phones import Phone, a_judge, points_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def screening(jury: Jury) -> None:
    """Let the judge's round ask for votes."""
    Round.objects.filter(pk=jury.round.pk).update(kind="screening", quorum=1)
    jury.round.criteria.all().delete()


@pytest.mark.parametrize(("language", "scheme"), [("kk", "light"), ("ar", "dark")])
def test_judging_on_a_phone(browser, live_server, language, scheme):
    jury = build_jury(user=a_judge())
    jury.criteria[0].max_points = 10
    jury.criteria[0].save()
    jury.criteria[1].point_labels = "\n".join(f"{step}: means {step}" for step in range(6))
    jury.criteria[1].save()
    other = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with Phone(browser, live_server, user=jury.user, language=language, scheme=scheme) as phone:
        page = phone.page
        phone.open("desk")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        phone.looks_right()
        page.locator(".work__go").tap()
        phone.is_at("review", jury.assignment.pk)
        phone.looks_right()
        for button in page.locator(".scale__step, .bar .btn:visible, .marks__one").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
        for criterion, points in zip(jury.criteria, (7, 4), strict=True):
            phone.gives(criterion, points)
        phone.is_saved()
        phone.writes("comment_for_creator", "Жақсы")
        page.locator('button[value="next"]').tap()
        phone.is_at("review", other.pk)
        phone.looks_right()
        for name in ("recuse", "flag"):
            phone.open(name, other.pk)
            phone.looks_right()
        for name in ("round", "finished"):
            phone.open(name, jury.round.pk)
            phone.looks_right()
    stored = Score.objects.values_list("assignment", "criterion", "points")
    assert set(stored) == {
        (jury.assignment.pk, jury.criteria[0].pk, 7),
        (jury.assignment.pk, jury.criteria[1].pk, 4),
    }
    finished = Assignment.objects.get(pk=jury.assignment.pk)
    assert finished.comment_for_creator == "Жақсы"
    assert finished.finished_at is not None


@pytest.mark.parametrize("scripts", [True, False])
def test_a_vote_is_one_tap_and_can_be_undone(browser, live_server, scripts):
    jury = build_jury(user=a_judge())
    screening(jury)
    other = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with Phone(browser, live_server, user=jury.user, scripts=scripts) as phone:
        page = phone.page
        phone.open("review", jury.assignment.pk)
        phone.writes("comment_for_staff", "Seen twice")
        page.locator(".vote--no").tap()
        phone.is_at("review", other.pk)
        voted = Assignment.objects.get(pk=jury.assignment.pk)
        assert (voted.vote, voted.comment_for_staff) == ("no", "Seen twice")
        assert voted.finished_at is not None
        expect(page.locator(".done")).to_contain_text("Video 1: no")
        page.locator(".done__undo").tap()
        phone.is_at("review", jury.assignment.pk)
        again = Assignment.objects.get(pk=jury.assignment.pk)
        assert (again.vote, again.finished_at) == ("", None)
        assert again.comment_for_staff == "Seen twice"
        page.locator(".vote--yes").tap()
        phone.is_at("review", other.pk)
        page.locator("[data-skip]").tap()
        phone.is_at("review", other.pk)  # nothing else is left
        page.locator(".vote--unsure").tap()
        phone.is_at("desk")
    votes = Assignment.objects.order_by("pk").values_list("vote", flat=True)
    assert list(votes) == ["yes", "unsure"]


def test_two_taps_are_one_vote(browser, live_server):
    jury = build_jury(user=a_judge())
    screening(jury)
    following = [build_assignment(jury.round, build_entry(jury.campaign), jury.judge) for _ in "ab"]
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.page.locator(".vote--yes").dblclick()
        phone.is_at("review", following[0].pk)
        phone.page.wait_for_load_state()
    votes = Assignment.objects.order_by("pk").values_list("vote", "revision")
    assert list(votes) == [("yes", 1), ("", 0), ("", 0)]


def test_taps_are_undone_one_by_one(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        undo = phone.page.locator("[data-undo]")
        expect(undo).to_be_hidden()
        for criterion, points in ((0, 2), (0, 5), (1, 1)):
            phone.gives(jury.criteria[criterion], points)
        phone.is_saved()
        assert points_of(jury.assignment) == [5, 1]
        for left in ([5], [2], []):
            undo.tap()
            phone.is_saved()
            expect(phone.page.locator("input:checked")).to_have_count(len(left))
            assert points_of(jury.assignment) == left
        expect(undo).to_be_hidden()


def test_finishing_asks_for_what_is_missing(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.gives(jury.criteria[0], 3)
        phone.page.locator('button[value="next"]').tap()
        expect(phone.page.locator(".field--error")).to_have_count(1)
        expect(phone.page.locator(".field--error")).to_contain_text("Choose the points.")
        phone.gives(jury.criteria[1], 3)
        expect(phone.page.locator(".field--error")).to_have_count(0)
        phone.page.locator('button[value="next"]').tap()
        phone.is_at("desk")
    assert Assignment.objects.get().finished_at is not None


def test_keys_do_what_the_page_says(browser, live_server):
    jury = build_jury(user=a_judge())
    jury.criteria[1].max_points = 10
    jury.criteria[1].save()
    with Phone(browser, live_server, user=jury.user, width=1280) as phone:
        phone.open("review", jury.assignment.pk)
        keys = phone.page.keyboard
        keys.press("?")
        expect(phone.page.locator("dialog[open]")).to_be_visible()
        phone.looks_right()
        keys.press("Escape")
        keys.press("3")  # the first criterion is the one before anything has the focus
        keys.press("j")
        keys.type("10")
        phone.is_saved()
        keys.press("z")
        keys.press("9")
        keys.press("f")
        expect(phone.page.locator("[data-favourite] button")).to_have_attribute(
            "aria-pressed", "true"
        )
        keys.press("c")
        keys.type("jk 12")  # letters, while something is written
        keys.press("Escape")
        keys.press("Control+Enter")
        phone.is_at("desk")
    assert points_of(jury.assignment) == [3, 9]
    stored = Assignment.objects.get()
    assert (stored.is_favourite, stored.comment_for_creator) == (True, "jk 12")


def test_close_is_told_in_both_zones(browser, live_server):
    jury = build_jury(user=a_judge())
    here = jury.campaign.zone.key
    for zone, is_told in (("Pacific/Auckland", True), (here, False)):
        with Phone(browser, live_server, user=jury.user, language="kk", zone=zone) as phone:
            phone.open("desk")
            yours = phone.page.locator("[data-yours]").first
            assert yours.is_visible() is is_told


def test_low_data_shows_no_pictures(browser, live_server):
    jury = build_jury(user=a_judge())
    jury.entry.cover = "covers/one.webp"
    jury.entry.save()
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.page.route("**/covers/*", lambda route: route.fulfill(body=""))
        phone.open("review", jury.assignment.pk)
        pictures = phone.page.locator(".player img")
        expect(pictures).to_have_count(1)
        phone.page.locator(".low-data button").tap()
        expect(pictures).to_have_count(0)
        assert phone.page.url == live_server.url + reverse(
            "judging:review", args=[jury.assignment.pk]
        )
        phone.open("desk")
        expect(phone.page.locator(".duty__cover img")).to_have_count(0)
