"""From judges' comparisons in the database to the order of a shortlist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from judging.bradley_terry import Answer, Strength, strengths_of
from judging.conflicts import find_bars
from judging.entrants import entries_in
from judging.models import Comparison, Judge, Round

MOST_FINALISTS = 40
"""Pairs order a shortlist: more entries than these are not compared in pairs."""


@dataclass(frozen=True)
class Counted:
    """One comparison that counts."""

    judge_id: int
    preferred_id: int
    other_id: int

    @property
    def answer(self) -> Answer:
        return self.preferred_id, self.other_id

    @property
    def pair(self) -> tuple[int, int]:
        """Both entries in the order of their ids."""
        low, high = sorted(self.answer)
        return low, high


@dataclass(frozen=True)
class PairTally:
    """What the judges of a round of pairs said, and the strength of each finalist by its id."""

    round: Round
    comparisons: list[Counted]
    strengths: dict[int, Strength]


def final_of(rounds: Sequence[Round]) -> PairTally | None:
    """The pairs that order a category's finalists, from all its rounds in their order.

    None where its last round is another one, and while nobody has compared anything. Seven queries
    at most.
    """
    if not rounds or rounds[-1].kind != Round.Kind.PAIRWISE:
        return None
    tally = tally_pairs(rounds[-1])
    return tally if tally.comparisons else None


def tally_pairs(round_: Round) -> PairTally:
    """The comparisons that count, and the strengths that follow. Seven queries at most."""
    entry_ids = sorted(entries_in(round_).values_list("pk", flat=True))
    comparisons = counted_comparisons(round_, entry_ids)
    return PairTally(
        round=round_,
        comparisons=comparisons,
        strengths=strengths_of(entry_ids, [one.answer for one in comparisons]),
    )


def counted_comparisons(round_: Round, entry_ids: list[int]) -> list[Counted]:
    """Comparisons of these entries that were not undone and are nobody's conflict of interest.

    A relation declared later, stepping back, a judge whose work stopped counting and an entry that
    left the contest take the comparisons with them at once. In the order of their making. Six
    queries at most.
    """
    rows = (
        Comparison.objects.counting()
        .filter(round=round_, first__in=entry_ids, second__in=entry_ids)
        .order_by("made_at", "pk")
        .values_list("judge_id", "first_id", "second_id", "preferred_id")
    )
    found = [
        Counted(judge_id, preferred, second if preferred == first else first)
        for judge_id, first, second, preferred in rows
    ]
    if not found:
        return []
    judges = Judge.objects.filter(pk__in={one.judge_id for one in found})
    bars = find_bars(judges, entries_in(round_))
    conflicts = {(judge_id, entry_id) for entry_id, of in bars.personal.items() for judge_id in of}
    return [
        one
        for one in found
        if conflicts.isdisjoint((one.judge_id, entry_id) for entry_id in one.answer)
    ]
