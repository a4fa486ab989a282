"""What a page tells of an evidence file. Made by results.evidence_reading.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class JudgeScore:
    """What one judge gave one entry, 0 to 1."""

    judge: str
    score: Decimal


@dataclass(frozen=True)
class Line:
    """An entry's or a creator's place with its figures; `scores` where points were given."""

    rank: int | None
    entry_id: int | None
    creator_id: int
    decided_by: str
    figures: Mapping[str, Any]
    scores: Sequence[JudgeScore] = ()

    @property
    def key(self) -> int:
        return self.creator_id if self.entry_id is None else self.entry_id

    def exact(self, name: str) -> Decimal | None:
        """A figure that is a decimal, if it is known."""
        value = self.figures.get(name)
        return Decimal(value) if isinstance(value, str | int) else None

    def count(self, name: str) -> int | None:
        """A figure that is counted, if it is known."""
        value = self.figures.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True)
class Weight:
    """A criterion by its number, the most points for it, and its share of the score, 0 to 1."""

    criterion: int
    max_points: int
    share: Decimal


@dataclass(frozen=True)
class ByHand:
    """An entry that was let through, or left behind, by a person's decision."""

    entry_id: int
    advances: bool
    reason: str


@dataclass(frozen=True)
class RoundRead:
    """One step of a jury: what it was about, who answered, and who went on.

    kind: screening, scoring or pairwise; answers: votes, reviews or comparisons that count;
    advanced: how many went on, None where the step did not say.
    """

    kind: str
    order: int
    entries: int
    judges: Sequence[str]
    answers: int
    aggregation: str = ""
    criteria: Sequence[Weight] = ()
    quorum: int | None = None
    advance_count: int | None = None
    advance_cutoff: Decimal | None = None
    advanced: int | None = None
    by_hand: Sequence[ByHand] = ()
    is_deciding: bool = False


@dataclass(frozen=True)
class Tie:
    """Lines that the first figure left equal, and what parted them.

    first: the first of them, in their final order; count: how many there are.
    """

    rank: int
    first: Sequence[int]
    count: int
    parted_by: Sequence[str]
    reason: str = ""


@dataclass(frozen=True)
class CategoryRead:
    """What the evidence says of one category.

    awards: the place that each winner got, by entry, or by creator where creators are ranked.
    """

    slug: str
    method: str
    platform: str
    places: Sequence[tuple[int, int]]
    candidates: int
    ranked: int
    first: Sequence[Line]
    awards: Mapping[int, int] = field(default_factory=dict)
    rounds: Sequence[RoundRead] = ()
    ties: Sequence[Tie] = ()
    videos: int = 0
    unknown_videos: int = 0
    first_reading: datetime | None = None
    last_reading: datetime | None = None
    linked_creators: int = 0

    @property
    def counted_videos(self) -> int:
        """Videos whose views count."""
        return self.videos - self.unknown_videos

    @property
    def ranks_creators(self) -> bool:
        """Whether creators are ranked, and not their videos."""
        return self.method == "most_viewed_creator"

    @property
    def deciding(self) -> RoundRead | None:
        """The round whose points the result is computed from."""
        return next((one for one in self.rounds if one.is_deciding), None)

    @property
    def final(self) -> RoundRead | None:
        """The pairs that put the finalists in order."""
        return next((one for one in self.rounds if one.kind == "pairwise"), None)


@dataclass(frozen=True)
class Disqualified:
    """How many entries were taken out for a reason: its sentence by language, if it is listed."""

    texts: Mapping[str, str]
    count: int


@dataclass(frozen=True)
class EvidenceRead:
    """An evidence file as far as a page tells it."""

    format: str
    number: int
    opens_at: datetime | None
    closes_at: datetime | None
    prior_posts_allowed: bool
    rules_version: int | None
    judges: int
    entries: int
    disqualified: Sequence[Disqualified]
    categories: Mapping[str, CategoryRead]

    @property
    def disqualified_count(self) -> int:
        return sum(one.count for one in self.disqualified)
