"""Scores adjusted for each judge's own scale, for rounds where an entry gets only some judges.

A plain mean is unfair to entries that happened to meet the strict judges. So each judge's level is
taken off whole, and each judge's spread is brought to that of the pool, as far as the number of
reviews allows trusting it (an empirical-Bayes shrinkage with a prior worth 5 reviews):

    λ(n)   = n / (n + 5)                                           trust in the spread of n scores
    cᵢⱼ    = (mⱼ − bⱼ) + (xᵢⱼ − mⱼ) · (λ(nⱼ)·σ/sⱼ + 1 − λ(nⱼ))      what judge j says of entry i
    result = μ + (mean over j of cᵢⱼ) − (mean of all c)

mⱼ, sⱼ: mean and standard deviation (n − 1) of judge j's nⱼ scores; with λ = 1 and bⱼ = mⱼ this is
the z-score. A judge who gives every entry the same says nothing about their order. bⱼ: the judge's
level, from what the same entries got from others (judging.levels): a judge who had good entries is
not taken for a mild one. μ: mean of all scores of the block, and σ: its pooled standard deviation
within judges, √(Σⱼ Σᵢ (xᵢⱼ − mⱼ)² / Σⱼ (nⱼ − 1)), which put the result back on the scale of the
scores. It may leave 0…1 a little and is not cut, because cutting would make ties.

Invariant: a constant added to all scores of one judge changes no rank among entries that judges
link, and no difference between them: mⱼ, bⱼ and xᵢⱼ move together, and only μ moves besides. The
difference is rounded before μ is added, so that this holds to the last place.

**Blocks.** Where panels are disjoint, nothing links their judges: a strict panel and a weak set of
entries look the same. All figures are then of the block (a connected component of the graph of
judges and entries), and between blocks the plain mean μ of each has the word, as it would have
without any adjustment. Why, and what simulations say: docs/decisions/0007-adjusted-scores.md.

Pure: no Django. Exact: sums are exact decimals, so the order of reviews cannot matter.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from judging.levels import levels_of

PRIOR_REVIEWS = 5
"""How many reviews the pool is worth, against a judge's own."""

EXACT = Context(prec=100)
"""Sums of scores (18 places) and of their squares are exact with this many digits."""

SCORE_PLACES = Decimal("1e-18")
RESULT_PLACES = Decimal("1e-9")
_PLACES = Decimal("1e-24")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Review:
    """A judge's score of an entry, usually a ``rubric_score`` between 0 and 1.

    Kept with 18 places, so that sums are exact.
    """

    entry_id: int
    judge_id: int
    score: Decimal

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", self.score.quantize(SCORE_PLACES, context=EXACT))


def adjusted_scores(reviews: Sequence[Review]) -> dict[int, Decimal]:
    """The adjusted score of every reviewed entry, with 9 places. Empty without reviews."""
    result: dict[int, Decimal] = {}
    with localcontext(EXACT):
        for block in _blocks(reviews):
            said = _said(block)
            middle = _mean([c for of_entry in said.values() for c in of_entry.values()])
            level = _block_mean(block).quantize(RESULT_PLACES)
            for entry, of_entry in said.items():
                apart = _mean(list(of_entry.values())) - middle
                # By way of more places: what was rounded on the way cannot tip the last one.
                apart = apart.quantize(SCORE_PLACES).quantize(RESULT_PLACES)
                result[entry] = level + apart
    return result


def adjusted_reviews(reviews: Sequence[Review]) -> dict[int, dict[int, Decimal]]:
    """What each review says once its judge's own scale is taken out, by entry and judge.

    The mean of an entry's is its adjusted score, but for the rounding.
    """
    result: dict[int, dict[int, Decimal]] = {}
    with localcontext(EXACT):
        for block in _blocks(reviews):
            said = _said(block)
            middle = _mean([c for of_entry in said.values() for c in of_entry.values()])
            level = _block_mean(block)
            for entry, of_entry in said.items():
                result[entry] = {judge: level + c - middle for judge, c in of_entry.items()}
    return result


def _said(block: Sequence[Review]) -> dict[int, dict[int, Decimal]]:
    """cᵢⱼ of a block, by entry and judge, with 24 places."""
    by_judge = _scores_by_judge(block)
    levels = levels_of([(r.entry_id, r.judge_id, r.score) for r in block])
    squares = {judge: _sum_of_squares(scores) for judge, scores in by_judge.items()}
    freedom = len(block) - len(by_judge)
    pooled = (sum(squares.values(), _ZERO) / freedom).sqrt() if freedom else _ZERO
    judges = {
        judge: _Scale.of(scores, squares[judge], levels[judge], pooled)
        for judge, scores in by_judge.items()
    }
    said: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in block:
        said[review.entry_id][review.judge_id] = judges[review.judge_id].says(review.score)
    return said


@dataclass(frozen=True)
class _Scale:
    """How one judge scores, and how what the judge says is brought to the scale of all."""

    mean: Decimal
    above_level: Decimal
    stretch: Decimal

    @classmethod
    def of(
        cls, scores: Sequence[Decimal], squares: Decimal, level: Decimal, pooled: Decimal
    ) -> "_Scale":
        n, mean = len(scores), _mean(scores)
        trust = Decimal(n) / (n + PRIOR_REVIEWS)
        own = (squares / (n - 1)).sqrt() if n > 1 else _ZERO
        # A judge without a spread has nothing to stretch.
        stretch = trust * pooled / own + 1 - trust if own else _ZERO
        return cls(mean, mean - level, stretch)

    def says(self, score: Decimal) -> Decimal:
        return (self.above_level + (score - self.mean) * self.stretch).quantize(_PLACES)


def standard_deviation(scores: Sequence[Decimal]) -> Decimal:
    """With n − 1 in the denominator; 0 for a single score. Needs the ``EXACT`` context."""
    return (_sum_of_squares(scores) / (len(scores) - 1)).sqrt() if len(scores) > 1 else _ZERO


def _sum_of_squares(scores: Sequence[Decimal]) -> Decimal:
    """Of the deviations from the mean; exact but for one division."""
    n = len(scores)
    total = sum(scores, _ZERO)
    return (n * sum((score * score for score in scores), _ZERO) - total * total) / n


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, _ZERO) / len(values)


def _block_mean(block: Sequence[Review]) -> Decimal:
    return _mean([review.score for review in block])


def _scores_by_judge(reviews: Sequence[Review]) -> Mapping[int, list[Decimal]]:
    """In the order of judge ids, so that rounding cannot depend on the order of reviews."""
    by_judge: dict[int, list[Decimal]] = {
        judge: [] for judge in sorted({r.judge_id for r in reviews})
    }
    for review in reviews:
        by_judge[review.judge_id].append(review.score)
    return by_judge


def _blocks(reviews: Sequence[Review]) -> Iterator[list[Review]]:
    """The reviews of each connected component of the graph of judges and entries."""
    of_entry: defaultdict[int, list[Review]] = defaultdict(list)
    of_judge: defaultdict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        of_entry[review.entry_id].append(review)
        of_judge[review.judge_id].append(review)
    while of_judge:
        block: list[Review] = []
        judges = [next(iter(of_judge))]
        while judges:
            for review in of_judge.pop(judges.pop(), ()):
                block.append(review)
                judges += [other.judge_id for other in of_entry.pop(review.entry_id, ())]
        yield block
