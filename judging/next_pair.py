"""Which two entries a judge compares next: those whose answer is expected to tell most.

Take the strengths as normally distributed around their likeliest values, with the covariance that
``judging.bradley_terry`` finds. An answer about i and j, where i is preferred with probability p,
then lowers the entropy of all strengths together by

    ½ · ln(1 + p · (1 - p) · v)   with   v = Var(i) + Var(j) - 2 · Cov(i, j),

so the pair with the greatest p · (1 - p) · v goes first: two of whom little is known, and whose
contest is open. (Glickman and Jensen, Adaptive paired comparison designs, Journal of Statistical
Planning and Inference 127, 2005.) Pairs that tell the same are drawn by the seed.

Pure: no Django, and no floats.
"""

import hashlib
from collections.abc import Iterable, Sequence, Set
from decimal import Decimal, localcontext
from itertools import combinations

from judging.bradley_terry import CONTEXT, Answer, chance, fit

Pair = tuple[int, int]
"""The ids of two entries, the lower one first."""

ANSWERS_FOR_EACH = 14
"""In how many comparisons an entry should appear, all judges together. From ten to fourteen make
the order reliable for most purposes (Verhavert, Bouwer, Donche and De Maeyer, A meta-analysis on
the reliability of comparative judgement, Assessment in Education 26, 2019)."""

_SAME = Decimal("1e-15")


def pair_of(one: int, other: int) -> Pair:
    """The pair as it is written everywhere. Raises ``ValueError`` for an entry and itself."""
    if one == other:
        raise ValueError(f"two different entries are compared, not {one} and itself")
    return (one, other) if one < other else (other, one)


def pairs_open_to(entry_ids: Iterable[int], *, done: Set[Pair] = frozenset()) -> list[Pair]:
    """The pairs of these entries that a judge has not compared yet, in the order of ids."""
    return [pair for pair in combinations(sorted(set(entry_ids)), 2) if pair not in done]


def next_pair(
    entry_ids: Iterable[int], answers: Iterable[Answer], *, open_pairs: Sequence[Pair], seed: str
) -> Pair | None:
    """The open pair that tells most; ``None`` where none is left.

    ``entry_ids``: the shortlist; ``answers``: those of all judges that count; ``open_pairs``: what
    may be asked (``pairs_open_to`` of the entries that the judge may see). The order in which they
    are given does not matter. Raises ``ValueError`` for a pair or an answer about other entries.
    """
    if not open_pairs:
        return None
    fitted = fit(entry_ids, answers)
    place = {entry_id: number for number, entry_id in enumerate(fitted.entry_ids)}
    told: dict[Pair, Decimal] = {}
    with localcontext(CONTEXT):
        for one, other in open_pairs:
            if one not in place or other not in place:
                raise ValueError(f"no pair of the shortlist: {one}, {other}")
            i, j = place[one], place[other]
            p = chance(fitted.strengths[i] - fitted.strengths[j])
            shared = fitted.covariance[i][j]
            variance = fitted.covariance[i][i] + fitted.covariance[j][j] - 2 * shared
            # Rounded, so that what is mathematically equal is equal.
            told[one, other] = (p * (1 - p) * variance).quantize(_SAME)
    most = max(told.values())
    return min((pair for pair in told if told[pair] == most), key=lambda pair: drawn(seed, pair))


def drawn(seed: str, pair: Pair) -> bytes:
    """A place in a random order that is the same for the same seed and pair."""
    return hashlib.sha256(f"{seed}:{pair[0]}:{pair[1]}".encode()).digest()


def comparisons_asked(*, entries: int, judges: int) -> int:
    """How many comparisons each judge is asked for where nobody has said how many.

    So many that all judges together ask about each entry ``ANSWERS_FOR_EACH`` times, never more
    than there are pairs.
    """
    pairs = entries * (entries - 1) // 2
    together = -(-entries * ANSWERS_FOR_EACH // 2)
    return min(pairs, -(-together // max(judges, 1)))
