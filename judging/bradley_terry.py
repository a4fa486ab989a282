"""How strong each of a few entries is, from answers to “which of these two?”.

The model of Bradley and Terry (Rank analysis of incomplete block designs, Biometrika 39, 1952): an
entry of strength a is preferred to one of strength b with the probability 1 / (1 + exp(b - a)).
Strengths are natural logarithms of odds; 0 is an imagined average entry.

The prior: every entry has won once and lost once against that average entry (``VIRTUAL`` each way).
Without it an entry that won all its comparisons would be infinitely strong, and groups that nobody
compared with each other could not be put in one order. As a density it is the generalised logistic
prior of Whelan (Prior distributions for the Bradley-Terry model of paired comparisons,
arXiv:1712.05311), which treats winning and losing alike. So the strengths are where

    l(s) = sum over answers of ln p(preferred, other) + sum over entries of ln p(i, 0) + ln p(0, i)

is greatest. It is strictly concave, hence there is exactly one such place; Newton's method with
halved steps finds it. The standard error is the root of the diagonal of (-l'')⁻¹ there.

Everything is ``Decimal`` with 40 digits, results have 9 places: the same answers give the same
strengths on every machine, and entries whose answers are mirror images get equal ones.

Pure: no Django, and no floats.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

Answer = tuple[int, int]
"""The ids of the preferred entry and of the other one."""

Matrix = list[list[Decimal]]

VIRTUAL = 1
"""Virtual wins, and as many losses, of each entry against an average one."""

CONTEXT = Context(prec=40, rounding=ROUND_HALF_EVEN)
RESULT_PLACES = Decimal("1e-9")
_CLOSE_ENOUGH = Decimal("1e-25")
_MOST_STEPS = 100
_ZERO, _ONE, _TWO = Decimal(0), Decimal(1), Decimal(2)


@dataclass(frozen=True)
class Strength:
    """What the answers say about one entry.

    ``value``: the strength, ``error`` its standard error, both in natural logarithms of odds;
    ``expected``: the share of comparisons with an average entry that it would win, 0 to 1;
    ``wins`` of ``comparisons``: the answers themselves.
    """

    entry_id: int
    value: Decimal
    error: Decimal
    expected: Decimal
    wins: int
    comparisons: int


@dataclass(frozen=True)
class Fit:
    """Strengths, not rounded, and how they vary together, in the order of ``entry_ids``."""

    entry_ids: tuple[int, ...]
    strengths: tuple[Decimal, ...]
    covariance: Matrix


def strengths_of(entry_ids: Iterable[int], answers: Iterable[Answer]) -> dict[int, Strength]:
    """The strength of every entry, by its id; without any answer all are average.

    The order of entries and answers does not matter. Raises ``ValueError`` for an answer about
    another entry, or about one alone.
    """
    known = list(answers)
    fitted = fit(entry_ids, known)
    wins, all_of = Counter(won for won, _ in known), Counter(id_ for both in known for id_ in both)
    found = {}
    with localcontext(CONTEXT):
        for place, entry_id in enumerate(fitted.entry_ids):
            strength = fitted.strengths[place]
            found[entry_id] = Strength(
                entry_id=entry_id,
                value=_rounded(strength),
                error=_rounded(fitted.covariance[place][place].sqrt()),
                expected=_rounded(chance(strength)),
                wins=wins[entry_id],
                comparisons=all_of[entry_id],
            )
    return found


def fit(entry_ids: Iterable[int], answers: Iterable[Answer]) -> Fit:
    """The strengths at which the answers and the prior together are likeliest.

    Time: the cube of the number of entries for each step. Raises like ``strengths_of``.
    """
    ids = sorted(set(entry_ids))
    place = {entry_id: number for number, entry_id in enumerate(ids)}
    won: Counter[tuple[int, int]] = Counter()
    for preferred, other in answers:
        if preferred == other or preferred not in place or other not in place:
            raise ValueError(f"no answer about two of the entries: {preferred}, {other}")
        won[place[preferred], place[other]] += 1
    with localcontext(CONTEXT):
        strengths = [_ZERO] * len(ids)
        slope, curvature = _derivatives(strengths, won)
        for _step in range(_MOST_STEPS):
            step = solve(cholesky(curvature), slope)
            strengths, slope, curvature = _ahead(strengths, step, slope, won)
            if max(map(abs, step), default=_ZERO) < _CLOSE_ENOUGH:
                break
        return Fit(tuple(ids), tuple(strengths), inverse(curvature))


def chance(lead: Decimal) -> Decimal:
    """The probability that an entry is preferred to another that is weaker by ``lead``."""
    return _ONE / (_ONE + (-lead).exp())


def _ahead(
    strengths: Sequence[Decimal],
    step: Sequence[Decimal],
    slope: Sequence[Decimal],
    won: Mapping[tuple[int, int], int],
) -> tuple[list[Decimal], list[Decimal], Matrix]:
    """As far along a step as the slopes become smaller, where they do not vanish already."""
    share, steepness = _ONE, _size(slope)
    while True:
        there = [one + share * way for one, way in zip(strengths, step, strict=True)]
        slope_there, curvature = _derivatives(there, won)
        if _size(slope_there) <= max(steepness, _CLOSE_ENOUGH):
            return there, slope_there, curvature
        share /= _TWO


def _size(slope: Sequence[Decimal]) -> Decimal:
    return sum((one * one for one in slope), _ZERO)


def _derivatives(
    strengths: Sequence[Decimal], won: Mapping[tuple[int, int], int]
) -> tuple[list[Decimal], Matrix]:
    """The first derivatives of l, and the second ones with their signs turned."""
    size = range(len(strengths))
    slope = [_ZERO for _ in size]
    curvature = [[_ZERO for _ in size] for _ in size]
    odds = [strength.exp() for strength in strengths]
    for one in size:
        p = odds[one] / (odds[one] + _ONE)
        slope[one] += VIRTUAL * (_ONE - 2 * p)
        curvature[one][one] += 2 * VIRTUAL * p * (_ONE - p)
    for one, other in sorted({(min(pair), max(pair)) for pair in won}):
        wins, losses = won.get((one, other), 0), won.get((other, one), 0)
        p = odds[one] / (odds[one] + odds[other])
        surplus = wins - (wins + losses) * p
        information = (wins + losses) * p * (_ONE - p)
        slope[one] += surplus
        slope[other] -= surplus
        curvature[one][one] += information
        curvature[other][other] += information
        curvature[one][other] -= information
        curvature[other][one] -= information
    return slope, curvature


def cholesky(matrix: Matrix) -> Matrix:
    """The lower triangle L with L·Lᵀ = matrix, which is symmetric and positive definite."""
    lower: Matrix = []
    for i, row in enumerate(matrix):
        new: list[Decimal] = []
        for j in range(i + 1):
            above = new if i == j else lower[j]
            rest = row[j] - sum((a * b for a, b in zip(new[:j], above[:j], strict=True)), _ZERO)
            new.append(rest.sqrt() if i == j else rest / above[j])
        lower.append(new)
    return lower


def solve(lower: Matrix, right: Sequence[Decimal]) -> list[Decimal]:
    """The x with L·Lᵀ·x = right."""
    size = len(lower)
    x: list[Decimal] = []
    for i in range(size):
        done = sum((lower[i][j] * x[j] for j in range(i)), _ZERO)
        x.append((right[i] - done) / lower[i][i])
    for i in reversed(range(size)):
        done = sum((lower[j][i] * x[j] for j in range(i + 1, size)), _ZERO)
        x[i] = (x[i] - done) / lower[i][i]
    return x


def inverse(matrix: Matrix) -> Matrix:
    """The inverse of a symmetric, positive definite matrix."""
    lower, size = cholesky(matrix), len(matrix)
    return [solve(lower, [_ONE if i == j else _ZERO for i in range(size)]) for j in range(size)]


def _rounded(value: Decimal) -> Decimal:
    # The zero has no sign: -0 would be other text in the evidence.
    return value.quantize(RESULT_PLACES) + _ZERO
