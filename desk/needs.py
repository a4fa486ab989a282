"""Something that waits for a person, as the first page and its parts tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contests.models import Campaign


@dataclass(frozen=True)
class Need:
    """Something that waits for a person: the sentence, the page, and whether it is late."""

    text: str
    url: str
    icon: str
    is_late: bool = False


def with_campaigns(counts: Iterable[tuple[int, str, int]]) -> list[tuple[Campaign, int]]:
    """The campaigns themselves, which know their titles in the reader's language. One query."""
    found = list(counts)
    campaigns = Campaign.objects.in_bulk([pk for pk, _slug, _count in found])
    return [(campaigns[pk], count) for pk, _slug, count in found]
