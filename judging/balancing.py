"""Making loads level where conflicts and languages stand in the way.

Reviews are seats: an entry's seat may go from one judge to another who may see the entry and does
not sit there yet. A busy judge can be relieved along a chain: A gives an entry to B, and B another
one to C, who has less to do. While there is a chain to somebody with at least two reviews less,
following it makes the loads more level; when there is none, no other plan has more level loads
(optimal semi-matchings: Harvey, Ladner, Lovász and Tamir, Journal of Algorithms 59, 2006). Chains
are chosen that take the fewest seats from those who have them already, as shortest augmenting paths
in a minimum-cost flow, so that the loads become level with as few moves as possible.

Pure: no Django.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[int, int]
"""A judge's id and an entry's id."""

_COSTS = (-1, 0, 1)
_NOBODY: frozenset[int] = frozenset()


@dataclass
class Seats:
    """Who sits where, and what may be moved. `level` changes ``panels`` and ``loads``.

    ``panels`` maps entries to their judges, ``barred`` entries to the judges who must not get
    them. Seats in ``fixed`` stay. Seats in ``home`` cost one to take away; all others are new and
    cost nothing. ``loads``: the reviews of those who may get any; others neither give nor take.
    """

    panels: Mapping[int, list[int]]
    barred: Mapping[int, Set[int]]
    fixed: Set[Pair]
    home: Set[Pair]
    loads: dict[int, int]


def level(seats: Seats) -> None:
    """Exchange seats until no load can be made more level, moving as few as possible."""
    loads = seats.loads
    if not loads or max(loads.values()) - min(loads.values()) <= 1:
        return
    moves = _Moves(seats)
    while _level_once(moves, by_at_least=2):
        pass
    # The same loads in another order of the judges may cost fewer moves.
    while seats.home and _level_once(moves, by_at_least=1):
        pass


def _level_once(moves: "_Moves", *, by_at_least: int) -> bool:
    """Relieve the busiest first, until nobody has a chain any more; whether anybody had one.

    Who has none is not asked again: what others do meanwhile rarely gives them one, and the next
    round through finds it.
    """
    loads = moves.loads
    stuck: set[int] = set()
    found = False
    while len(stuck) < len(loads):
        giver = min(loads.keys() - stuck, key=lambda judge: (-loads[judge], judge))
        if _relieve(moves, giver, by_at_least=by_at_least):
            found = True
        else:
            stuck.add(giver)
    return found


def _relieve(moves: "_Moves", giver: int, *, by_at_least: int) -> bool:
    """Follow the chain from a busy judge to the least busy one; whether there was any."""
    loads = moves.loads
    if loads[giver] - min(loads.values()) < by_at_least:
        return False
    costs, comes_from = moves.chains_from(giver)
    takers = [
        (loads[judge], cost, judge)
        for judge, cost in costs.items()
        if loads[giver] - loads[judge] >= by_at_least and (by_at_least > 1 or cost < 0)
    ]
    if not takers:
        return False
    moves.follow(comes_from, giver=giver, taker=min(takers)[2])
    return True


class _Moves:
    """Which seat one judge could give to another, cheapest first.

    A list of seats for each two judges is gone through once: what cannot be given now is laid
    aside, and comes back when the taker leaves that entry or the giver gets it again.
    """

    def __init__(self, seats: Seats) -> None:
        self.loads = seats.loads
        self._seats = seats
        self._fixed = seats.fixed
        self._home = seats.home
        self._first: dict[int, list[int]] = {judge: [] for judge in seats.loads}
        self._last: dict[int, list[int]] = {judge: [] for judge in seats.loads}
        for entry, panel in seats.panels.items():
            for judge in panel:
                if judge in seats.loads and (judge, entry) not in seats.fixed:
                    at_home = (judge, entry) in seats.home
                    (self._last if at_home else self._first)[judge].append(entry)
        self._walks: dict[tuple[int, int, int], Iterator[int]] = {}
        self._back: defaultdict[tuple[int, int], dict[int, list[int]]] = defaultdict(
            lambda: {cost: [] for cost in _COSTS}
        )
        # The cheapest seat of each two judges, with its cost, or None; looked at again when read.
        self._known: dict[tuple[int, int], tuple[int, int] | None] = {}

    def chains_from(self, giver: int) -> tuple[dict[int, int], dict[int, int]]:
        """The cost of the cheapest chain to each judge, and from whom each gets their seat.

        Bellman and Ford's algorithm with a queue: a seat that goes home again gains one.
        """
        costs, comes_from = {giver: 0}, dict[int, int]()
        queue, waiting = deque([giver]), {giver}
        while queue:
            judge = queue.popleft()
            waiting.discard(judge)
            for other in self.loads:
                if other in (judge, giver):
                    continue
                known = costs.get(other)
                if known is not None and known <= costs[judge] - 1:
                    continue
                seat = self._cheapest(judge, other)
                if seat is None or (known is not None and known <= costs[judge] + seat[0]):
                    continue
                costs[other] = costs[judge] + seat[0]
                comes_from[other] = judge
                if other not in waiting:
                    queue.append(other)
                    waiting.add(other)
        return costs, comes_from

    def follow(self, comes_from: Mapping[int, int], *, giver: int, taker: int) -> None:
        """Move one seat along each step of a chain."""
        chain = [taker]
        while chain[-1] != giver:
            chain.append(comes_from[chain[-1]])
        chain.reverse()
        # Named before any is moved: a step must not use what an earlier one has changed.
        steps = [(judge, other, self._cheapest(judge, other)) for judge, other in pairwise(chain)]
        for judge, other, seat in steps:
            if seat is not None:
                self._move(seat[1], judge, other)
        self.loads[giver] -= 1
        self.loads[taker] += 1

    def _cheapest(self, judge: int, other: int) -> tuple[int, int] | None:
        """The seat that costs least to give to another judge: its cost and its entry."""
        key = judge, other
        if key in self._known:
            seat = self._known[key]
            if seat is None or self._can_go(seat[1], judge, other):
                return seat
        seat = self._known[key] = self._look(judge, other)
        return seat

    def _look(self, judge: int, other: int) -> tuple[int, int] | None:
        back = self._back.get((judge, other))
        for cost in _COSTS:
            came_back = back[cost] if back else []
            while came_back:
                entry = came_back.pop()
                if self._can_go(entry, judge, other):
                    return cost, entry
            for entry in self._walk(judge, other, cost):
                if self._can_go(entry, judge, other) and self._cost(entry, judge, other) == cost:
                    return cost, entry
        return None

    def _walk(self, judge: int, other: int, cost: int) -> Iterator[int]:
        """What a judge had at first and may give to another, each seat once."""
        key = judge, other, cost
        if key not in self._walks:
            had = {-1: [], 0: self._first[judge], 1: self._last[judge]}[cost]
            self._walks[key] = iter(had)
        return self._walks[key]

    def _can_go(self, entry: int, judge: int, other: int) -> bool:
        panel = self._seats.panels[entry]
        return (
            judge in panel
            and other not in panel
            and other not in self._seats.barred.get(entry, _NOBODY)
        )

    def _cost(self, entry: int, judge: int, other: int) -> int:
        return ((judge, entry) in self._home) - ((other, entry) in self._home)

    def _move(self, entry: int, judge: int, other: int) -> None:
        panel = self._seats.panels[entry]
        panel[panel.index(judge)] = other
        for taker in self.loads:
            self._come_back(entry, other, taker)
        for giver in panel:
            if giver != other and giver in self.loads and (giver, entry) not in self._fixed:
                self._come_back(entry, giver, judge)

    def _come_back(self, entry: int, judge: int, other: int) -> None:
        """Offer a seat that could not be given before."""
        if not self._can_go(entry, judge, other):
            return
        cost, key = self._cost(entry, judge, other), (judge, other)
        known = self._known.get(key)
        if known is None or cost < known[0]:
            self._known[key] = cost, entry
            if known is not None:
                self._back[key][known[0]].append(known[1])
        else:
            self._back[key][cost].append(entry)
