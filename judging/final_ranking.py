"""Ranks after a final of pairs: the finalists by their strength, behind them the others by points.

Finalists of equal strength are parted by what the last scoring round said about them, by its own
chain (``judging.jury_ranking``), and in the end by the chair.

Pure: no Django, and no floats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from contests.competition_ranking import Ranked, all_different, by, rank
from judging.jury_ranking import JuryCandidate, jury_steps, rank_jury

STRENGTH = "strength"
POINTS = "points"
"""Beside the names of ``judging.jury_ranking``: what placed a finalist. ``POINTS`` stands for the
value of the last scoring round, which places everybody else under its own name."""

_NO_POINTS = Decimal(-1)


@dataclass(frozen=True, kw_only=True)
class Finalist(JuryCandidate):
    """A finalist with the strength that the pairs gave it."""

    strength: Decimal


def rank_final(
    strengths: Mapping[int, Decimal],
    candidates: Iterable[JuryCandidate],
    *,
    chair_decisions: Iterable[Sequence[int]] = (),
) -> list[Ranked]:
    """Everybody who was compared or reviewed, best first.

    ``strengths``: of every finalist; ``candidates``: what the last scoring round said, of finalists
    and others. A finalist of whom it said nothing stands behind equally strong ones. Raises
    ``ValueError`` for a candidate named twice.
    """
    reviewed = {one.id: one for one in all_different(candidates)}
    decisions = list(chair_decisions)
    finalists = [
        _finalist(reviewed.get(entry_id), entry_id, strength)
        for entry_id, strength in strengths.items()
    ]
    (_value, by_value), *later = jury_steps(decisions)
    steps = [
        (STRENGTH, by(attrgetter("strength"), highest_first=True)),
        (POINTS, by_value),
        *later,
    ]
    others = [one for entry_id, one in reviewed.items() if entry_id not in strengths]
    behind = rank_jury(others, chair_decisions=decisions)
    return [
        *rank(finalists, steps),
        *(one._replace(rank=one.rank + len(finalists)) for one in behind),
    ]


def _finalist(reviewed: JuryCandidate | None, entry_id: int, strength: Decimal) -> Finalist:
    if reviewed is None:
        return Finalist(entry_id, _NO_POINTS, _NO_POINTS, _NO_POINTS, strength=strength)
    return Finalist(
        reviewed.id,
        reviewed.value,
        reviewed.heaviest,
        reviewed.median,
        reviewed.by_judge,
        strength=strength,
    )
