"""Who is proposed for a shortlist, and what staff did otherwise.

A proposal never cuts a tie: all who share the rank on the line are proposed, and told apart, so
that a person decides with a reason who of them stays out. Pure: no Django, and no floats.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contests.competition_ranking import Ranked
from judging.advancing import best

ADDED = "added"
LEFT_OUT = "left_out"
MOVED = "moved"


@dataclass(frozen=True)
class Proposal:
    """The ids that are proposed, best first.

    ``on_line``: those of them who share the rank on the line; ``places``: how many of these the
    number had room for. Both say nothing where no tie is on the line.
    """

    ids: tuple[int, ...]
    on_line: tuple[int, ...] = ()
    places: int = 0


@dataclass(frozen=True)
class Change:
    """One entry about which staff decided otherwise than the proposal."""

    id: int
    change: str


def by_rank(ranked: Sequence[Ranked], *, count: int) -> Proposal:
    """The ``count`` best, and everybody who shares the last one's rank.

    ``ranked``: without those of whom too little is known. Raises ``ValueError`` for a count below
    one.
    """
    line = best(ranked, count=count)
    return Proposal((*line.through, *line.on_line), line.on_line, line.places or 0)


def by_cutoff(
    ranked: Iterable[Ranked], *, values: Mapping[int, Decimal | int], at_least: Decimal
) -> Proposal:
    """Whose value reaches the cut-off; those without a value are not proposed."""
    return Proposal(
        tuple(one.id for one in ranked if one.id in values and values[one.id] >= at_least)
    )


def by_outcome(ranked: Iterable[Ranked], *, through: Collection[int]) -> Proposal:
    """Who came through a round, in the order of the ranks; those without a rank last, by id."""
    wanted = set(through)
    listed = [one.id for one in ranked if one.id in wanted]
    return Proposal((*listed, *sorted(wanted - set(listed))))


def changes(proposed: Sequence[int], chosen: Sequence[int]) -> list[Change]:
    """What was done otherwise: added ones first, then those left out, then who stands elsewhere.

    Of two lists with the same entries in another order, every entry that stands before or behind
    others than proposed has moved, not only the one that somebody meant.
    """
    before, now = set(proposed), set(chosen)
    kept = [id_ for id_ in proposed if id_ in now]
    order = [id_ for id_ in chosen if id_ in before]
    return [
        *(Change(id_, ADDED) for id_ in chosen if id_ not in before),
        *(Change(id_, LEFT_OUT) for id_ in proposed if id_ not in now),
        *(Change(was, MOVED) for was, is_now in zip(kept, order, strict=True) if was != is_now),
    ]
