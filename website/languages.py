"""The same page in the other languages, and the language of a text that fell back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language

from accounts.bidi import direction

__all__ = [
    "NATIVE_NAMES",
    "SHORT_NAMES",
    "LanguageLink",
    "direction",
    "fallback_order",
    "language_links",
    "shown_language",
]

NATIVE_NAMES = {
    "kk": "Қазақша",
    "ru": "Русский",
    "az": "Azərbaycanca",
    "en": "English",
    "ar": "العربية",
}

# What a reader of the language is offered on a page in another one, and how to refuse it: always
# in the language itself, whatever the page's is.
OFFERS = {
    "kk": ("Бұл бет қазақша да бар", "Жабу"),
    "ru": ("Эта страница есть и на русском", "Закрыть"),
    "az": ("Bu səhifə azərbaycanca da var", "Bağla"),
    "en": ("This page is also in English", "Close"),
    "ar": ("هذه الصفحة متاحة بالعربية أيضًا", "إغلاق"),
}
# For a phone's header.
SHORT_NAMES = {"kk": "Қаз", "ru": "Рус", "az": "Aze", "en": "Eng", "ar": "عربي"}


@dataclass(frozen=True)
class LanguageLink:
    """One language of the site and where this page is in it."""

    code: str
    url: str
    prefixed: bool
    is_current: bool

    @property
    def name(self) -> str:
        return NATIVE_NAMES.get(self.code, self.code)

    @property
    def short_name(self) -> str:
        return SHORT_NAMES.get(self.code, self.code)

    @property
    def offer(self) -> str:
        return OFFERS[self.code][0] if self.code in OFFERS else ""

    @property
    def close(self) -> str:
        return OFFERS[self.code][1] if self.code in OFFERS else ""

    @property
    def direction(self) -> str:
        return direction(self.code)

    @property
    def absolute_url(self) -> str:
        return f"{settings.SITE_URL}{self.url}"

    @property
    def cookie(self) -> str:
        return str(settings.LANGUAGE_COOKIE_NAME)


def language_links(full_path: str) -> list[LanguageLink]:
    """Links to the page at `full_path` (path and query) in every language of the site.

    Addresses differ only in their first segment. A page without a language in its address has
    one address for all languages (`prefixed` is false): there only the cookie switches.
    """
    codes = [code for code, _name in settings.LANGUAGES]
    head, _slash, rest = full_path.removeprefix("/").partition("/")
    prefixed = head in codes
    current = get_language()
    return [
        LanguageLink(
            code=code,
            url=f"/{code}/{rest}" if prefixed else full_path,
            prefixed=prefixed,
            is_current=code == current,
        )
        for code in codes
    ]


def fallback_order(code: str) -> Iterable[str]:
    """The languages in which a text is looked for, the wished one first."""
    fallbacks = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    return (code, *fallbacks.get(code, ()), *fallbacks["default"])


def shown_language(instance: Model, field: str) -> str:
    """The language in which a translated field is shown now; the active one if it is empty."""
    active = get_language() or settings.LANGUAGE_CODE
    for code in fallback_order(active):
        if getattr(instance, f"{field}_{code}", ""):
            return code
    return active
