"""Draw the site's icons from its mark: `python -m scripts.icons`, when the mark has changed.

What is drawn is kept in static/img, so that nobody needs a browser to run the site.
"""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
INK, LIGHT = "#1c3fa8", "#ffffff"
STAGE, PAPER = "#131117", "#f6f3ee"


def drawn(browser: Browser, body: str, width: int, height: int, *, ground: str = "") -> Image.Image:
    """A picture of a page of that size; without a ground it is clear."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(
        f"<style>*{{margin:0}}body{{width:{width}px;height:{height}px;overflow:hidden;"
        f"display:grid;place-items:center;background:{ground or 'transparent'}}}"
        f"svg{{display:block}}</style>{body}"
    )
    shot = page.screenshot(omit_background=not ground)
    page.close()
    return Image.open(io.BytesIO(shot))


def mark(size: int, colour: str) -> str:
    """The mark in one colour."""
    svg = (IMAGES / "mark.svg").read_text(encoding="utf-8")
    svg = re.sub(r"<style>.*?</style>", "", svg)
    return svg.replace("<svg ", f'<svg width="{size}" height="{size}" fill="{colour}" ', 1)


def woven(width: int, height: int) -> str:
    """The band of ten threads, as tokens.css has them."""
    tokens = (IMAGES.parent / "css" / "tokens.css").read_text(encoding="utf-8")
    threads = re.findall(r"#[0-9a-f]{6}", re.findall(r"--threads:([^;]*);", tokens)[0])
    tile = (IMAGES / "weave.svg").read_text(encoding="utf-8")
    tile = re.sub(
        r'width="\d+" height="\d+"', f'width="{width / 10}" height="{height}"', tile, count=1
    )
    return "".join(tile.replace("<svg ", f'<svg fill="{thread}" ', 1) for thread in threads)


def main() -> None:
    """Draw all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for size in (192, 512):
            # Clear around the mark; and to be cut to any shape, with the mark in its safe middle.
            drawn(browser, mark(size, INK), size, size).save(
                IMAGES / f"icon-{size}.png", optimize=True
            )
            drawn(browser, mark(round(size * 0.56), LIGHT), size, size, ground=INK).save(
                IMAGES / f"icon-maskable-{size}.png", optimize=True
            )
        drawn(browser, mark(112, LIGHT), 180, 180, ground=INK).convert("RGB").save(
            IMAGES / "apple-touch-icon.png", optimize=True
        )
        small = [drawn(browser, mark(size, INK), size, size) for size in (16, 32, 48)]
        small[-1].save(
            IMAGES / "favicon.ico",
            append_images=small[:-1],
            sizes=[image.size for image in small],
        )
        band = f'<div style="display:flex;position:absolute;inset:auto 0 0">{woven(1200, 65)}</div>'
        drawn(browser, mark(300, PAPER) + band, 1200, 630, ground=STAGE).convert("RGB").quantize(
            64
        ).save(IMAGES / "social.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
