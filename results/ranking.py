"""Ties across a prize boundary: a rank shared there blocks the announcement.

How a jury's entries are ranked: see judging.jury_ranking; where views decide, metrics.view_ranking.

Pure: no Django.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from contests.competition_ranking import UNRANKED, Ranked


@dataclass(frozen=True)
class BoundaryTie:
    """Candidates of one rank of whom only some can have a prize place.

    ``places`` is how many of them fit before the first boundary that the tie straddles.
    """

    rank: int
    ids: tuple[int, ...]
    places: int


def prize_boundary_ties(
    ranked: Iterable[Ranked],
    prize_quantities: Sequence[int],
    *,
    passed_over: Collection[int] = (),
) -> list[BoundaryTie]:
    """Ties of whom not all get the same prize, best first: these must be decided.

    ``prize_quantities`` says how many winners each prize has, from the first place on: ``[3]`` is
    one prize for three equal winners, ``[1, 1, 1]`` three places. ``passed_over``: who gave a prize
    back; they keep their rank and take no prize. Raises ``ValueError`` for a quantity below one.
    """
    boundaries: list[int] = []
    for quantity in prize_quantities:
        if quantity < 1:
            raise ValueError("a prize has at least one winner")
        boundaries.append(quantity + (boundaries[-1] if boundaries else 0))
    found, ahead = [], 0
    of_rank = groupby((one for one in ranked if one.rank != UNRANKED), key=lambda one: one.rank)
    for place, tied in of_rank:
        ids = tuple(one.id for one in tied)
        behind = ahead + sum(id_ not in passed_over for id_ in ids)
        inside = [boundary for boundary in boundaries if ahead < boundary < behind]
        if inside:
            found.append(BoundaryTie(place, ids, inside[0] - ahead))
        ahead = behind
    return found
