"""Which letters our fonts have: asked before a name is printed.

The fonts are Noto Sans (Latin, Cyrillic, Greek, Devanagari) and IBM Plex Sans Arabic, which unlike
Noto's keeps letter and dots in one glyph, so that a PDF can be read aloud and copied (decision
0026). Names come in any script and with any picture in them, so that what is shown is decided
here, not by an empty box: emoji and control characters are left out, ornamental letters (𝓐, Ａ)
become plain ones, and a text with a *letter* that no font has is not printed at all, because half
a name is somebody else's.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
import fontpkg_noto_sans

FONT_FOLDERS = tuple(
    Path(package.ROOT, "files") for package in (fontpkg_noto_sans, fontpkg_ibm_plex_sans_arabic)
)
# What joins and parts letters inside a word, as Persian and Kurdish names need it.
_JOINERS = {"\u200c", "\u200d"}
# Combining and vowel signs; the box around a keycap is not one of them.
_MARKS = {"Mn", "Mc"}
# No script that we print stacks more than these upon one letter.
_MARKS_UPON_A_LETTER = 3


def unprintable_letters(text: str) -> str:
    """The letters and digits of a text that none of our fonts has, each once, in order."""
    known = _known()
    lost = (
        letter
        for letter in _plain(text)
        if ord(letter) not in known
        and (unicodedata.category(letter)[0] in "LN" or unicodedata.category(letter) in _MARKS)
        # The selectors of an emoji's look are marks to Unicode, yet no part of any name.
        and not unicodedata.name(letter, "").startswith("VARIATION SELECTOR")
    )
    return "".join(dict.fromkeys(lost))


def printable(text: str) -> str:
    """The text as it can be printed on one line; empty where a letter of it cannot.

    Composed, without what has no glyph (emoji, controls, directions), single spaces.
    """
    if unprintable_letters(text):
        return ""
    return " ".join("".join(_kept(_plain(text))).split())


def _plain(text: str) -> str:
    """Composed letters; ornamental ones that no font has become what they stand for."""
    known = _known()
    return "".join(
        letter if ord(letter) in known else unicodedata.normalize("NFKC", letter)
        for letter in unicodedata.normalize("NFC", text)
    )


def _kept(text: str) -> Iterator[str]:
    known = _known()
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind == "Mn" else 0
        if letter in _JOINERS:
            yield letter
        elif kind[0] in "ZC":
            # Spaces and line ends part words; other controls turn or hide text.
            yield " " if kind[0] == "Z" or letter.isspace() else ""
        elif ord(letter) in known and marks <= _MARKS_UPON_A_LETTER:
            yield letter


@cache
def _known() -> frozenset[int]:
    """Every character with a glyph in one of the fonts; all weights of a family have the same."""
    files = (sorted(folder.glob("*.ttf"))[0] for folder in FONT_FOLDERS)
    return frozenset(one for file in files for one in _characters(file.read_bytes()))


def _characters(font: bytes) -> Iterator[int]:
    """The characters of a font: its `cmap` table, of which format 12 covers all of Unicode."""
    tables = {
        tag: offset
        for tag, _sum, offset, _length in struct.iter_unpack(
            ">4sLLL", font[12 : 12 + 16 * struct.unpack_from(">H", font, 4)[0]]
        )
    }
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    records = struct.iter_unpack(">HHL", font[start + 4 : start + 4 + 8 * count])
    for offset in {start + offset for _platform, _encoding, offset in records}:
        form = struct.unpack_from(">H", font, offset)[0]
        if form == 12:
            (groups,) = struct.unpack_from(">L", font, offset + 12)
            rows = font[offset + 16 : offset + 16 + 12 * groups]
            for first, last, _glyph in struct.iter_unpack(">LLL", rows):
                yield from range(first, last + 1)
        elif form == 4:
            yield from _characters_of_segments(font, offset)


def _characters_of_segments(font: bytes, offset: int) -> Iterator[int]:
    """Format 4: segments of the first 65,536 characters."""
    (double,) = struct.unpack_from(">H", font, offset + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, offset + 14)
    starts = struct.unpack_from(f">{count}H", font, offset + 16 + double)
    for first, last in zip(starts, ends, strict=True):
        if last != 0xFFFF:
            yield from range(first, last + 1)
