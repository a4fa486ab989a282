"""Who stands where in a category, whatever decides it, with the figures side by side.

Live: computed from the scores and readings that are there now. An announcement freezes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from contests.competition_ranking import UNRANKED, Ranked
from contests.models import Category, Prize
from entries.models import Creator, Entry
from results import jury_standings, view_standings
from results.figures import Candidates, Figures
from results.models import ShortlistItem, TieDecision
from results.ranking import BoundaryTie, prize_boundary_ties
from results.who_can_win import gave_back


@dataclass(frozen=True)
class StandingRow:
    """One line, by ids; `entry_id` is None where creators are ranked, `rank` if nothing is known.

    `tied` are the keys of all that share the rank, if others do; `at_boundary` says that not all of
    them can have the same prize, so that the tie must be decided.
    """

    rank: int | None
    entry_id: int | None
    creator_id: int
    figures: Figures
    tied: tuple[int, ...]
    decided_by: str
    at_boundary: bool
    shortlisted: bool

    @property
    def key(self) -> int:
        """What identifies the line in its category: the entry, or the creator."""
        return self.creator_id if self.entry_id is None else self.entry_id

    @property
    def tied_with(self) -> tuple[int, ...]:
        """The keys of the others that share the rank."""
        return tuple(other for other in self.tied if other != self.key)


@dataclass(frozen=True)
class CategoryStandings:
    """A category's lines, best first and those without a rank last, and what is undecided."""

    category: Category
    rows: list[StandingRow]
    prizes: list[Prize]
    ties: list[BoundaryTie]
    candidates: Candidates
    decisions: list[TieDecision]

    @cached_property
    def by_key(self) -> Mapping[int, StandingRow]:
        return {row.key: row for row in self.rows}

    @property
    def ranked(self) -> list[StandingRow]:
        return [row for row in self.rows if row.rank is not None]

    @property
    def unranked(self) -> list[StandingRow]:
        return [row for row in self.rows if row.rank is None]


def standings_of(category: Category) -> CategoryStandings:
    """The present standings of a category. A number of queries that does not depend on its size."""
    decisions = list(TieDecision.objects.filter(category=category).order_by("decided_at", "pk"))
    orders = [decision.order for decision in decisions]
    stand = view_standings.stand if category.by_views else jury_standings.stand
    candidates, ranked = stand(category, orders)
    prizes = list(category.prizes.order_by("place"))
    gone = {entry_id or creator_id for entry_id, creator_id in gave_back(category)}
    ties = prize_boundary_ties(ranked, [one.quantity for one in prizes], passed_over=gone)
    return CategoryStandings(
        category=category,
        rows=_rows(category, candidates, ranked, ties),
        prizes=prizes,
        ties=ties,
        candidates=candidates,
        decisions=decisions,
    )


def _rows(
    category: Category, candidates: Candidates, ranked: Sequence[Ranked], ties: list[BoundaryTie]
) -> list[StandingRow]:
    shortlisted = set(
        ShortlistItem.objects.filter(shortlist__category=category).values_list(
            "entry_id", flat=True
        )
    )
    undecided = {key for tie in ties for key in tie.ids}
    placed = {one.id: one for one in ranked}
    unplaced = sorted(candidates.figures.keys() - placed.keys())
    rows = []
    for key in (*placed, *unplaced):
        one = placed.get(key)
        rows.append(
            StandingRow(
                rank=one.rank if one and one.rank != UNRANKED else None,
                entry_id=None if category.ranks_creators else key,
                creator_id=candidates.creators[key],
                figures=candidates.figures[key],
                tied=one.tied if one else (),
                decided_by=one.decided_by if one else "",
                at_boundary=key in undecided,
                shortlisted=not category.ranks_creators and key in shortlisted,
            )
        )
    return rows


@dataclass(frozen=True)
class ShownRow:
    """A line with the entry and the creator that a page shows of it."""

    row: StandingRow
    creator: Creator
    entry: Entry | None


def shown(rows: Iterable[StandingRow]) -> list[ShownRow]:
    """Load what a page shows of some lines. Two queries at most."""
    listed = list(rows)
    entries = Entry.objects.in_bulk([row.entry_id for row in listed if row.entry_id])
    creators = Creator.objects.in_bulk({row.creator_id for row in listed})
    return [
        ShownRow(
            row=row,
            creator=creators[row.creator_id],
            entry=entries[row.entry_id] if row.entry_id else None,
        )
        for row in listed
    ]
