"""Who reviews what: a balanced plan with overlapping panels, the same for the same seed.

Each entry takes, one after the other, a judge with the least work so far. Among the least busy, a
judge is preferred who links two groups that no entry links yet, then one who has shared the fewest
entries with the panel: if the same judges always sat together, nobody could tell a strict panel
from weak entries (see ``judging.adjustment``). Entries that bar most judges choose first.

Where nothing bars a judge, loads then differ by at most one. Where something does, the new reviews
are exchanged until no load can be made more level (``judging.balancing``); with ``movable``
reviews, those too, and as few of them as possible.

The greedy rule fills every place that can be filled, since a judge has no limit: an entry is short
only if fewer judges than wanted may see it. Time: entries × reviews × judges.

Pure: no Django. The seed is kept with the round, so that a plan can be made again.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from judging.balancing import Seats, level

Pair = tuple[int, int]
"""A judge's id and an entry's id."""

_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What to add to the existing pairs, what to take away, and what comes of it.

    ``pairs``: the new ones. ``released``: existing ones that go to other judges. ``kept``: the
    other existing ones of these entries. ``short``: for entries that cannot get as many judges as
    wanted, how many are missing. ``before`` and ``loads``: reviews of each judge as they are and
    as they would be, also where there are none.
    """

    pairs: tuple[Pair, ...]
    released: tuple[Pair, ...]
    kept: frozenset[Pair]
    short: Mapping[int, int]
    before: Mapping[int, int]
    loads: Mapping[int, int]


def assign(
    *,
    entry_ids: Iterable[int],
    judge_ids: Iterable[int],
    reviews_per_entry: int,
    barred: Mapping[int, Set[int]] | None = None,
    existing: Set[Pair] = frozenset(),
    movable: Set[Pair] = frozenset(),
    unwanted: Set[Pair] = frozenset(),
    seed: str,
) -> Plan:
    """Plan the reviews of a round.

    ``barred`` maps entries to the judges who must not get them. ``existing`` pairs count, also
    those of judges who are no longer among ``judge_ids``; they stay, but for ``movable`` ones,
    which may go to others to level the loads, and ``unwanted`` ones, which go to others wherever
    somebody else can take them. The order in which ids are given does not matter. Raises
    ``ValueError`` when less than one review is wanted.
    """
    if reviews_per_entry < 1:
        raise ValueError("an entry needs at least one review")
    rng = random.Random(seed)  # noqa: S311 fairness must be repeatable, not secret
    entries, judges = sorted(set(entry_ids)), sorted(set(judge_ids))
    rng.shuffle(entries)
    rng.shuffle(judges)
    barred = barred or {}

    panels: dict[int, list[int]] = {entry: [] for entry in entries}
    existing = {pair for pair in existing if pair[1] in panels}
    spare: defaultdict[int, list[int]] = defaultdict(list)
    for judge, entry in sorted(existing):
        (spare if (judge, entry) in unwanted else panels)[entry].append(judge)

    bench = _Bench(judges, panels, reviews_per_entry, rng)
    short: dict[int, int] = {}
    entries.sort(
        key=lambda entry: len(barred.get(entry, _NOBODY)) + len(panels[entry]), reverse=True
    )
    for entry in entries:
        panel, others = panels[entry], spare.get(entry, [])
        bars = barred.get(entry, _NOBODY)
        not_these = bars | set(others) if others else bars
        while len(panel) < reviews_per_entry and bench.take(panel, not_these):
            pass
        # Nobody else can take these: they stay.
        while others and len(panel) < reviews_per_entry:
            bench.seat(others.pop(), panel)
        if len(panel) < reviews_per_entry:
            short[entry] = reviews_per_entry - len(panel)
    seats = Seats(
        panels=panels,
        barred=barred,
        fixed=(existing - movable) | unwanted,
        home=(existing & movable) - unwanted,
        loads={judge: bench.loads[judge] for judge in judges},
    )
    level(seats)
    final = {(judge, entry) for entry, panel in panels.items() for judge in panel}
    before = Counter(judge for judge, _entry in existing)
    judges.sort()
    return Plan(
        pairs=tuple(sorted(final - existing)),
        released=tuple(sorted(existing - final)),
        kept=frozenset(existing & final),
        short=dict(sorted(short.items())),
        before={judge: before[judge] for judge in judges},
        loads={judge: seats.loads[judge] for judge in judges},
    )


class _Bench:
    """The judges, how much they have to do, and with whom they have sat."""

    def __init__(
        self,
        judges: Sequence[int],
        panels: Mapping[int, Sequence[int]],
        wanted: int,
        rng: random.Random,
    ) -> None:
        self.judges = judges
        self.loads: Counter[int] = Counter()
        # Where everybody is wanted there is nothing to choose, and nothing to keep for it.
        self._chooses = wanted < len(judges)
        self._rng = rng
        self._shared: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._group = {judge: judge for judge in judges}
        self._apart = len(judges)
        for panel in panels.values():
            for place, judge in enumerate(panel):
                self._sit(judge, panel[:place])

    def take(self, panel: list[int], barred: Set[int]) -> bool:
        """Add the best judge to a panel; whether anybody could be added."""
        loads = self.loads
        free = [judge for judge in self.judges if judge not in panel and judge not in barred]
        if not free:
            return False
        if self._chooses and len(free) > 1:
            least = min([loads[judge] for judge in free])
            free = [judge for judge in free if loads[judge] == least]
            start = self._rng.randrange(len(free))  # turns the table: equals take turns
            free = free[start:] + free[:start]
        self.seat(self._farthest(free, panel) if panel else free[0], panel)
        return True

    def seat(self, judge: int, panel: list[int]) -> None:
        """Let a judge sit in a panel."""
        self._sit(judge, panel)
        panel.append(judge)

    def _farthest(self, free: Sequence[int], panel: Sequence[int]) -> int:
        """Who links groups that nothing links, then who has shared least with this panel."""
        if not self._chooses:
            return free[0]
        if self._apart > 1:
            groups = {self._root(judge) for judge in panel}
            unlinked = [judge for judge in free if self._root(judge) not in groups]
            free = unlinked or free
        shared = [self._shared[judge] for judge in panel]
        closeness = [sum([counts[judge] for counts in shared]) for judge in free]
        return free[closeness.index(min(closeness))]

    def _sit(self, judge: int, panel: Sequence[int]) -> None:
        self.loads[judge] += 1
        if not self._chooses:
            return
        for other in panel:
            self._shared[judge][other] += 1
            self._shared[other][judge] += 1
            if self._apart > 1:
                self._link(judge, other)

    def _link(self, judge: int, other: int) -> None:
        one, two = self._root(judge), self._root(other)
        if one != two:
            self._group[one] = two
            self._apart -= 1

    def _root(self, judge: int) -> int:
        """The representative of all judges who are linked to this one (union-find)."""
        if judge not in self._group:  # who has left, but whose work counts
            self._group[judge] = judge
            self._apart += 1
        while (parent := self._group[judge]) != judge:
            self._group[judge] = self._group[parent]  # halves the way for the next time
            judge = parent
        return judge
