"""Every public page in every language, on a telephone and on a desk, light and dark."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Request

from tests.browser.public_scene import LANGUAGES, build_face, make_unavailable
from tests.browser.sweep import faults_at
from tests.browser.windows import OVERFLOW, PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Compressed, without fonts and covers.
PAGE_WEIGHT, SCRIPT_WEIGHT = 100_000, 20_000
MOST_SHIFT = 0.02
# Adds up how far things move under the reader's eyes (Cumulative Layout Shift, without unit).
WATCH_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_and_can_be_used_by_all(browser, live_server, language):
    face = build_face()
    make_unavailable(face.showcase)
    with Window(browser, live_server, width=PHONE) as window:
        faults = [one for path in face.paths(language) for one in faults_at(window, path, language)]
        assert faults == []


def test_pages_fit_the_smallest_screens_and_the_largest_letters(browser, live_server):
    """320 pixels wide is also what 400 % zoom leaves of 1280 (WCAG 2.2, 1.4.10)."""
    face = build_face()
    with Window(browser, live_server, width=320) as window:
        wide = []
        for path in (*face.paths("kk"), *face.paths("ar")):
            window.open(path)
            window.page.wait_for_load_state()
            normal = window.page.evaluate(OVERFLOW)
            # 200 % of the size of letters alone, on a usual phone (WCAG 2.2, 1.4.4).
            window.page.set_viewport_size({"width": PHONE, "height": 844})
            window.page.evaluate("document.documentElement.style.fontSize = '200%'")
            wide.append((path, normal, window.page.evaluate(OVERFLOW)))
            window.page.set_viewport_size({"width": 320, "height": 844})
        assert [one for one in wide if one[1:] != (0, 0)] == []


@pytest.mark.parametrize("language", ["kk", "ar"])
def test_nothing_moves_while_a_page_comes(browser, live_server, language):
    face = build_face()
    with Window(browser, live_server, width=PHONE) as window:
        window.context.add_init_script(WATCH_SHIFTS)
        shifts = {}
        for path in face.paths(language):
            window.open(path)
            window.page.wait_for_load_state("networkidle")
            window.page.evaluate("document.fonts.ready")
            shifts[path] = window.page.evaluate("window.shifted")
        assert {path: shift for path, shift in shifts.items() if shift >= MOST_SHIFT} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_campaign_page_is_light(browser, live_server, language):
    face = build_face()
    for campaign in (face.announced, face.open, face.showcase):
        weights = _weights(browser, live_server, f"/{language}/{campaign.slug}/")
        scripts = sum(size for url, size in weights.items() if url.endswith(".js"))
        assert sum(weights.values()) <= PAGE_WEIGHT, weights
        assert 0 < scripts <= SCRIPT_WEIGHT, weights


def _weights(browser, live_server, path: str) -> dict[str, int]:
    """What a page asks for until it is quiet, but for fonts and pictures: bytes compressed."""
    weights: dict[str, int] = {}

    def weigh(request: Request) -> None:
        if request.resource_type in ("font", "image"):
            return
        address = request.url.removeprefix(live_server.url)
        response = request.response()
        assert response is not None
        weights[address] = len(gzip.compress(response.body(), compresslevel=6))

    with Window(browser, live_server, width=PHONE) as window:
        window.page.on("requestfinished", weigh)
        window.open(path)
        window.page.wait_for_load_state("networkidle")
    return weights


def test_everything_is_reached_by_keyboard(browser, live_server):
    """Each link and button of a page gets the focus once, and shows that it has it."""
    face = build_face()
    for campaign in (face.announced, face.open):
        with Window(browser, live_server) as window:
            window.open(f"/en/{campaign.slug}/")
            reached = _walk(window.page)
            visible = window.page.evaluate(VISIBLE_CONTROLS)
            assert set(visible) - set(reached) == set()


VISIBLE_CONTROLS = """() => [...document.querySelectorAll("a[href], button, summary, input")]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.closest("[aria-hidden=true]"))
  .map((one) => one.outerHTML)"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), after = getComputedStyle(one, "::after");
  const shown = [style, after].some(
    (its) => its.outlineStyle !== "none" || its.boxShadow !== "none");
  return { html: one.outerHTML, shown };
}"""


def _walk(page: Page) -> list[str]:
    reached: list[str] = []
    for _step in range(400):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["html"] in reached[:1]:
            break
        assert focus["shown"], focus["html"]
        reached.append(focus["html"])
    return reached
