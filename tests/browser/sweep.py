"""Looking at one page after the other as people have it: on a telephone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.windows import DESKTOP, PHONE, Window, expect

LOOKS = ((PHONE, "dark"), (DESKTOP, "light"))


def faults_at(window: Window, path: str, language: str) -> list[str]:
    """What is wrong with a page that must be there, all of it at once."""
    # What fades in has no contrast yet while it does.
    window.page.emulate_media(reduced_motion="reduce")
    window.open(path)
    return faults_of_this(window, path, language)


def faults_of_this(window: Window, name: str, language: str) -> list[str]:
    """What is wrong with the page that is open."""
    found = []
    for width, scheme in LOOKS:
        window.page.set_viewport_size({"width": width, "height": 844})
        window.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        checks: tuple[Callable[[], None], ...] = (
            lambda: runs_the_right_way(window, language),
            window.fits,
            window.can_be_used_by_all,
        )
        for check in checks:
            try:
                check()
            except AssertionError as fault:
                found.append(f"{name} {width} {scheme}: {fault}")
    return found


def runs_the_right_way(window: Window, language: str) -> None:
    html = window.page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
