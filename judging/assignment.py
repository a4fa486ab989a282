"""Who reviews what: a balanced plan with overlapping panels, the same for the same seed.

Each entry takes, one after the other, a judge with the least work so far. Where nothing bars a
judge, loads then differ by at most one. Among the least busy, a judge is preferred who links two
groups that no entry links yet, then one who has shared the fewest entries with the panel: if the
same judges always sat together, nobody could tell a strict panel from weak entries (see
``judging.adjustment``). Entries that bar most judges choose first, while the others can still
level the loads.

The greedy rule fills every place that can be filled, since a judge has no limit: an entry is short
only if fewer judges than wanted may see it. Time: entries × reviews × judges.

Pure: no Django. The seed is kept with the round, so that a plan can be made again.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

Pair = tuple[int, int]
"""A judge's id and an entry's id."""


@dataclass(frozen=True)
class Plan:
    """What to add to the existing pairs, and what comes of it.

    ``pairs``: the new ones. ``kept``: the existing ones that count. ``short``: for entries that
    cannot get as many judges as wanted, how many are missing. ``loads``: reviews of each judge,
    new and kept together, also where there are none.
    """

    pairs: tuple[Pair, ...]
    kept: frozenset[Pair]
    short: Mapping[int, int]
    loads: Mapping[int, int]


def assign(
    *,
    entry_ids: Iterable[int],
    judge_ids: Iterable[int],
    reviews_per_entry: int,
    conflicts: Set[Pair] = frozenset(),
    existing: Set[Pair] = frozenset(),
    seed: str,
) -> Plan:
    """Plan the reviews of a round.

    ``conflicts`` are pairs that must not be (an own organisation, a recusal); an existing pair in
    conflict does not count. Existing pairs of judges who are no longer among ``judge_ids`` count
    for their entry. The order in which ids are given does not matter. Raises ``ValueError`` when
    less than one review is wanted.
    """
    if reviews_per_entry < 1:
        raise ValueError("an entry needs at least one review")
    rng = random.Random(seed)  # noqa: S311 fairness must be repeatable, not secret
    entries, judges = sorted(set(entry_ids)), sorted(set(judge_ids))
    rng.shuffle(entries)
    rng.shuffle(judges)

    barred: defaultdict[int, set[int]] = defaultdict(set)
    for judge, entry in conflicts:
        barred[entry].add(judge)
    panels: dict[int, list[int]] = {entry: [] for entry in entries}
    kept = sorted(pair for pair in existing - conflicts if pair[1] in panels)
    for judge, entry in kept:
        panels[entry].append(judge)

    bench = _Bench(judges, panels.values(), rng)
    pairs: list[Pair] = []
    short: dict[int, int] = {}
    entries.sort(key=lambda entry: len(barred[entry]) + len(panels[entry]), reverse=True)
    for entry in entries:
        panel = panels[entry]
        while len(panel) < reviews_per_entry:
            chosen = bench.take(panel, barred[entry])
            if chosen is None:
                short[entry] = reviews_per_entry - len(panel)
                break
            pairs.append((chosen, entry))
    loads = {judge: bench.loads[judge] for judge in sorted(judges)}
    return Plan(tuple(sorted(pairs)), frozenset(kept), dict(sorted(short.items())), loads)


class _Bench:
    """The judges, how much they have to do, and with whom they have sat."""

    def __init__(
        self, judges: Sequence[int], panels: Iterable[Sequence[int]], rng: random.Random
    ) -> None:
        self.judges = judges
        self.loads: Counter[int] = Counter()
        self._rng = rng
        self._shared: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._group = {judge: judge for judge in judges}
        for panel in panels:
            for place, judge in enumerate(panel):
                self._seat(judge, panel[:place])

    def take(self, panel: list[int], barred: Set[int]) -> int | None:
        """Add the best judge to a panel; ``None`` if nobody may be added."""
        free = [judge for judge in self.judges if judge not in panel and judge not in barred]
        if not free:
            return None
        least = min(map(self.loads.__getitem__, free))
        candidates = [judge for judge in free if self.loads[judge] == least]
        start = self._rng.randrange(len(candidates))  # turns the table: equals take turns
        candidates = candidates[start:] + candidates[:start]
        chosen = min(candidates, key=lambda judge: self._closeness(judge, panel))
        self._seat(chosen, panel)
        panel.append(chosen)
        return chosen

    def _closeness(self, judge: int, panel: Sequence[int]) -> tuple[bool, int]:
        linked = any(self._root(judge) == self._root(other) for other in panel)
        return linked, sum(self._shared[judge][other] for other in panel)

    def _seat(self, judge: int, panel: Sequence[int]) -> None:
        self.loads[judge] += 1
        for other in panel:
            self._shared[judge][other] += 1
            self._shared[other][judge] += 1
            self._group[self._root(judge)] = self._root(other)

    def _root(self, judge: int) -> int:
        """The representative of all judges who are linked to this one (union-find)."""
        while (parent := self._group.setdefault(judge, judge)) != judge:
            self._group[judge] = self._group[parent]  # halves the way for the next time
            judge = parent
        return judge
