"""Ranks with every tie explained. Competition ranking: 1, 1, 3.

Jury: the value → the heaviest criterion → the median → the majority of judges who scored both.
Views: the views → the earlier post. What then is still equal shares its rank, unless the chair has
decided; a shared rank across a prize boundary blocks the announcement (``prize_boundary_ties``).

Nothing is ever ordered by id, name or the order of input: candidates that the rules cannot part
stay tied. Pure: no Django, and no floats.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any, TypeVar

UNRANKED = 0
"""The rank of a candidate whose views nobody knows."""

MAJORITY_AT_MOST = 50
"""A tie of more candidates is not put to the majority: that compares all pairs."""


class DecidedBy(StrEnum):
    """The last rule that was needed to place a candidate."""

    VALUE = "value"
    HEAVIEST = "heaviest"
    MEDIAN = "median"
    MAJORITY = "majority"
    VIEWS = "views"
    EARLIER_POST = "earlier_post"
    CHAIR = "chair"
    SHARED = "shared"  # nothing parted it from those it is tied with
    UNKNOWN = "unknown"  # no views are known: unranked


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


@dataclass(frozen=True)
class ViewCandidate:
    """An entry or a creator with the views inside the window; ``None`` is unknown, not 0."""

    id: int
    views: int | None
    posted_at: datetime | None


@dataclass(frozen=True)
class Ranked:
    """A candidate's rank from 1, or ``UNRANKED``; ``tied_with`` are the ids that share it."""

    id: int
    rank: int
    tied_with: tuple[int, ...]
    decided_by: str


@dataclass(frozen=True)
class BoundaryTie:
    """Candidates of one rank of whom only some can have a prize place.

    ``places`` is how many of them fit before the first boundary that the tie straddles.
    """

    rank: int
    ids: tuple[int, ...]
    places: int


Candidate = TypeVar("Candidate", bound=JuryCandidate | ViewCandidate)


Part = Callable[[Sequence[Candidate]], list[list[Candidate]]]
"""A rule that parts a tied group into smaller groups, best first."""


def rank_jury(
    candidates: Iterable[JuryCandidate], *, chair_decisions: Iterable[Sequence[int]] = ()
) -> list[Ranked]:
    """The candidates of a jury category, best first.

    A chair's decision is an ordered list of ids. It breaks a tie only if it names every candidate
    of that tie: a decision about A and B says nothing about A and C. Of two, the later one counts.
    """
    return _ranked(
        _all_different(candidates),
        [
            (DecidedBy.VALUE, _by(lambda candidate: -candidate.value)),
            (DecidedBy.HEAVIEST, _by(lambda candidate: -candidate.heaviest)),
            (DecidedBy.MEDIAN, _by(lambda candidate: -candidate.median)),
            (DecidedBy.MAJORITY, _by_majority),
            (DecidedBy.CHAIR, _by_chair(chair_decisions)),
        ],
    )


def rank_views(
    candidates: Iterable[ViewCandidate], *, chair_decisions: Iterable[Sequence[int]] = ()
) -> list[Ranked]:
    """The candidates of a category decided by views, best first; unknown views last, unranked.

    Equal views are parted by the earlier post only if all their post times are known. The chair's
    decisions and errors are those of ``rank_jury``.
    """
    everyone = _all_different(candidates)
    unknown = sorted(candidate.id for candidate in everyone if candidate.views is None)
    ranked = _ranked(
        [candidate for candidate in everyone if candidate.views is not None],
        [
            (DecidedBy.VIEWS, _by(lambda candidate: -(candidate.views or 0))),
            (DecidedBy.EARLIER_POST, _by_post),
            (DecidedBy.CHAIR, _by_chair(chair_decisions)),
        ],
    )
    return ranked + [Ranked(id_, UNRANKED, (), DecidedBy.UNKNOWN) for id_ in unknown]


def prize_boundary_ties(
    ranked: Iterable[Ranked], prize_quantities: Sequence[int]
) -> list[BoundaryTie]:
    """Ties of whom not all get the same prize, best first: these must be decided.

    ``prize_quantities`` says how many winners each prize has, from the first place on: ``[3]`` is
    one prize for three equal winners, ``[1, 1, 1]`` three places. Raises ``ValueError`` for a
    quantity below one.
    """
    boundaries: list[int] = []
    for quantity in prize_quantities:
        if quantity < 1:
            raise ValueError("a prize has at least one winner")
        boundaries.append(quantity + (boundaries[-1] if boundaries else 0))
    found = []
    of_rank = groupby((one for one in ranked if one.rank != UNRANKED), key=lambda one: one.rank)
    for rank, tied in of_rank:
        ids = tuple(one.id for one in tied)
        ahead = rank - 1
        inside = [boundary for boundary in boundaries if ahead < boundary < ahead + len(ids)]
        if inside:
            found.append(BoundaryTie(rank, ids, inside[0] - ahead))
    return found


def _all_different(candidates: Iterable[Candidate]) -> list[Candidate]:
    listed = list(candidates)
    if len({candidate.id for candidate in listed}) != len(listed):
        raise ValueError("a candidate is named twice")
    return listed


def _ranked(
    candidates: Sequence[Candidate], steps: Sequence[tuple[DecidedBy, Part[Candidate]]]
) -> list[Ranked]:
    result: list[Ranked] = []
    for group, decided_by in _parted(candidates, steps):
        ids = sorted(candidate.id for candidate in group)
        rank = len(result) + 1
        result += [
            Ranked(id_, rank, tuple(other for other in ids if other != id_), decided_by)
            for id_ in ids
        ]
    return result


def _parted(
    group: Sequence[Candidate], steps: Sequence[tuple[DecidedBy, Part[Candidate]]]
) -> Iterator[tuple[Sequence[Candidate], DecidedBy]]:
    """The groups that the steps cannot part any further, best first, and what placed them."""
    if not steps:
        yield group, DecidedBy.SHARED
        return
    (name, part), *later = steps
    for smaller in part(group):
        if len(smaller) == 1:
            yield smaller, name
        else:
            yield from _parted(smaller, later)


def _by(key: Callable[[Candidate], Any]) -> Part[Candidate]:
    def part(group: Sequence[Candidate]) -> list[list[Candidate]]:
        return [list(equal) for _, equal in groupby(sorted(group, key=key), key=key)]

    return part


def _by_post(group: Sequence[ViewCandidate]) -> list[list[ViewCandidate]]:
    if any(candidate.posted_at is None for candidate in group):
        return [list(group)]
    part: Part[ViewCandidate] = _by(lambda candidate: candidate.posted_at)
    return part(group)


def _by_chair(decisions: Iterable[Sequence[int]]) -> Part[Candidate]:
    orders = [{id_: place for place, id_ in enumerate(decision)} for decision in decisions]

    def part(group: Sequence[Candidate]) -> list[list[Candidate]]:
        ids = {candidate.id for candidate in group}
        order = next((order for order in reversed(orders) if ids <= order.keys()), {})
        # Without a decision on all of them, all have the same key.
        return _by(lambda candidate: order.get(candidate.id, 0))(group)

    return part


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
