"""Values out of foreign JSON: of the type that was promised, or unknown.

Pure: no Django, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def part(content: Any, name: str) -> Mapping[str, Any]:
    """The object under a name; an empty one when there is none."""
    found = content.get(name) if isinstance(content, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def text(content: Mapping[str, Any], name: str) -> str | None:
    """The text under a name, without space around it; None when it is empty or no text."""
    value = content.get(name)
    return (value.replace("\x00", "").strip() or None) if isinstance(value, str) else None


def number(content: Mapping[str, Any], name: str) -> int | None:
    """The count under a name, zero or more; YouTube writes counts as text."""
    value = content.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return value if type(value) is int and 0 <= value < 2**63 else None
