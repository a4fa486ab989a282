"""Competition ranks, 1, 1, 3: candidates are parted rule by rule, and what no rule parts is shared.

Which rules there are is told by those who rank: metrics.view_ranking and judging.jury_ranking.
Nothing is ever ordered by id, name or the order of input; those who share a rank are listed by
their ids. Pure: no Django.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple, Protocol, TypeVar

UNRANKED = 0
"""The rank of a candidate of whom too little is known."""

# What placed a candidate, beside the rules' own names.
CHAIR = "chair"
SHARED = "shared"  # nothing parted it from those it is tied with
UNKNOWN = "unknown"  # unranked


class HasId(Protocol):
    """Whatever is ranked has an id that no other of the candidates has."""

    @property
    def id(self) -> int: ...


class Ranked(NamedTuple):
    """A candidate's rank from 1, or ``UNRANKED``.

    ``tied``: the ids of all that share it, its own among them; empty where nobody does. One tuple
    for all of them, because thousands may share a rank.
    """

    id: int
    rank: int
    tied: tuple[int, ...]
    decided_by: str

    @property
    def tied_with(self) -> tuple[int, ...]:
        """The others that share the rank."""
        return tuple(other for other in self.tied if other != self.id)


Candidate = TypeVar("Candidate", bound=HasId)

Part = Callable[[Sequence[Candidate]], list[list[Candidate]]]
"""A rule that parts a tied group into smaller groups, best first."""

Step = tuple[str, Part[Candidate]]
"""A rule with the name under which it is told that it decided."""


def rank(candidates: Sequence[Candidate], steps: Sequence[Step[Candidate]]) -> list[Ranked]:
    """The candidates, best first; each with the last rule that was needed to place it."""
    result: list[Ranked] = []
    for group, decided_by in parted(candidates, steps):
        place = len(result) + 1
        if len(group) == 1:
            result.append(Ranked(group[0].id, place, (), decided_by))
            continue
        ids = tuple(candidate.id for candidate in group)
        result += [Ranked(id_, place, ids, decided_by) for id_ in ids]
    return result


def parted(
    group: Sequence[Candidate], steps: Sequence[Step[Candidate]]
) -> Iterator[tuple[Sequence[Candidate], str]]:
    """The groups that the steps cannot part any further, best first, and what placed them."""
    if not steps:
        yield sorted(group, key=lambda candidate: candidate.id), SHARED
        return
    (name, part), *later = steps
    for smaller in part(group):
        if len(smaller) == 1:
            yield smaller, name
        elif smaller:
            yield from parted(smaller, later)


def by(key: Callable[[Candidate], Any], *, highest_first: bool = False) -> Part[Candidate]:
    """The rule that the smaller key goes ahead, or the higher one."""

    def part(group: Sequence[Candidate]) -> list[list[Candidate]]:
        ordered = sorted(group, key=key, reverse=highest_first)
        return [list(equal) for _, equal in groupby(ordered, key=key)]

    return part


def by_chair(decisions: Iterable[Sequence[int]]) -> Part[Candidate]:
    """The rule that the chair has decided: each decision an ordered list of ids.

    It breaks a tie only if it names every candidate of that tie: a decision about A and B says
    nothing about A and C. Of two, the later one counts.
    """
    orders = [{id_: place for place, id_ in enumerate(decision)} for decision in decisions]

    def part(group: Sequence[Candidate]) -> list[list[Candidate]]:
        ids = {candidate.id for candidate in group}
        order = next((order for order in reversed(orders) if ids <= order.keys()), {})
        # Without a decision on all of them, all have the same key.
        return by(lambda candidate: order.get(candidate.id, 0))(group)

    return part


def all_different(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates as a list; raises ``ValueError`` where one is named twice."""
    listed = list(candidates)
    if len({candidate.id for candidate in listed}) != len(listed):
        raise ValueError("a candidate is named twice")
    return listed
