"""The handle of an account as people type it."""

from __future__ import annotations

import re

LONGEST = 80
_IN_PROFILE_LINK = re.compile(r"[^\s/]*[/.][^\s]*?/@([^/?#\s]+)")
# YouTube has handles in many scripts; no platform has spaces or other signs in them.
_HANDLE = re.compile(rf"[\w.\-·]{{2,{LONGEST}}}")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2066\u2067\u2068\u2069\ufeff"))


def clean_handle(text: str) -> str | None:
    """Return the handle without @ from "@name", "name" or a link to the profile; None if none."""
    text = text.translate(_INVISIBLE).strip()
    link = _IN_PROFILE_LINK.match(text)
    name = link[1] if link else text.removeprefix("@").removeprefix("＠")
    return name if _HANDLE.fullmatch(name) else None
