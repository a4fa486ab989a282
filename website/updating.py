"""The site is being updated: a page that says so, while a file in VAR_DIR is there.

`manage.py updating on` puts the file there. Nothing of it needs the database. The same page lies
ready for the web server in front, for when the application is away (`manage.py error_pages`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

RETRY_AFTER = 60
"""Seconds after which browsers and search engines may ask again."""
# Monitors, the page's own style, and staff, who look whether all is well before the others come.
OPEN_TO_ALL = re.compile(r"^/(healthz$|static/|admin/|sign-in/|[a-z]{2}/account/)")


def flag() -> Path:
    """The file that says that the site is being updated."""
    return Path(settings.VAR_DIR) / "updating"


def pages_folder() -> Path:
    """Where the page lies in every language, for the web server in front."""
    return Path(settings.VAR_DIR) / "being-updated"


def page(language: str) -> str:
    """The page in a language."""
    with translation.override(language):
        return render_to_string("503.html")


def write_pages() -> list[Path]:
    """Write the page in every language of the site; returns where."""
    folder = pages_folder()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for code, _name in settings.LANGUAGES:
        path = folder / f"{code}.html"
        path.write_text(page(code), encoding="utf-8")
        written.append(path)
    return written


class UpdatingMiddleware:
    """Answers every visitor with that page while the file is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.flag = flag()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.flag.exists() or OPEN_TO_ALL.match(request.path_info):
            return self.get_response(request)
        language = translation.get_language_from_request(request, check_path=True)
        response = HttpResponse(page(language), status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        response["Cache-Control"] = "no-store"
        response["Content-Language"] = language
        response["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        return response
