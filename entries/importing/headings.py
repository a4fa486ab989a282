"""Which column of a file holds what: recognised by its heading, in the languages of the site.

Pure: no Django.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

Field = TypeVar("Field", bound=StrEnum)

_REMARK = re.compile(r"\([^)]*\)|\[[^]]*\]")
_UTC = re.compile(r"(?i)(?<![a-z])(utc|gmt)(?![a-z+-])")


class Headings(Generic[Field]):
    """The headings under which a kind of file has its fields.

    texts: field → its headings, with commas between them. Where several of them are in a file, the
    one that stands first here is taken.
    """

    def __init__(self, texts: Mapping[Field, str]) -> None:
        self._keys = {
            field: [_key(heading) for heading in headings.split(",")]
            for field, headings in texts.items()
        }

    def recognise(self, headers: Sequence[str]) -> dict[Field, str]:
        """The columns whose headings tell what they hold; each field and each column once."""
        by_key: dict[str, str] = {}
        for header in headers:
            by_key.setdefault(_key(header), header)
        found: dict[Field, str] = {}
        for field, keys in self._keys.items():
            key = next((key for key in keys if key in by_key), None)
            if key is not None:
                found[field] = by_key.pop(key)
        return found

    def positions(self, columns: Mapping[str, str], headers: Sequence[str]) -> dict[Field, int]:
        """Field → the number of its column, from 0; what the file does not have is left out."""
        places = {header: index for index, header in enumerate(headers)}
        return {
            field: places[header]
            for field in self._keys
            if (header := columns.get(field.value, "")) in places
        }


def says_utc(heading: str) -> bool:
    """Whether a heading says that its times are UTC, as in "Create time (UTC)"."""
    return _UTC.search(heading.replace("_", " ")) is not None


def _key(heading: str) -> str:
    """A heading without case, spaces, signs and marks, so that "Video_URL" is "video url"."""
    folded = unicodedata.normalize("NFKC", _UTC.sub("", _REMARK.sub("", heading))).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
