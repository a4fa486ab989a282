"""Ranks of a jury's entries, with the rule that placed each.

The value → the heaviest criterion → the median → the majority of judges who scored both. What then
is still equal shares its rank, unless the chair has decided. Used for a round's end, for staff's
figures and for the standings; where views decide, see metrics.view_ranking.

Pure: no Django, and no floats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter

from contests.competition_ranking import (
    CHAIR,
    Ranked,
    Step,
    all_different,
    by,
    by_chair,
    rank,
)

MAJORITY_AT_MOST = 50
"""A tie of more candidates is not put to the majority: that compares all pairs."""

# The last rule that was needed to place a candidate, beside those of contests.competition_ranking.
VALUE = "value"
HEAVIEST = "heaviest"
MEDIAN = "median"
MAJORITY = "majority"


@dataclass(frozen=True)
class JuryCandidate:
    """An entry with what its tie chain needs.

    ``value``: the aggregate by the round's method; ``heaviest``: the mean score by the heaviest
    criterion; ``by_judge``: each judge's score of this entry.
    """

    id: int
    value: Decimal
    heaviest: Decimal
    median: Decimal
    by_judge: Mapping[int, Decimal] = field(default_factory=dict)


def rank_jury(
    candidates: Iterable[JuryCandidate], *, chair_decisions: Iterable[Sequence[int]] = ()
) -> list[Ranked]:
    """The candidates of a jury category, best first.

    What the chair's decisions do: see contests.competition_ranking.by_chair. Raises ``ValueError``
    for a candidate named twice.
    """
    return rank(all_different(candidates), jury_steps(chair_decisions))


def jury_steps(chair_decisions: Iterable[Sequence[int]] = ()) -> list[Step[JuryCandidate]]:
    """The rules in their order, for those who put another one before them."""
    return [
        (VALUE, by(attrgetter("value"), highest_first=True)),
        (HEAVIEST, by(attrgetter("heaviest"), highest_first=True)),
        (MEDIAN, by(attrgetter("median"), highest_first=True)),
        (MAJORITY, _by_majority),
        (CHAIR, by_chair(chair_decisions)),
    ]


def _by_majority(group: Sequence[JuryCandidate]) -> list[list[JuryCandidate]]:
    """Part where every candidate above a line beats every candidate below it.

    Two candidates: the majority decides. More can beat each other in a circle, or never meet; then
    only a set whose members all beat all others goes ahead. Such sets are nested, each is a prefix
    of the order by wins, and what they leave unparted stays tied.
    """
    if len(group) > MAJORITY_AT_MOST:
        return [list(group)]
    wins = {one.id: sum(_beats(one, other) for other in group) for one in group}
    order = sorted(group, key=lambda candidate: -wins[candidate.id])
    lines = [place for place in range(1, len(order)) if _all_beat(order[:place], order[place:])]
    return [order[start:end] for start, end in pairwise([0, *lines, len(order)])]


def _all_beat(upper: Sequence[JuryCandidate], lower: Sequence[JuryCandidate]) -> bool:
    return all(_beats(one, other) for one in upper for other in lower)


def _beats(one: JuryCandidate, other: JuryCandidate) -> bool:
    """Whether more than half of the judges who scored both gave the one more."""
    both = one.by_judge.keys() & other.by_judge.keys()
    preferring = sum(one.by_judge[judge] > other.by_judge[judge] for judge in both)
    return 2 * preferring > len(both)
