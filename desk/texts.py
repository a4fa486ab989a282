"""The texts of a campaign side by side: what is written in which language, and what is missing.

A text that is written in no language at all is nobody's gap: most of them may stay empty. It counts
as soon as it stands in one of the campaign's languages, or must stand in one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Text:
    """One translated field of one row, in all languages.

    key: "model:id:field". needed: must be written in at least one language. closed: the sentence
    that says why this person cannot change it now; empty where they can. longest: in characters.
    """

    key: str
    section: str
    owner: str
    name: str
    values: Mapping[str, str]
    needed: bool = False
    is_short: bool = False
    longest: int | None = None
    closed: str = ""

    def counts(self, languages: Iterable[str]) -> bool:
        """Whether the text is to be had in every one of the campaign's languages."""
        return self.needed or any(self.is_filled(code) for code in languages)

    def is_filled(self, language: str) -> bool:
        return bool(self.values.get(language, "").strip())

    def is_gap(self, language: str, languages: Iterable[str]) -> bool:
        return not self.is_filled(language) and self.counts(languages)


@dataclass(frozen=True)
class Completeness:
    """How much of what counts is written in one language."""

    language: str
    filled: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.filled

    @property
    def percent(self) -> int:
        """Rounded down: 100 only where nothing is missing."""
        return self.filled * 100 // self.total if self.total else 100


def completeness(texts: Sequence[Text], languages: Sequence[str]) -> list[Completeness]:
    """One for each language, in the order of the campaign's."""
    counted = [text for text in texts if text.counts(languages)]
    return [
        Completeness(code, sum(text.is_filled(code) for text in counted), len(counted))
        for code in languages
    ]


def reference_for(
    target: str, texts: Sequence[Text], languages: Sequence[str], *, reader: str
) -> str:
    """The language to translate from: the fullest; among equals the reader's own. May be empty."""
    others = [one for one in completeness(texts, languages) if one.language != target]
    best = max(others, key=lambda one: (one.filled, one.language == reader), default=None)
    return best.language if best else ""


def shown_instead(text: Text, language: str) -> str:
    """The language in which the public page shows the text meanwhile; empty where it has none."""
    order = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    nearest = order.get(language, order["default"])
    return next((code for code in nearest if code != language and text.is_filled(code)), "")


def tidy(value: str | None) -> str:
    """The text as it is kept: browsers send Windows line ends, so unchanged ones would differ."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(value: str | None) -> str:
    """A short mark of a text, by which a page tells what it was opened with."""
    return hashlib.sha256(tidy(value).encode()).hexdigest()[:16]
