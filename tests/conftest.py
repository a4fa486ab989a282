"""What every test starts from, and which tests this machine can run."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone, translation

from website import known_campaigns, stamps

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def find_chromium() -> str | None:
    """Return the program that CHROMIUM names or that is found under one of its usual names."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def find_nginx() -> str | None:
    """Return the web server; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def on_postgres() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here; the summary says what and why."""
    possible = {
        "browser": bool(find_chromium()),
        "nginx": bool(find_nginx()),
        "postgres": on_postgres(),
    }
    gone = [
        item
        for item in items
        if any(item.get_closest_marker(name) and not can for name, can in possible.items())
    ]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let every test that empties the database begin with what the migrations wrote into it.

    Without the groups, nobody has a role. It holds for all of them or for none: emptying the
    database makes content types anew, and those would be in the way of restoring the old ones.
    """
    marker = item.get_closest_marker("django_db")
    options = dict(marker.kwargs) if marker else {}
    needs = {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    if needs or options.get("transaction"):
        options |= {"transaction": True, "serialized_rollback": True}
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection know what the migrations wrote, not only the one that saw it made.

    Playwright runs an event loop, and Django gives code inside one a connection of its own.
    """
    for connection in connections.all():
        contents = getattr(connection, "_test_serialized_contents", None)
        if contents is not None:
            type(connection)._test_serialized_contents = contents  # type: ignore[attr-defined]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not find_chromium():
        terminalreporter.write_line(
            "Browser tests were skipped: no Chromium was found (sudo apt install chromium, "
            "or name one: CHROMIUM=/path/to/chrome make test).",
            yellow=True,
        )
    if not find_nginx():
        terminalreporter.write_line(
            "Tests behind nginx were skipped: none was found (sudo apt install nginx-light).",
            yellow=True,
        )
    if not on_postgres():
        terminalreporter.write_line(
            "Tests that need PostgreSQL were skipped: run DATABASE_URL=postgres://… make test."
        )


@pytest.fixture(autouse=True)
def _untouched_by_others() -> Iterator[None]:
    """Give each test English, UTC and an empty cache, whatever the one before did."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    cache.clear()
    known_campaigns.forget()
    yield
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    # It would keep the test's database from being removed.
    stamps.forget_connection()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, started once; `browser.new_context(locale=…)` gives each test its own."""
    from playwright.sync_api import sync_playwright

    # Playwright's event loop makes Django think that it is called from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield chromium
        chromium.close()
