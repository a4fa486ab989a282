"""How far the judges of a round see the same entries, so that their scales can be compared.

Judges in separate groups share no entry, not even by way of others: nothing says whether one group
is stricter or had the weaker entries (see ``judging.adjustment``). Pure: no Django.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from judging.assignment import Pair


@dataclass(frozen=True)
class Overlap:
    """Entries shared by two judges: fewest and median over all twos; groups that share nothing.

    Of judges with at least one review; ``least`` and ``middle`` are 0 for a single one.
    """

    least: int
    middle: float
    groups: int


def overlap_of(pairs: Iterable[Pair]) -> Overlap:
    """The overlap of a plan or of what was assigned. Time: entries × panel²."""
    panels: defaultdict[int, set[int]] = defaultdict(set)
    for judge, entry in pairs:
        panels[entry].add(judge)
    group = {judge: judge for panel in panels.values() for judge in panel}
    alike = Counter(frozenset(panel) for panel in panels.values())
    shared: Counter[tuple[int, int]] = Counter()
    for panel, count in alike.items():
        for two in combinations(sorted(panel), 2):
            shared[two] += count
    for one, other in shared:
        old, new = group[one], group[other]
        if old != new:
            group = {judge: new if now == old else now for judge, now in group.items()}
    counts = [shared[two] for two in combinations(sorted(group), 2)]
    return Overlap(
        least=min(counts, default=0),
        middle=median(counts) if counts else 0,
        groups=len(set(group.values())),
    )
