"""Campaigns at the same time whose hashtags people cannot tell apart.

A video with such a hashtag could belong to either of them, and its creator would not know which.

Pure: no Django.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tag:
    """One spelling of a hashtag, without its #, and its keys (see contests.hashtag_keys)."""

    text: str
    strict_key: str
    lookalike_key: str


@dataclass(frozen=True)
class Season:
    """When a campaign takes videos, and under which hashtags."""

    campaign_id: int
    opens_at: datetime | None
    closes_at: datetime | None
    tags: tuple[Tag, ...]

    def meets(self, other: "Season") -> bool:
        """Whether both are open at some moment; unknown dates do not meet."""
        if self.opens_at is None or self.closes_at is None:
            return False
        if other.opens_at is None or other.closes_at is None:
            return False
        return self.opens_at < other.closes_at and other.opens_at < self.closes_at


@dataclass(frozen=True)
class Overlap:
    """Another campaign of the same time, and the hashtags that are alike: ours, then theirs."""

    campaign_id: int
    pairs: tuple[tuple[str, str], ...]
    same: bool
    """Whether one of the hashtags is the very same, not only alike."""


def overlaps_of(season: Season, others: Iterable[Season]) -> list[Overlap]:
    """The other campaigns that share a time and a look with this one, in the given order."""
    found = []
    for other in others:
        if other.campaign_id == season.campaign_id or not season.meets(other):
            continue
        alike = [
            (ours, theirs)
            for ours in season.tags
            for theirs in other.tags
            if ours.lookalike_key == theirs.lookalike_key
        ]
        if alike:
            found.append(
                Overlap(
                    campaign_id=other.campaign_id,
                    pairs=tuple((ours.text, theirs.text) for ours, theirs in alike),
                    same=any(ours.strict_key == theirs.strict_key for ours, theirs in alike),
                )
            )
    return found
