"""A judge in a tunnel: what is written stays on the telephone, is sent once, and never lost."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from judging.draft import Draft
from judging.models import Assignment, Round
from judging.reviewing import save_review
from tests.builders import build_assignment, build_entry
from tests.judging.conftest import Jury, build_jury
from tests.judging.phones import Phone, a_judge, points_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def from_the_laptop(jury: Jury, *points: int, comment: str = "") -> None:
    """The same judge saves the same review on another device."""
    save_review(
        assignment_id=jury.assignment.pk,
        draft=Draft(points=jury.points(*points), comment_for_staff=comment),
        base=None,
        token=None,
        finish=False,
        by=jury.user,
        at=timezone.now(),
    )


def closed(jury: Jury) -> None:
    Round.objects.filter(pk=jury.round.pk).update(closes_at=timezone.now())


def stored(jury: Jury) -> tuple[list[int], str, int]:
    review = Assignment.objects.get(pk=jury.assignment.pk)
    return points_of(review), review.comment_for_staff, review.revision


@pytest.mark.parametrize("language", ["ar", "kk"])
def test_offline_in_the_middle_loses_nothing(browser, live_server, language):
    jury = build_jury(user=a_judge())
    other = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with Phone(browser, live_server, user=jury.user, language=language) as phone:
        phone.open("desk")
        phone.page.locator(".work__go").tap()
        phone.is_at("review", jury.assignment.pk)
        phone.gives(jury.criteria[0], 2)
        phone.is_saved()
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 5)
        phone.waits()
        phone.writes("comment_for_staff", "Жердің астында · تحت الأرض")
        phone.gives(jury.criteria[1], 4)
        phone.looks_right()
        phone.page.locator('button[value="next"]').tap()
        phone.waits()
        # The page stays: there is no other one to go to.
        phone.page.locator("[data-way]").first.tap()
        expect(phone.page.locator("[data-toast]")).to_be_visible()
        phone.is_at("review", jury.assignment.pk)
        assert stored(jury) == ([2], "", 1)
        phone.finds_the_network()
        phone.is_at("review", other.pk)
        phone.looks_right()
    assert stored(jury) == ([5, 4], "Жердің астында · تحت الأرض", 2)
    assert Assignment.objects.get(pk=jury.assignment.pk).finished_at is not None


def test_closed_tab_keeps_what_was_not_sent(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 4)
        phone.writes("comment_for_creator", "Kept")
        phone.waits()
        phone.page.close()
        phone.finds_the_network()
        phone.page = phone.new_page()
        phone.open("desk")
        expect(phone.page.locator(".kept__one")).to_have_count(0)  # sent, not only hidden
    assert stored(jury)[0] == [4]
    assert Assignment.objects.get().comment_for_creator == "Kept"


def test_lost_answer_is_not_a_conflict(browser, live_server):
    """The save got through, the answer did not, and the judge went on writing meanwhile."""
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)

        def swallow(route):
            route.fetch()
            route.abort()

        phone.page.route("**/save/", swallow, times=1)
        phone.complaints.clear()
        phone.gives(jury.criteria[0], 1)
        phone.waits()
        assert stored(jury) == ([1], "", 1)
        phone.gives(jury.criteria[0], 3)
        phone.is_saved()
        phone.complaints[:] = [one for one in phone.complaints if "ERR_FAILED" not in one]
    assert stored(jury) == ([3], "", 2)


@pytest.mark.parametrize("language", ["ar", "kk"])
@pytest.mark.parametrize("keeps", ["here", "there"])
def test_conflict_shows_both_and_the_judge_chooses(browser, live_server, language, keeps):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user, language=language) as phone:
        page = phone.page
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 1)
        phone.writes("comment_for_staff", "From the bus")
        phone.waits()
        from_the_laptop(jury, 5, 5, comment="From the laptop")
        phone.finds_the_network()
        versions = page.locator("[data-versions]")
        expect(versions).to_be_visible()
        expect(versions).to_contain_text("From the bus")
        expect(versions).to_contain_text("From the laptop")
        expect(page.locator(".versions__line.is-different")).to_have_count(3)
        phone.looks_right()
        # It waits for the judge, also on the next visit.
        page.reload()
        expect(versions).to_be_visible()
        assert stored(jury) == ([5, 5], "From the laptop", 1)
        if keeps == "here":
            page.locator("[data-keep-mine]").tap()
            phone.is_saved()
            expect(versions).to_be_hidden()
        else:
            page.locator("[data-take-other]").tap()
            expect(versions).to_be_hidden()
            expect(page.locator('textarea[name="comment_for_staff"]')).to_have_value(
                "From the laptop"
            )
            phone.gives(jury.criteria[0], 4)
            phone.is_saved()
    assert (
        stored(jury)
        == {
            "here": ([1], "From the bus", 2),
            "there": ([4, 5], "From the laptop", 2),
        }[keeps]
    )


def test_late_save_is_refused_and_stays_until_it_is_discarded(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        page = phone.page
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 5)
        phone.writes("comment_for_staff", "A minute too late")
        phone.waits()
        closed(jury)
        phone.finds_the_network()
        versions = page.locator("[data-versions]")
        expect(versions).to_be_visible()
        expect(versions).to_contain_text("This round is closed.")
        phone.looks_right()
        # The desk says so, too, and leads back to what was written.
        phone.open("desk")
        expect(page.locator(".kept__one")).to_contain_text("This round is closed.")
        phone.looks_right()
        page.locator(".kept__one a").tap()
        expect(versions).to_contain_text("A minute too late")
        phone.looks_right()
        page.locator("[data-discard]").tap()
        expect(versions).to_be_hidden()
        phone.open("desk")
        expect(page.locator(".kept__one")).to_have_count(0)
    assert stored(jury) == ([], "", 0)


def test_what_one_judge_wrote_is_never_sent_by_another(browser, live_server):
    """Two judges share a telephone; the first one's unsent review waits for the first one."""
    jury = build_jury(user=a_judge())
    second = a_judge("second")
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 5)
        phone.waits()
        phone.sign_in(second)
        phone.finds_the_network()  # the first one's page is still open
        expect(phone.state).to_have_attribute("data-kind", "bad")
        phone.open("desk")
        expect(phone.page.locator(".kept__one")).to_have_count(0)
        assert stored(jury) == ([], "", 0)
        phone.sign_in(jury.user)
        phone.open("desk")
        expect(phone.page.locator(".kept__one")).to_have_count(0)  # sent, not only hidden
    assert stored(jury) == ([5], "", 1)


def test_signed_out_says_so_and_keeps(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.open("review", jury.assignment.pk)
        phone.context.clear_cookies(name="sessionid")
        phone.gives(jury.criteria[0], 5)
        link = phone.page.locator("[data-sign-in]")
        expect(link).to_be_visible()
        page = reverse("judging:review", args=[jury.assignment.pk])
        assert (link.get_attribute("href") or "").endswith(f"?next={page.replace('/', '%2F')}")
        phone.sign_in(jury.user)
        phone.open("review", jury.assignment.pk)
        phone.is_saved()
        phone.complaints[:] = [one for one in phone.complaints if "status of 40" not in one]
    assert stored(jury) == ([5], "", 1)


def test_browser_that_keeps_nothing_asks_to_stay(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user) as phone:
        phone.context.add_init_script(
            "Storage.prototype.setItem = () => { throw new DOMException('full'); }"
        )
        phone.open("review", jury.assignment.pk)
        phone.loses_the_network()
        phone.gives(jury.criteria[0], 5)
        expect(phone.state).to_have_attribute("data-kind", "bad")
        phone.finds_the_network()
        phone.is_saved()
    assert stored(jury) == ([5], "", 1)


def test_conflict_without_scripts(browser, live_server):
    jury = build_jury(user=a_judge())
    with Phone(browser, live_server, user=jury.user, scripts=False) as phone:
        page = phone.page
        phone.open("review", jury.assignment.pk)
        from_the_laptop(jury, 5, 5, comment="From the laptop")
        phone.gives(jury.criteria[0], 1)
        phone.writes("comment_for_staff", "From the bus")
        page.locator('.bar button[value="save"]').tap()
        versions = page.locator("[data-versions]")
        expect(versions).to_contain_text("From the bus")
        expect(versions).to_contain_text("From the laptop")
        assert stored(jury) == ([5, 5], "From the laptop", 1)
        page.locator("[data-keep-mine]").tap()
        expect(page.locator("[data-versions]")).to_be_hidden()
    assert stored(jury) == ([1], "From the bus", 2)
