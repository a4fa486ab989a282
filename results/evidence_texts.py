"""Free text in the evidence: as staff wrote it, without naming anybody.

The file holds no personal data, yet reasons, remarks and notes are written by people. What looks
like a handle, an address or a telephone number, and the names of the campaign's creators, judges
and winners are left out of them: `[…]` stands in their place. No figure depends on these texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q

from accounts.models import User
from contests.models import Campaign
from entries.models import Creator, Entry
from judging.models import Judge

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LEFT_OUT = "[…]"
SHORTEST_NAME = 3
"""Letters below which a word is no name that could be told from others."""

_TRACES = re.compile(
    r"""
    \S+@\S+\.\w+              # e-mail addresses
    | (?:https?://|www\.)\S+  # links
    | (?<!\w)@[\w.\-]+        # handles
    | \+?\d[\d\s().\-]{7,}\d  # telephone numbers
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Names:
    """The names that the evidence of a campaign must not tell; asked for only when needed."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign

    def left_out(self, text: str) -> str:
        """A text in which nobody is named."""
        if not text:
            return ""
        text = _TRACES.sub(LEFT_OUT, text)
        folded = text.casefold()
        for name in self._known:
            if name.casefold() in folded:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", LEFT_OUT, text, flags=re.I)
        return text

    def by_language(self, row: Any, field: str) -> dict[str, str]:
        """What a translated field says in the languages in which it says something."""
        return self.of({code: getattr(row, f"{field}_{code}") for code in LANGUAGES})

    def of(self, texts: Mapping[str, str | None]) -> dict[str, str]:
        """Texts by language without names, empty ones left out."""
        return {code: self.left_out(text) for code, text in sorted(texts.items()) if text}

    @cached_property
    def _known(self) -> list[str]:
        """The longest first, so that no half of a name stays."""
        found = {name.strip() for name in self._names() if len(name.strip()) >= SHORTEST_NAME}
        return sorted(found, key=lambda name: (-len(name), name))

    def _names(self) -> Iterator[str]:
        entries = Entry.objects.filter(campaign=self._campaign)
        joint = Entry.joint_creators.through.objects.filter(entry__in=entries)
        creators = Creator.objects.filter(
            Q(pk__in=entries.values("creator")) | Q(pk__in=joint.values("creator"))
        ).order_by()
        for handle, shown in creators.values_list("handle", "display_name"):
            yield handle
            yield shown
        judges = Judge.objects.filter(campaign=self._campaign).values("user")
        users = User.objects.filter(Q(pk__in=judges) | Q(pk__in=creators.values("user")))
        for name in users.order_by().values_list("name", flat=True):
            # A first name or a family name alone says who it is.
            yield from [name, *name.split()]
