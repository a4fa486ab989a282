"""`make screenshots`: the demo's public pages as pictures in var/screenshots/, for anyone to see.

Each page in each language, on a telephone and on a desk, light and dark; `index.html` shows them
side by side. Some of them: `make screenshots ARGS="--languages kk,ar --only winners"`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
from collections.abc import Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scripts import run
from scripts.children import Children
from scripts.refusal import Refusal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = run.ROOT / "var" / "screenshots"
WIDTHS = (390, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("kk", "ru", "az", "en", "ar")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def chosen(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="kk,ru,az,en,ar")
    parser.add_argument("--only", default="", help="part of a page's name, for example winners")
    return parser.parse_args(arguments)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def chromium() -> str:
    names = (os.environ.get("CHROMIUM"), *PROGRAMS)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise Refusal("No Chromium was found: sudo apt install chromium, or name one in CHROMIUM.")
    return found


def pages_of(language: str) -> list[tuple[str, str]]:
    """Name and address of each page in a language."""
    from django.utils import translation

    from scripts.screens.pages import demo_pages

    with translation.override(language):
        return demo_pages()


def photograph(browser: Browser, address: str, code: str, pages: list[tuple[str, str]]) -> None:
    """Each page in a language at each width, light and dark."""
    folder = FOLDER / code
    folder.mkdir(parents=True, exist_ok=True)
    for width, scheme in product(WIDTHS, SCHEMES):
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            reduced_motion="reduce",
            # Else the page would offer itself in another language.
            locale=code,
        )
        page = context.new_page()
        for name, path in pages:
            page.goto(f"{address}{path}")
            # Pictures further down are loaded when they come near.
            page.evaluate(SCROLL_THROUGH)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        context.close()


SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 40));
  }
  scrollTo({ top: 0, behavior: "instant" });
}"""


def write_index(folder: Path) -> Path:
    """A page that shows what is in the folder."""
    figures = [
        f'<figure><a href="{path.relative_to(folder)}"><img loading="lazy" width="300" '
        f'src="{path.relative_to(folder)}" alt=""></a>'
        f"<figcaption>{escape(str(path.relative_to(folder)))}</figcaption></figure>"
        for path in sorted(folder.glob("*/*.png"))
    ]
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}figure{margin:0}"
    index = folder / "index.html"
    index.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title>'
        f"<style>{style}</style>{''.join(figures)}</html>"
    )
    return index


def take(options: argparse.Namespace, *, address: str) -> None:
    from playwright.sync_api import sync_playwright

    languages = [code for code in options.languages.split(",") if code in LANGUAGES]
    # Asked before Playwright's event loop runs, in which Django would refuse to answer.
    pages = {
        code: [(name, path) for name, path in pages_of(code) if options.only in name]
        for code in languages
    }
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium(), args=sandbox)
        for code in languages:
            print(f"{code}: {len(pages[code])} pages", flush=True)
            photograph(browser, address, code, pages[code])
        browser.close()
    print(f"Open {write_index(FOLDER)}")


def main(arguments: Sequence[str]) -> int:
    options = chosen(arguments)
    chromium()
    site = run.writable_folder(FOLDER / ".site")
    port = free_port()
    environment = run.demo_environment({**os.environ, "VAR_DIR": str(site)}, port=port, folder=site)
    print("Preparing a site with the demo campaigns", flush=True)
    run.manage("migrate", "--noinput", "-v0", environment=environment)
    run.collect_static_files(site, environment=environment)
    run.manage("demo", environment=environment)
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()
    children = Children(cwd=run.ROOT, environment=environment)
    children.obey_signals()
    try:
        run.start(children, port=port)
        if run.wait_for_answer(children, port=port):
            take(options, address=f"http://{run.HOST}:{port}")
    finally:
        children.end()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
