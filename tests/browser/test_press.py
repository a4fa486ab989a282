"""Press releases in the browser: pages of the staff, and a release made without a mouse."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from contests.phases import Phase
from results.models import PressRelease
from tests import personas
from tests.browser.windows import DESKTOP, MOST_STEPS, PHONE, Window
from tests.builders import build_campaign
from tests.press_constraints import build_published_release
from tests.results.announcing import announce
from tests.results.contests import build_contest
from tests.results.press import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN_ALL = "document.querySelectorAll('.results details').forEach((one) => (one.open = true))"


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_pages_of_the_staff_can_be_used_by_all(browser, live_server, language):
    contest = build_contest()
    contest.draft()
    announce(contest)
    campaign, draft = contest.campaign, begin(contest)
    launch = build_published_release(campaign, published_at=timezone.now())
    editor = personas.make_person("press", role=roles.CAMPAIGN_MANAGER, language=language)
    for width in (PHONE, DESKTOP):
        with Window(browser, live_server, language=language, width=width) as window:
            window.page.emulate_media(reduced_motion="reduce")
            window.is_signed_in_as(editor)
            for path in (
                reverse("admin:results_press", args=[campaign.pk]),
                reverse("admin:results_press_release", args=[campaign.pk, draft.pk]),
                reverse("admin:results_press_release", args=[campaign.pk, launch.pk]),
            ):
                window.open(path)
                assert window.page.locator("html").get_attribute("lang") == language
                window.fits()
                # Every language of a release, and what was written at each step.
                window.page.evaluate(OPEN_ALL)
                window.fits()
                window.can_be_used_by_all(".results")


def tab_to(window: Window, selector: str) -> None:
    for _step in range(MOST_STEPS):
        window.page.keyboard.press("Tab")
        if window.page.evaluate(f"document.activeElement.matches('{selector}')"):
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard")


def test_release_is_made_and_published_by_keyboard(browser, live_server):
    campaign = build_campaign(phase=Phase.OPEN, languages=["en"])
    public = f"/en/{campaign.slug}/press/"
    with Window(browser, live_server) as window:
        window.is_signed_in_as(personas.make_person("press", role=roles.CAMPAIGN_MANAGER))
        window.open(reverse("admin:results_press", args=[campaign.pk]))
        keyboard = window.page.keyboard
        tab_to(window, "form:has([name=kind][value=launch]) button")
        keyboard.press("Enter")
        window.reads("Made from the facts.")
        draft = PressRelease.objects.get(campaign=campaign)
        tab_to(window, "[name=text-title_en]")
        keyboard.press("Control+a")
        keyboard.type("Typed by keyboard")
        tab_to(window, "[name=do][value=save]")
        keyboard.press("Enter")
        window.reads("Saved.")
        with Window(browser, live_server) as stranger:
            assert stranger.status_of(f"{public}{draft.pk}/") == 404
        tab_to(window, "[name=do][value=publish]")
        keyboard.press("Enter")
        window.reads("Published. It stands on the press page now.")
    with Window(browser, live_server) as reader:
        reader.open(public)
        reader.reads("Typed by keyboard")
