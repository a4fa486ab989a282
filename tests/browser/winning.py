"""Winners at their telephones, and whoever checks the results."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from django.utils import translation
from playwright.sync_api import expect
from pypdf import PdfReader

from contests.models import Category
from results.certificate_codes import code_in, grouped
from results.models import Certificate, Claim
from tests.browser.announcing import at
from tests.browser.results_contest import Scene
from tests.browser.windows import Window

NAME = "Айсел Әбдіқадырқызы"
CITY = "Қызылорда"


def said_in(language: str, text: str) -> str:
    """The sentence in that language, which must not be the English one."""
    with translation.override(language):
        translated = translation.gettext(text)
    assert translated != text
    return translated


def check_evidence(window: Window, scene: Scene, folder: Path, *, number: int) -> None:
    """Load both files from the page of the winners and run the check, as the page says."""
    window.open(f"/en/{scene.campaign.slug}/winners/{number}/")
    check = window.page.locator("section[aria-labelledby=check]")
    check.locator("details summary").click()
    digest = check.locator("code.digest").inner_text()
    files = {"verify.py": ".py", "evidence.json": ".json"}
    for name, ending in files.items():
        link = check.locator(f'a[download][href$="{ending}"]')
        with window.page.expect_download() as loaded:
            link.click()
        loaded.value.save_as(folder / name)
    assert hashlib.sha256((folder / "evidence.json").read_bytes()).hexdigest() == digest
    command = [sys.executable, "-I", "verify.py", "evidence.json", "--sha256", digest]
    said = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stdout + said.stderr
    # It can say no: one changed byte is found.
    body = (folder / "evidence.json").read_text()
    (folder / "evidence.json").write_text(body.replace("98000", "98001"))
    forged = subprocess.run(
        command[:4], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert forged.returncode == 1, forged.stdout + forged.stderr


def read_winner(window: Window, category: Category, *, handle: str, path: str) -> None:
    """Who won in the category, on that page of the winners."""
    window.open(path)
    group = window.page.locator(f"section[aria-labelledby=category-{category.slug}]")
    expect(group.locator("h3")).to_have_text(f"@{handle}")
    window.fits()


def claim_link(mails: list[str], claim: Claim) -> str:
    """The way to the prize, as the mail tells it."""
    found = [link for text in mails for link in re.findall(r"/[a-z]{2}/prizes/\d+/", text)]
    [link] = [one for one in found if one.endswith(f"/prizes/{claim.pk}/")]
    return link


def accept(window: Window, link: str, email: str) -> None:
    """Sign in with a code, say where the prize is to go, and take it; all in Kazakh."""
    window.sign_in_with_code(email, to=link)
    expect(window.page.locator("html")).to_have_attribute("lang", "kk")
    window.fits()
    window.can_be_used_by_all()
    window.fill(certificate_name=NAME, recipient=NAME, phone="+7 701 234 56 78")
    window.fill(street="Абай көшесі 5, 12", city=CITY, country="KZ")
    window.field("is_winner").check()
    button = window.page.locator("main form.form button")
    button.click()
    expect(window.field("agree")).to_have_attribute("aria-invalid", "true")
    window.field("agree").check()
    button.click()
    window.reads(said_in("kk", "The prize is yours. Thank you for accepting it."))
    window.fits()


def load_certificate(window: Window) -> str:
    """The PDF behind the winner's link, with the name as it was typed; returns its code."""
    href = window.page.locator('main a[href$=".pdf"]').get_attribute("href")
    assert href
    answer = window.context.request.get(href)
    body = answer.body()
    assert (answer.status, body[:4]) == (200, b"%PDF")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    assert NAME in " ".join(text.split())
    [code] = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    return code_in(code)


def decline(window: Window, link: str, email: str) -> None:
    """Another winner does without, after a second question; in Russian."""
    window.sign_in_with_code(email, to=link)
    window.page.locator('main a[href$="/decline/"]').tap()
    window.is_at(f"{link}decline/")
    window.fits()
    window.can_be_used_by_all()
    window.fill(reason="Пусть достанется другому.")
    window.page.locator("main form.form button").tap()
    window.reads(said_in("ru", "You have declined the prize. Thank you for telling us."))
    window.fits()


def read_handover(window: Window, scene: Scene, *, accepted: str, declined: str) -> None:
    """What the sponsor is to get: who accepted, with the address, and nobody else."""
    window.open(at("handover", scene.campaign))
    window.can_be_used_by_all(".results")
    rows = window.page.locator("tbody tr")
    for handle, category, state in (
        (accepted, scene.jury, "accepted"),
        (declined, scene.videos, "declined"),
    ):
        expect(rows.filter(has_text=category.title)).to_contain_text([f"@{handle}"])
        expect(rows.filter(has_text=category.title)).to_contain_text([state])
    with window.page.expect_download() as loaded:
        window.page.get_by_role("link", name="List as CSV").click()
    listed = loaded.value.path().read_text(encoding="utf-8")
    for told in (accepted, NAME, CITY):
        assert told in listed
    assert declined not in listed


def code_of(claim: Claim) -> str:
    return Certificate.objects.get(claim=claim).code


def check_code(window: Window, code: str, *, holds: bool) -> None:
    """As somebody types it from paper, where the QR code leads; the browser asks for Kazakh."""
    window.open(f"/verify/{grouped(code).lower()}")
    window.is_at(f"/kk/verify/{code}/")
    heading = "This certificate is genuine" if holds else "This certificate does not hold any more"
    expect(window.page.locator("h1")).to_have_text(said_in("kk", heading))
    window.fits()
    window.can_be_used_by_all()
