"""The first lines of a category with the people behind the numbers, and where their dots are drawn.

The evidence knows entries and creators by number only. Who is behind a number is told where it is
public: an entry that is shown, a creator who has one, and whoever won.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models import Creator, Entry
from results.evidence_pieces import CategoryRead, Line

HUNDRED = Decimal(100)
STEP = 10
DECIDED_BY: dict[str, Promise] = {
    "heaviest": _("ahead by the heaviest criterion"),
    "median": _("ahead by the median"),
    "majority": _("ahead by the majority of judges who scored both"),
    "points": _("ahead by the points of the round before"),
    "earlier_post": _("ahead by the earlier post"),
    "chair": _("ahead by the chair’s decision"),
    "shared": _("shares the place"),
}


@dataclass(frozen=True)
class Who:
    """Whom a number stands for: the handles that may be named, and the video that may be shown."""

    number: int
    creators: Sequence[Creator] = ()
    entry: Entry | None = None


@dataclass(frozen=True)
class Dot:
    """One judge's score: from 0 to 100, and where it is drawn, as SVG wants it."""

    judge: str
    score: Decimal
    x: str


@dataclass(frozen=True)
class Scale:
    """What a drawing of scores spans, both ends from 0 to 100 in whole tens."""

    low: int
    high: int

    def place(self, score: Decimal) -> str:
        """Where a score from 0 to 100 stands: a percentage with a decimal point."""
        span = self.high - self.low
        return f"{(score - self.low) / span * HUNDRED:.2f}%"

    @property
    def lines(self) -> list[str]:
        """Where the tens are drawn."""
        return [self.place(Decimal(ten)) for ten in range(self.low, self.high + 1, STEP)]


@dataclass(frozen=True)
class ShownLine:
    """A line of the evidence with who it is, its place if it won, and its drawing."""

    line: Line
    who: Who
    place: int | None
    scale: Scale
    most_views: int

    @property
    def decided_by(self) -> Promise | None:
        """What put it ahead of those who were equal, where it was not the figure alone."""
        return DECIDED_BY.get(self.line.decided_by)

    @property
    def result(self) -> Decimal | None:
        """The points that count, 0 to 1; None where only pairs were compared."""
        return self.line.exact("value")

    @property
    def final(self) -> Decimal | None:
        """The share of comparisons that it would win against an average finalist."""
        return self.line.exact("final")

    @property
    def result_x(self) -> str:
        return "" if self.result is None else self.scale.place(self.result * HUNDRED)

    @property
    def dots(self) -> list[Dot]:
        return [
            Dot(one.judge, one.score, self.scale.place(one.score * HUNDRED))
            for one in self.line.scores
        ]

    @property
    def views(self) -> int | None:
        return self.line.count("views")

    @property
    def videos(self) -> int | None:
        return self.line.count("videos")

    @property
    def won(self) -> int | None:
        return self.line.count("comparisons_won")

    @property
    def comparisons(self) -> int | None:
        return self.line.count("comparisons")

    @property
    def bar(self) -> str:
        """The length of the bar of views, as a percentage of the longest."""
        return f"{max(self.views or 0, 0) * 100 / max(self.most_views, 1):.2f}%"

    def score_of(self, judge: str) -> Decimal | None:
        return next((one.score for one in self.line.scores if one.judge == judge), None)


@dataclass(frozen=True)
class ScoreRow:
    """A line of the table that says what each judge gave, in the order of its columns."""

    line: ShownLine
    scores: Sequence[Decimal | None]


@dataclass(frozen=True)
class FirstLines:
    """The first lines of a category."""

    lines: Sequence[ShownLine]

    @cached_property
    def judges(self) -> list[str]:
        """Those who scored one of them, J2 before J10."""
        found = {one.judge for line in self.lines for one in line.line.scores}
        return sorted(found, key=lambda name: (len(name), name))

    @property
    def score_rows(self) -> list[ScoreRow]:
        return [
            ScoreRow(line, [line.score_of(judge) for judge in self.judges]) for line in self.lines
        ]

    @property
    def scale(self) -> Scale:
        return self.lines[0].scale

    @property
    def has_final(self) -> bool:
        return any(line.final is not None for line in self.lines)


def first_lines(read: CategoryRead, people: Mapping[int, Who]) -> FirstLines:
    """The lines that are shown of a category."""
    scale = scale_of(read.first)
    most = max((line.count("views") or 0 for line in read.first), default=0)
    return FirstLines(
        [
            ShownLine(line, people[line.key], read.awards.get(line.key), scale, most)
            for line in read.first
        ]
    )


def scale_of(lines: Iterable[Line]) -> Scale:
    """Whole tens around all scores and results, 20 apart at least, and never beyond what there is.

    Scores end at 0 and 100; results that were adjusted may leave that a little.
    """
    shown = list(lines)
    scores = [one.score for line in shown for one in line.scores]
    values = [*scores, *(value for line in shown if (value := line.exact("value")) is not None)]
    if not values:
        return Scale(0, 100)
    low = int(min(values) * HUNDRED // STEP) * STEP
    high = -int(-max(values) * HUNDRED // STEP) * STEP
    return Scale(min(low, 100 - 2 * STEP), max(high, 100))


def people_behind(
    campaign: Campaign, reads: Sequence[CategoryRead], *, at: datetime
) -> dict[str, dict[int, Who]]:
    """By category, whom the numbers of its lines and ties stand for. Three queries at most."""
    entries: set[int] = set()
    creators: set[int] = set()
    winners: set[int] = set()
    for read in reads:
        (creators if read.ranks_creators else entries).update(_keys(read))
        winners |= {line.creator_id for line in read.first if line.key in read.awards}
    shown = _entries(campaign, entries, at=at)
    named = _creators(campaign, creators, winners, at=at)
    return {read.slug: _people(read, shown, named) for read in reads}


def _keys(read: CategoryRead) -> set[int]:
    return {line.key for line in read.first} | {key for tie in read.ties for key in tie.first}


def _people(
    read: CategoryRead, shown: Mapping[int, Entry], named: Mapping[int, Creator]
) -> dict[int, Who]:
    if read.ranks_creators:
        return {key: _who(key, None, named.get(key)) for key in _keys(read)}
    won = {line.key: line.creator_id for line in read.first if line.key in read.awards}
    return {key: _who(key, shown.get(key), named.get(won.get(key, 0))) for key in _keys(read)}


def _who(number: int, entry: Entry | None, creator: Creator | None) -> Who:
    if entry is not None:
        joint = [one for one in entry.joint_creators.all() if one.pk != entry.creator_id]
        return Who(number, [entry.creator, *joint], entry)
    return Who(number, [creator] if creator else [])


def _entries(campaign: Campaign, ids: set[int], *, at: datetime) -> dict[int, Entry]:
    """Those of the entries that the public may see."""
    public = Entry.objects.public(at=at).filter(campaign=campaign, pk__in=ids)
    return {
        entry.pk: entry
        for entry in public.select_related("creator").prefetch_related("joint_creators")
    }


def _creators(
    campaign: Campaign, ids: set[int], winners: set[int], *, at: datetime
) -> dict[int, Creator]:
    """Winners, and creators who have a public entry, be it under another of their accounts."""
    public = Entry.objects.public(at=at).filter(campaign=campaign)
    seen = Q(pk__in=public.values("creator")) | Q(user__in=public.values("creator__user"))
    named = Creator.objects.filter(Q(pk__in=winners) | Q(pk__in=ids) & seen)
    return {creator.pk: creator for creator in named}
