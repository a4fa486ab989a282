"""How mild each judge is, judged by what others gave to the same entries.

A score is taken to be the entry's quality plus the judge's level plus chance. The levels b are
those that, with the qualities t, explain the scores x best (least squares, as in the analysis of
an incomplete block design):

    minimise  Σ (xᵢⱼ − tᵢ − bⱼ)²  +  ½ · Σ tᵢ²

The second term says that entries are alike until reviews tell otherwise, with the weight of half a
review to an entry. It keeps two panels that share a single entry from hanging on that one thread,
makes the answer the only one, and costs nothing where judges overlap well. For one set of judges
who all saw the same entries, b is each judge's mean. A constant added to all scores of one judge
is added to that judge's b and to no other.

The qualities are eliminated, tᵢ = Σⱼ (xᵢⱼ − bⱼ) / (nᵢ + ½), which leaves one equation a judge:

    nⱼ·bⱼ − Σᵢ Σₖ bₖ/(nᵢ + ½)  =  Σᵢ (xᵢⱼ − Σₖ xᵢₖ/(nᵢ + ½))        i: the judge's, k: the entry's

(Searle, Casella and McCulloch, Variance Components, 1992, 7.4 on such mixed models' equations.)

Pure: no Django.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Context, Decimal, localcontext

SAMENESS = Decimal("0.5")
"""How many reviews the belief is worth that entries are alike."""

_WORKING = Context(prec=60)


def levels_of(scores: Sequence[tuple[int, int, Decimal]]) -> dict[int, Decimal]:
    """The level of every judge, from (entry, judge, score); exact to some forty places.

    Takes the cube of the number of judges: 40 at once, 300 in some seconds.
    """
    by_entry: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    judges = sorted({judge for _entry, judge, _score in scores})
    position = {judge: number for number, judge in enumerate(judges)}
    for entry, judge, score in scores:
        by_entry[entry].append((position[judge], score))
    # How often a judge's entries had so many reviews, and how often two judges shared them: counted
    # in whole numbers, so that the order of entries cannot matter.
    matrix = [[Decimal(0)] * len(judges) for _judge in judges]
    right = [Decimal(0)] * len(judges)
    together: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    shares: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    with localcontext(_WORKING):
        for given in by_entry.values():
            n, total = len(given), sum((score for _judge, score in given), Decimal(0))
            for one, score in given:
                right[one] += score
                shares[n, one] += total
                matrix[one][one] += 1
                for other, _score in given:
                    together[n, one, other] += 1
        for (n, one, other), times in sorted(together.items()):
            matrix[one][other] -= times / (n + SAMENESS)
        for (n, one), of_totals in sorted(shares.items()):
            right[one] -= of_totals / (n + SAMENESS)
        return dict(zip(judges, _solved(matrix, right), strict=True))


def _solved(matrix: list[list[Decimal]], right: list[Decimal]) -> list[Decimal]:
    """The answer of a symmetric, positive definite system, by elimination without pivoting."""
    size = len(right)
    for step in range(size):
        pivot = matrix[step]
        for row in range(step + 1, size):
            # Symmetric: what stands below the pivot stands beside it as well.
            if pivot[row]:
                factor = pivot[row] / pivot[step]
                of_row = matrix[row]
                for column in range(row, size):
                    of_row[column] -= factor * pivot[column]
                right[row] -= factor * right[step]
    for step in reversed(range(size)):
        pivot = matrix[step]
        known = sum((pivot[c] * right[c] for c in range(step + 1, size)), Decimal(0))
        right[step] = (right[step] - known) / pivot[step]
    return right
