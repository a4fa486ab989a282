"""A judge's telephone in tests: a browser that can lose the network, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from accounts.roles import JUDGE
from judging.models import Assignment, Criterion
from tests.browser.accessibility import violations
from tests.judging.conftest import BACKEND

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

# In milliseconds; other work may keep the machine busy.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What Chromium itself notes about requests that a test lets fail on purpose.
EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "status of 409", "status of 422", "status of 404")


def a_judge(name: str = "phone") -> User:
    """A person with a judge's rights; groups are made anew after each emptied database."""
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    group, _new = Group.objects.get_or_create(name=JUDGE)
    group.permissions.add(Permission.objects.get(codename="score_entries"))
    user.groups.add(group)
    return user


class Phone:
    """A telephone on which a judge is signed in; `with` puts it away and demands quiet.

    Without `scripts` it is a very old one.
    """

    def __init__(
        self,
        browser: Browser,
        server: LiveServer,
        *,
        user: User,
        language: str = "en",
        scheme: str = "light",
        width: int = 390,
        scripts: bool = True,
        zone: str = "Europe/Berlin",
    ) -> None:
        self.server = server
        self.context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=True,
            # A page that still glides to where a finger shall tap makes the tap miss.
            reduced_motion="reduce",
            java_script_enabled=scripts,
            timezone_id=zone,
        )
        self.context.set_default_timeout(PATIENCE)
        self.language = language
        self.sign_in(user)
        self.complaints: list[str] = []
        self.page = self.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.context.close()
        if kind is None:
            assert self.complaints == []

    def sign_in(self, user: User) -> None:
        """Another person takes the telephone."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        cookies = {
            settings.SESSION_COOKIE_NAME: client.session.session_key,
            settings.LANGUAGE_COOKIE_NAME: self.language,
        }
        self.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.server.url}
                for name, value in cookies.items()
            ]
        )

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda told: self._note(told.text, told.type == "error"))
        page.on("pageerror", lambda error: self._note(str(error), True))
        return page

    def _note(self, text: str, is_wrong: bool) -> None:
        if is_wrong and not any(known in text for known in EXPECTED):
            self.complaints.append(f"{self.page.url}: {text}")

    def open(self, name: str, *args: int) -> None:
        answer = self.page.goto(reverse(f"judging:{name}", args=args))
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"

    def loses_the_network(self) -> None:
        self.context.set_offline(True)

    def finds_the_network(self) -> None:
        self.context.set_offline(False)

    def gives(self, criterion: Criterion, points: int) -> None:
        step = self.page.locator(f'input[name="points_{criterion.pk}"][value="{points}"]')
        step.tap()
        expect(step).to_be_checked()

    def writes(self, name: str, text: str) -> None:
        """Type a comment, in the fold that holds both."""
        box = self.page.locator(f'textarea[name="{name}"]')
        if not box.is_visible():
            self.page.locator(".review__comments > summary").tap()
        box.fill(text)

    @property
    def state(self) -> Locator:
        """What the page says about saving; `data-kind` is ok, busy, wait or bad."""
        return self.page.locator("[data-state]")

    def is_saved(self) -> None:
        """Wait until this device keeps nothing that the site has not answered."""
        for _look in range(PATIENCE // 50):
            if self.page.evaluate("globalThis.judging.all().length") == 0:
                break
            self.page.wait_for_timeout(50)
        expect(self.state).to_have_attribute("data-kind", "ok")

    def waits(self) -> None:
        expect(self.state).to_have_attribute("data-kind", "wait")

    def is_at(self, name: str, *args: int) -> None:
        """Wait for a page, whatever it was told about the one before."""
        path = reverse(f"judging:{name}", args=args)
        self.page.wait_for_url(lambda url: url.partition("?")[0] == self.server.url + path)

    def looks_right(self) -> None:
        """Nothing that axe finds, nothing that runs out of the screen sideways."""
        assert violations(self.page) == []
        assert self.page.evaluate(OVERFLOW) == 0


def points_of(assignment: Assignment) -> list[int]:
    """The points stored for a review, in the order of its criteria."""
    scores = assignment.scores.order_by("criterion__order", "criterion_id")
    return list(scores.values_list("points", flat=True))
