"""The pages for what went wrong, in every language, on a telephone and on a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from playwright.sync_api import Route

from tests.browser.public_scene import LANGUAGES
from tests.browser.sweep import faults_of_this
from tests.browser.windows import PHONE, Window
from website.errors import forbidden, server_error
from website.updating import page as updating_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As strict as the site's own: the page may ask for nothing but its style sheets and pictures.
POLICY = {"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_what_went_wrong_can_be_used_by_all(browser, live_server, language):
    away = f"/{language}/away/"
    bodies = dict(_answers(language))
    found = []
    with Window(browser, live_server, width=PHONE, language=language) as window:
        window.page.goto(f"/{language}/nowhere/")
        found += faults_of_this(window, "unknown", language)
        for name, body in bodies.items():
            window.page.unroute_all()
            window.page.route(f"**{away}", _answering(body))
            window.open(away)
            found += faults_of_this(window, name, language)
        # That there was no page is told in the console, too.
        window.complaints = [one for one in window.complaints if "404" not in one]
    assert found == []


def _answers(language: str) -> Iterator[tuple[str, str]]:
    address = f"/{language}/account/login/"
    asked = Client().get(address).wsgi_request
    with translation.override(language):
        yield "forbidden", forbidden(asked).content.decode()
    yield "form expired", Client(enforce_csrf_checks=True).post(address).content.decode()
    yield "our fault", server_error(RequestFactory().get(address)).content.decode()
    yield "being updated", updating_page(language)


def _answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html", headers=POLICY)
