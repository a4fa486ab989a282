"""A person's browser window, which notes everything that a browser complains about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, Request, expect

from accounts.models import User
from tests.accounts.signing_in import PASSWORD, code_in_last_mail
from tests.browser.accessibility import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

DESKTOP, PHONE = 1280, 390
# In milliseconds; other work may keep the machine busy.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
# A page with more than so many steps of the tabulator is no page for keyboards.
MOST_STEPS = 250
FOCUSED = """() => {
    const { name, tagName, value } = document.activeElement;
    return tagName === "BUTTON" ? `${name}=${value}` : name;
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Window:
    """One visitor with cookies of their own; `with` closes it and demands that it was quiet.

    language: what the browser asks for. width: in CSS pixels; phones have a touch screen.
    """

    def __init__(
        self, browser: Browser, server: LiveServer, *, width: int = DESKTOP, language: str = "en"
    ) -> None:
        self.server = server
        self.context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 844},
            has_touch=width == PHONE,
            locale=language,
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page = self.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.context.close()
        if kind is None:
            assert self.complaints == []

    def new_page(self) -> Page:
        """Another tab of the same person."""
        page = self.context.new_page()
        # Breaches of the content security policy are told in the console as errors.
        page.on("console", lambda told: self._note(page, told.text, told.type == "error"))
        page.on("pageerror", lambda error: self._note(page, str(error), True))
        page.on("request", self._note_foreign)
        return page

    def _note(self, page: Page, text: str, is_wrong: bool) -> None:
        if is_wrong:
            self.complaints.append(f"{page.url}: {text}")

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.complaints.append(f"asked a foreign host: {request.url}")

    def open(self, path: str) -> None:
        """Go to an address of the site, which must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def is_at(self, path: str) -> None:
        """Wait for a path, whatever stands behind its question mark."""
        pattern = re.escape(self.server.url + path)
        expect(self.page).to_have_url(re.compile(rf"^{pattern}([?#].*)?$"))

    def reads(self, text: str) -> None:
        """Wait until the text can be seen somewhere on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def fits(self) -> None:
        """Nothing runs out of the screen sideways, once everything is there."""
        self.page.wait_for_load_state()
        assert self.page.evaluate(OVERFLOW) == 0, self.page.url

    def can_be_used_by_all(self, part: str | None = None) -> None:
        """Nothing on the page, or on that part of it, is closed to some people."""
        assert violations(self.page, part=part) == []

    def status_of(self, path: str) -> int:
        """How the site answers this person there, without going there."""
        return self.context.request.get(path).status

    def press_by_keyboard(self, *names: str) -> None:
        """Come to each of these fields and buttons with the tabulator, and press them there.

        name: of the field, or name=value of the button.
        """
        keyboard = self.page.keyboard
        for name in names:
            for _step in range(MOST_STEPS):
                keyboard.press("Tab")
                if self.page.evaluate(FOCUSED) == name:
                    break
            else:
                raise AssertionError(f"{name} cannot be reached by the keyboard")
            keyboard.press("Space")

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def fill(self, **values: object) -> None:
        """Type into fields by their names; chosen where the field is a list."""
        for name, value in values.items():
            field = self.field(name.replace("__", "-"))
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def is_signed_in_as(self, user: User) -> Self:
        """Begin as somebody who has signed in before."""
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        cookie = client.cookies[name].value
        self.context.add_cookies([{"name": name, "value": cookie, "url": self.server.url}])
        return self

    def sign_in_with_password(self, email: str, *, to: str = "/admin/") -> None:
        """Ask for a page of the staff, and sign in where it leads."""
        self.page.goto(to)
        form = self.page.locator("form.panel")
        form.locator('[name="login"]').fill(email)
        form.locator('[name="password"]').fill(PASSWORD)
        form.get_by_role("button").click()
        self.is_at(to)

    def sign_in_with_code(self, email: str, *, to: str) -> None:
        """Ask for a page, and sign in with the code from the mail where it leads."""
        self.page.goto(to)
        form = self.page.locator("form.form").first
        form.locator('[name="email"]').fill(email)
        form.get_by_role("button").click()
        self.type_code()
        self.is_at(to)

    def type_code(self) -> None:
        """Type the code of the newest mail."""
        code = self.field("code")
        expect(code).to_be_visible()
        self.fits()
        code.fill(code_in_last_mail())
        self.page.locator("form.form").first.get_by_role("button").click()
