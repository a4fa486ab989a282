"""Guides: Markdown files, one for each language, with interface words from the catalogue.

A file begins with `# Title` and a lead; each section begins with `## Heading {#anchor}`. A word
that stands on a button or in a list is written as its English source, `[[Enter the video]]`, and
shown in the language of the guide: what a guide names is what the screen says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt

_RENDERER = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "code", "h3"}
_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z-]+)\}$", re.MULTILINE)
_WORD = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True)
class Section:
    """One moment of the work. anchor: stays the same in every language and edition."""

    anchor: str
    title: str
    html: SafeString


@dataclass(frozen=True)
class Guide:
    """One guide in one language."""

    title: str
    lead: SafeString
    sections: tuple[Section, ...]


@lru_cache(maxsize=32)
def read_guide(folder: Path, language: str) -> Guide:
    """The guide of a folder in a language; read once in a process."""
    text = (folder / f"{language}.md").read_text(encoding="utf-8")
    head, *parts = _HEADING.split(text)
    title, _line, lead = head.partition("\n")
    with override(language):
        sections = tuple(
            Section(anchor, heading, _html(body))
            for heading, anchor, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        )
        return Guide(title.removeprefix("# ").strip(), _html(lead), sections)


def words_of(folder: Path, language: str) -> frozenset[str]:
    """The interface words that a guide names, as their English sources."""
    return frozenset(_WORD.findall((folder / f"{language}.md").read_text(encoding="utf-8")))


def _html(text: str) -> SafeString:
    html = nh3.clean(_RENDERER.render(text), tags=_TAGS, attributes={"a": {"href"}})
    return mark_safe(_WORD.sub(_word, html))  # cleaned above; words are escaped


def _word(found: re.Match[str]) -> str:
    word = gettext(unescape(found[1]))
    return format_html('<strong class="guide__word"><bdi>{}</bdi></strong>', word)
