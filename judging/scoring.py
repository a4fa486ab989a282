"""From a judge's points to the score of a review, and from reviews to the value of an entry.

Everything is ``Decimal``. Review scores keep 18 decimal places and results 9, so that entries whose
scores are mathematically equal are equal, whichever way they were added up. All figures are always
computed side by side; the round's method only chooses which of them decides (``value``).

Pure: no Django.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from judging.adjustment import (
    EXACT,
    RESULT_PLACES,
    SCORE_PLACES,
    Review,
    adjusted_scores,
    standard_deviation,
)

__all__ = [
    "RESULT_PLACES",
    "Aggregate",
    "Aggregation",
    "CriterionSpec",
    "IncompleteReview",
    "Review",
    "aggregate",
    "heaviest_score",
    "rubric_score",
]

Points = Mapping[str, int] | Mapping[int, int] | Mapping[str | int, int]
"""The points of one review by criterion key."""

TRIMMED_MEAN_NEEDS = 5
"""Reviews below which dropping the best and the worst would leave too little."""


@dataclass(frozen=True)
class CriterionSpec:
    """What judges score: ``max_points`` is the most that can be given, from 1; weight above 0."""

    key: str | int
    weight: Decimal
    max_points: int

    def __post_init__(self) -> None:
        if self.weight <= 0 or self.max_points < 1:
            raise ValueError(f"criterion {self.key!r} needs a weight and points above zero")


class IncompleteReview(ValueError):  # noqa: N818 an answer to a judge, not an error of ours
    """Not every criterion has points yet; ``missing`` holds the keys of those that lack them."""

    def __init__(self, missing: Sequence[str | int]) -> None:
        super().__init__(f"no points for {', '.join(map(repr, missing))}")
        self.missing = tuple(missing)


def rubric_score(points: Points, criteria: Sequence[CriterionSpec]) -> Decimal:
    """The score of one review, 0 to 1: Σ wₖ·(pointsₖ / maxₖ) / Σ wₖ.

    Raises ``IncompleteReview`` while a criterion lacks its points, and ``ValueError`` for points
    out of range, points for an unknown criterion, or no criteria at all.
    """
    given: dict[str | int, int] = dict(points.items())
    if missing := [criterion.key for criterion in criteria if criterion.key not in given]:
        raise IncompleteReview(missing)
    if not criteria or len(given) != len(criteria):
        raise ValueError("points and criteria do not belong together")
    for criterion in criteria:
        if not 0 <= given[criterion.key] <= criterion.max_points:
            raise ValueError(f"points for {criterion.key!r} are out of range")
    # On a common denominator, so that the only rounding is that of one division.
    common = math.lcm(*(criterion.max_points for criterion in criteria))
    with localcontext(EXACT):
        earned = sum(c.weight * given[c.key] * (common // c.max_points) for c in criteria)
        score = earned / (common * sum(c.weight for c in criteria))
        return Decimal(score).quantize(SCORE_PLACES)


def heaviest_score(points: Points, criteria: Sequence[CriterionSpec]) -> Decimal:
    """The score of one review by its heaviest criterion alone, which breaks ties.

    Several criteria of the same greatest weight count together. Raises like ``rubric_score``.
    """
    greatest = max((criterion.weight for criterion in criteria), default=Decimal(0))
    heaviest = [criterion for criterion in criteria if criterion.weight == greatest]
    keys = {criterion.key for criterion in heaviest}
    return rubric_score({key: n for key, n in points.items() if key in keys}, heaviest)


class Aggregation(StrEnum):
    """How the reviews of an entry become one value."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed_mean"  # without the best and the worst; the default for a full panel
    ADJUSTED = "adjusted"  # see judging.adjustment; the default where judges share the entries


@dataclass(frozen=True)
class Aggregate:
    """What the judges together say about an entry. Figures are rounded to 9 places.

    ``spread`` is the standard deviation of the scores (n - 1), 0 for a single review.
    ``trimmed_mean`` is ``None`` below five reviews; ``method_used`` is then the mean where the
    trimmed mean was asked for.
    """

    entry_id: int
    reviews: int
    mean: Decimal
    median: Decimal
    spread: Decimal
    trimmed_mean: Decimal | None
    adjusted: Decimal
    value: Decimal
    method_used: Aggregation


def aggregate(reviews: Iterable[Review], *, method: Aggregation) -> dict[int, Aggregate]:
    """The aggregate of every entry that has a review, by entry id.

    All reviews of a round go in together: the adjusted score of one entry depends on all of them.
    Raises ``ValueError`` when a judge reviewed an entry twice.
    """
    known = list(reviews)
    scores: defaultdict[int, list[Decimal]] = defaultdict(list)
    for review in known:
        scores[review.entry_id].append(review.score)
    if len({(review.entry_id, review.judge_id) for review in known}) != len(known):
        raise ValueError("a judge reviewed an entry twice")
    adjusted = adjusted_scores(known)
    with localcontext(EXACT):
        return {
            entry_id: _aggregate(entry_id, sorted(of_entry), adjusted[entry_id], method)
            for entry_id, of_entry in scores.items()
        }


def _aggregate(
    entry_id: int, scores: Sequence[Decimal], adjusted: Decimal, method: Aggregation
) -> Aggregate:
    figures = {
        Aggregation.MEAN: _rounded(_mean(scores)),
        Aggregation.MEDIAN: _rounded(_median(scores)),
        Aggregation.ADJUSTED: _rounded(adjusted),
    }
    if len(scores) >= TRIMMED_MEAN_NEEDS:
        figures[Aggregation.TRIMMED_MEAN] = _rounded(_mean(scores[1:-1]))
    method_used = Aggregation(method) if method in figures else Aggregation.MEAN
    return Aggregate(
        entry_id=entry_id,
        reviews=len(scores),
        mean=figures[Aggregation.MEAN],
        median=figures[Aggregation.MEDIAN],
        spread=_rounded(standard_deviation(scores)),
        trimmed_mean=figures.get(Aggregation.TRIMMED_MEAN),
        adjusted=figures[Aggregation.ADJUSTED],
        value=figures[method_used],
        method_used=method_used,
    )


def _mean(scores: Sequence[Decimal]) -> Decimal:
    return sum(scores, Decimal(0)) / len(scores)


def _median(scores: Sequence[Decimal]) -> Decimal:
    """Of sorted scores; halfway between the two in the middle where their number is even."""
    return (scores[(len(scores) - 1) // 2] + scores[len(scores) // 2]) / 2


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(RESULT_PLACES)
