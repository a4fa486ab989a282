"""What parts a line of the standings from the next one: the first rule in which they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from contests.competition_ranking import CHAIR, SHARED
from judging.final_ranking import POINTS, STRENGTH
from judging.jury_ranking import HEAVIEST, MAJORITY, MEDIAN, VALUE, JuryCandidate, jury_steps
from metrics.view_ranking import EARLIER_POST, VIEWS
from results.figures import JuryFacts
from results.standings import CategoryStandings, StandingRow

FINALIST = "finalist"
"""Beside the rules' own names: whoever was in the final stands before everybody who was not."""


def parted(standings: CategoryStandings, rows: Sequence[StandingRow]) -> dict[int, str]:
    """By key the name of the rule that puts a line ahead of the next; rows: those to be told about.

    SHARED where it shares its rank with the next; nothing for lines without a rank and the last.
    """
    rules = _Rules(standings)
    wanted = {row.key for row in rows}
    found = {}
    for row, behind in pairwise(standings.ranked):
        if row.key in wanted:
            found[row.key] = SHARED if row.rank == behind.rank else rules.between(row, behind)
    return found


class _Rules:
    """The rules of one category, asked pair by pair."""

    def __init__(self, standings: CategoryStandings) -> None:
        self._standings = standings

    def between(self, row: StandingRow, behind: StandingRow) -> str:
        """The rule by which two lines of different ranks differ that stand next to each other."""
        if self._standings.category.by_views:
            return self._by_views(row, behind)
        strengths = [one.figures.get("strength") for one in (row, behind)]
        if strengths[0] != strengths[1]:
            return FINALIST if None in strengths else STRENGTH
        by_points = VALUE if strengths[0] is None else POINTS
        one, other = self._candidates.get(row.key), self._candidates.get(behind.key)
        if one is None or other is None:
            # A finalist of whom the round before says nothing stands behind equally strong ones.
            return CHAIR if one is other else by_points
        if one.value != other.value:
            return by_points
        if one.heaviest != other.heaviest:
            return HEAVIEST
        if one.median != other.median:
            return MEDIAN
        return MAJORITY if self._majority_parts(row, one, other) else CHAIR

    def _by_views(self, row: StandingRow, behind: StandingRow) -> str:
        if row.figures["views"] != behind.figures["views"]:
            return VIEWS
        # The posts part equal views only where all of them are known.
        equal = [
            one for one in self._standings.ranked if one.figures["views"] == row.figures["views"]
        ]
        known = all(one.figures["posted_at"] is not None for one in equal)
        differ = row.figures["posted_at"] != behind.figures["posted_at"]
        return EARLIER_POST if known and differ else CHAIR

    def _majority_parts(self, row: StandingRow, one: JuryCandidate, other: JuryCandidate) -> bool:
        """Whether the majority parts the two among all whom nothing before it parts."""
        strength = row.figures.get("strength")
        equal = [
            self._candidates[key]
            for key in self._candidates
            if _before_majority(self._candidates[key]) == _before_majority(one)
            and self._standings.by_key[key].figures.get("strength") == strength
        ]
        by_majority = dict(jury_steps())[MAJORITY]
        return any((one in group) != (other in group) for group in by_majority(equal))

    @cached_property
    def _candidates(self) -> Mapping[int, JuryCandidate]:
        facts = self._standings.candidates.facts
        return {one.id: one for one in facts.candidates} if isinstance(facts, JuryFacts) else {}


def _before_majority(candidate: JuryCandidate) -> tuple[object, ...]:
    return candidate.value, candidate.heaviest, candidate.median
