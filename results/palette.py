"""The colours of a campaign's accent, as the site's own style sheet defines them.

One list for pages, certificates and cards: static/css/tokens.css, whose contrasts
tests/website/test_palette.py holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

_ACCENT = re.compile(r'\[data-accent="(\w+)"\] \{(.*?)\}', re.DOTALL)
_COLOUR = re.compile(r"--l-(\w+): (#\w+);")


@cache
def _accents() -> Mapping[str, Mapping[str, str]]:
    tokens = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text(encoding="utf-8")
    return {accent: dict(_COLOUR.findall(colours)) for accent, colours in _ACCENT.findall(tokens)}


def palette(accent: str) -> Mapping[str, str]:
    """Colours for white paper: fill, on (text upon fill), deco (ornament), text, soft (a tint)."""
    return _accents()[accent]
