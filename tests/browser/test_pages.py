"""Every public page in every language, on a telephone and on a desk: it fits and is quiet."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from contests.models import Campaign, Category
from contests.phases import Phase
from tests.browser.accessibility import violations
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.builders import build_campaign, build_category, build_creator, build_entry, build_prize
from tests.judging.conftest import BACKEND, Jury, build_jury
from tests.website.campaigns import announce, rich_campaign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONG_HANDLE = "a_name_as_long_as_tiktok_lets_it_be"


@dataclass
class Scene:
    """A campaign with winners, one that takes entries, and one that is only measured."""

    announced: Campaign
    open: Campaign
    showcase: Campaign

    def paths(self, language: str) -> list[str]:
        """Every public page there is about them."""
        with translation.override(language):
            return [
                reverse("website:home"),
                *self._of(self.announced),
                reverse("website:winners", args=[self.announced.slug]),
                *self._of(self.open),
                reverse("entries:submit", args=[self.open.slug]),
                *(
                    reverse("website:leaderboard", args=[self.open.slug, category.slug])
                    for category in self.open.categories.exclude(method=Category.Method.JURY)
                ),
                *self._of(self.showcase),
            ]

    @staticmethod
    def _of(campaign: Campaign) -> list[str]:
        entry = campaign.entries.get(caption="The one that is opened")
        return [
            *(
                reverse(f"website:{page}", args=[campaign.slug])
                for page in ("campaign", "gallery", "rules")
            ),
            reverse("website:entry", args=[campaign.slug, entry.pk]),
        ]


def build_scene() -> Scene:
    announced = rich_campaign(size=3, phase=Phase.ANNOUNCED, hashtag="TikTokdanÖyrən")
    announce(announced)
    running = build_campaign(phase=Phase.OPEN)
    for method in Category.Method:
        build_prize(build_category(running, method=method))
    showcase = build_campaign(phase=Phase.OPEN, accent="saffron", hashtag="اقرأ_معنا")
    for campaign in (announced, running, showcase):
        creator = build_creator(handle=f"{LONG_HANDLE}{campaign.pk}")
        build_entry(campaign, creator=creator, caption="The one that is opened")
    return Scene(announced, running, showcase)


def sign_in(window: Window, jury: Jury, language: str) -> None:
    """Make the window that of the judge, whose pages carry no language in their address."""
    client = Client()
    client.force_login(jury.user, backend=BACKEND)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.session.session_key,
        settings.LANGUAGE_COOKIE_NAME: language,
    }
    window.context.add_cookies(
        [
            {"name": name, "value": value, "url": window.server.url}
            for name, value in cookies.items()
        ]
    )


def runs_the_right_way(window: Window, language: str) -> None:
    html = window.page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_run_the_right_way_and_fit(browser, live_server, language):
    paths = build_scene().paths(language)
    for width in (PHONE, DESKTOP):
        with Window(browser, live_server, width=width) as window:
            for path in paths:
                window.open(path)
                runs_the_right_way(window, language)
                window.fits()


@pytest.mark.parametrize("language", ["kk", "ar"])
def test_pages_of_creators_and_judges_are_accessible(browser, live_server, language):
    scene, jury = build_scene(), build_jury()
    with translation.override(language):
        paths = [
            reverse("website:campaign", args=[scene.announced.slug]),
            reverse("website:winners", args=[scene.announced.slug]),
            reverse("entries:submit", args=[scene.open.slug]),
            reverse("judging:review", args=[jury.assignment.pk]),
        ]
    with Window(browser, live_server, width=PHONE) as window:
        sign_in(window, jury, language)
        for path in paths:
            window.open(path)
            runs_the_right_way(window, language)
            window.fits()
            assert violations(window.page) == []
