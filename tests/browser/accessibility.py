"""What axe finds on a page that has come to rest."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# While something fades in, its contrast is that of the moment. What runs for ever is left running.
COME_TO_REST = """() => Promise.all(
    document.getAnimations()
        .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
        .map((one) => one.finished.catch(() => {})),
)"""


def violations(page: Page, *, part: str | None = None) -> list[tuple[str, str, list[str]]]:
    """What is closed to some people: address, rule, and the elements. Empty is right."""
    page.evaluate(COME_TO_REST)
    found = Axe().run(page, context=part).response["violations"]
    return [(page.url, one["id"], _elements(one)) for one in found]


def _elements(violation: dict[str, Any]) -> list[str]:
    return [node["html"] for node in violation["nodes"]]
