"""The one address of a page in each language, for search engines and for links passed on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from website.languages import LanguageLink, language_links
from website.public_page import shown_by


@dataclass(frozen=True)
class PageAddress:
    """Absolute addresses. others: in every language; fallback: for readers of none of them."""

    canonical: str
    others: list[LanguageLink]
    fallback: str


def page_address(request: HttpRequest) -> PageAddress | None:
    """The address of a public page without what only chooses from it; None for other pages.

    A list has an address for each of its pages, unless it was filtered or sorted: what is chosen
    from a list is on the list, too.
    """
    if shown_by(request) is None:
        return None
    number = request.GET.get("page", "")
    is_part = set(request.GET) == {"page"} and number.isdecimal() and number not in ("0", "1")
    path = request.path + (f"?{urlencode({'page': number})}" if is_part else "")
    others = language_links(path)
    if not others[0].prefixed:
        return None
    english = next(link for link in others if link.code == settings.LANGUAGE_CODE)
    is_home = request.path.strip("/") in {link.code for link in others}
    return PageAddress(
        canonical=f"{settings.SITE_URL}{path}",
        others=others,
        # The front page without a language asks the browser for one.
        fallback=f"{settings.SITE_URL}/" if is_home else english.absolute_url,
    )
