"""Scores adjusted for each judge's own scale, for rounds where an entry gets only some judges.

A plain mean is unfair to entries that happened to meet the strict judges. Comparing each score only
with its judge's own scores is unfair too, when a judge has so few that the judge's mean says more
about the entries than about the judge. So each judge is trusted as far as the number of reviews
allows (an empirical-Bayes shrinkage with a prior worth 5 reviews):

    λ(n)   = n / (n + 5)                                              trust in n observations
    zᵢⱼ    = λ(nⱼ)·(xᵢⱼ − mⱼ)/sⱼ + (1 − λ(nⱼ))·(xᵢⱼ − μ)/σ             judge j's score of entry i
    result = L + S · mean over j of zᵢⱼ

mⱼ, sⱼ: mean and standard deviation (n − 1) of judge j's nⱼ scores; a judge who gives every entry
the same says nothing about their order, so the first term is 0. μ, σ: mean of all scores in the
pool, and the pooled standard deviation within judges, √(Σⱼ Σᵢ (xᵢⱼ − mⱼ)² / Σⱼ (nⱼ − 1)). L and S
put the result back on the scale of the scores; it may leave 0…1 a little and is not cut, because
cutting would make ties.

**Blocks.** Where panels are disjoint, nothing links their judges: a strict panel and a weak set of
entries look the same. The pool of μ and σ is then the block (a connected component of the graph of
judges and entries), and the block's own level and scale are shrunk towards those of the whole round
by the same rule, with e entries in the block:

    L = λ(e)·M + (1 − λ(e))·μ        S = λ(e)·Σ + (1 − λ(e))·σ        M, Σ: μ and σ of the round

With one block, L = M and S = Σ. In simulated contests (600 per setting, judges differing in level
and scale) the best entry came first about as often as with the plain mean when judges were alike,
and up to half as often again when they were not, with linked and with disjoint panels.

Invariant: whatever constant is added to all scores of one judge, the differences between entries
with the same judges stay; between others, the error of a plain mean is left by 5/(n + 5) only.

Pure: no Django. Exact: sums are exact decimals, so the order of reviews cannot matter.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

PRIOR_REVIEWS = 5
"""How many reviews the pool is worth, against a judge's own."""

EXACT = Context(prec=100)
"""Sums of scores (18 places) and of their squares are exact with this many digits."""

SCORE_PLACES = Decimal("1e-18")
_Z_PLACES = Decimal("1e-24")
_ONE = Decimal(1)
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
    """The adjusted score of every reviewed entry, not rounded. Empty without reviews."""
    with localcontext(EXACT):
        return {
            entry: _mean(list(scores.values()))
            for entry, scores in adjusted_reviews(reviews).items()
        }


def adjusted_reviews(reviews: Sequence[Review]) -> dict[int, dict[int, Decimal]]:
    """What each review says once its judge's own scale is taken out, by entry and judge.

    The mean of an entry's is its adjusted score.
    """
    if not reviews:
        return {}
    result: dict[int, dict[int, Decimal]] = {}
    with localcontext(EXACT):
        whole = _Pool.of(reviews, unit=_ONE)
        for block in _blocks(reviews):
            result |= _adjust(block, whole)
    return result


@dataclass(frozen=True)
class _Pool:
    """Mean of some reviews and their standard deviation within judges, which is never zero."""

    mean: Decimal
    deviation: Decimal

    @classmethod
    def of(cls, reviews: Sequence[Review], *, unit: Decimal) -> "_Pool":
        """``unit`` stands in for the deviation where no judge tells any two entries apart."""
        by_judge = _scores_by_judge(reviews)
        squares = sum((_sum_of_squares(scores) for scores in by_judge.values()), _ZERO)
        freedom = len(reviews) - len(by_judge)
        deviation = (squares / freedom).sqrt() if freedom else _ZERO
        return cls(_mean([review.score for review in reviews]), deviation or unit)


def _adjust(block: Sequence[Review], whole: _Pool) -> dict[int, dict[int, Decimal]]:
    pool = _Pool.of(block, unit=whole.deviation)
    judges = {judge: _Scale.of(scores) for judge, scores in _scores_by_judge(block).items()}
    z_scores: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in block:
        z = judges[review.judge_id].z_score(review.score, pool)
        z_scores[review.entry_id][review.judge_id] = z.quantize(_Z_PLACES)
    trust = _trust(len(z_scores))
    level = trust * whole.mean + (1 - trust) * pool.mean
    scale = trust * whole.deviation + (1 - trust) * pool.deviation
    return {
        entry: {judge: level + scale * z for judge, z in of_entry.items()}
        for entry, of_entry in z_scores.items()
    }


@dataclass(frozen=True)
class _Scale:
    """How one judge scores."""

    mean: Decimal
    deviation: Decimal
    trust: Decimal

    @classmethod
    def of(cls, scores: Sequence[Decimal]) -> "_Scale":
        return cls(_mean(scores), standard_deviation(scores), _trust(len(scores)))

    def z_score(self, score: Decimal, pool: _Pool) -> Decimal:
        own = (score - self.mean) / self.deviation if self.deviation else _ZERO
        pooled = (score - pool.mean) / pool.deviation
        return self.trust * own + (1 - self.trust) * pooled


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


def _trust(n: int) -> Decimal:
    return Decimal(n) / (n + PRIOR_REVIEWS)


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
