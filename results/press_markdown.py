"""Facts as Markdown: what people wrote stays text, whatever signs are in it. No Django here."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What could begin markup inside a line. An underscore within a word means nothing.
_INLINE = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!(?=\[)")
# What could make a line something else than a line of text.
_BLOCK = re.compile(r"^(\s*)([#+=>-]+(?=\s|$)|[-=_*]{3,}\s*$)")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_ISOLATES = re.compile("[\u2066-\u2069]")
# Hashtags and handles that stand by themselves: in no address, and not isolated yet.
_NAMES = re.compile(r"(?<![\w/&#@.\u2066-\u2068])(?<!\]\()[#@]\w(?:[\w.]*\w)?")


def plain(text: str) -> str:
    """A text in one line, with no meaning for Markdown. Most texts come out as they went in."""
    line = " ".join(text.split())
    line = _INLINE.sub(r"\\\g<0>", line)
    line = _BLOCK.sub(r"\1\\\2", line)
    return _NUMBERED.sub(r"\1\\\2", line)


def without_isolates(text: str) -> str:
    """The text without the invisible signs that keep names whole in right-to-left sentences."""
    return _ISOLATES.sub("", text)


def with_isolates(text: str) -> str:
    """The text with its hashtags and handles kept whole, for sentences that run right to left."""
    return _NAMES.sub("\u2068\\g<0>\u2069", text)


def heading(text: str, *, level: int = 2) -> str:
    """A heading; the release's own title is the first level."""
    return f"{'#' * level} {plain(text)}"


def bullets(lines: Iterable[str]) -> str:
    """A list of lines, which are Markdown already; empty without any."""
    return "\n".join(f"- {line}" for line in lines)


def quotation(text: str, *, by: str) -> str:
    """A quotation in its paragraphs, and who said it; both plain texts."""
    paragraphs = [plain(part) for part in re.split(r"\n\s*\n", text) if part.strip()]
    lines = [*paragraphs, f"— {plain(by)}"] if by else paragraphs
    return "\n>\n".join(f"> {line}" for line in lines)


def together(blocks: Iterable[str]) -> str:
    """The blocks of a text, without empty ones."""
    return "\n\n".join(block for block in blocks if block.strip())
