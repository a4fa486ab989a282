"""Each judge's own scale: how strict, and how much of the scale the judge uses.

Pure: no Django.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from judging.adjustment import EXACT, PRIOR_REVIEWS, Review, standard_deviation

_PLACES = Decimal("1e-9")


@dataclass(frozen=True)
class JudgeScale:
    """How one judge scores, from 0 to 1, rounded to 9 places.

    ``mean`` and ``spread`` (standard deviation with n - 1; 0 for one review) are of the judge's own
    scores. ``severity`` is how much less than the others the judge gave to the same entries: the
    mean of (mean of the others' scores - own score) over the ``shared`` entries that somebody else
    reviewed too. Above 0 is strict, below 0 is mild; ``None`` where nothing is shared.
    ``trust`` is n / (n + 5): how far the adjusted score believes in the judge's own spread.
    """

    judge_id: int
    reviews: int
    mean: Decimal
    spread: Decimal
    shared: int
    severity: Decimal | None
    trust: Decimal


def scales_of(reviews: Iterable[Review]) -> list[JudgeScale]:
    """The scale of every judge who has a review, the strictest first, unknown severity last.

    Judges of the same severity stand in the order of their ids.
    """
    by_entry: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    by_judge: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in reviews:
        by_entry[review.entry_id][review.judge_id] = review.score
        by_judge[review.judge_id][review.entry_id] = review.score
    with localcontext(EXACT):
        totals = {entry: sum(given.values(), Decimal(0)) for entry, given in by_entry.items()}
        scales = []
        for judge_id, own in sorted(by_judge.items()):
            apart = [
                ((totals[entry] - score) / (len(by_entry[entry]) - 1) - score).quantize(_EXACTLY)
                for entry, score in own.items()
                if len(by_entry[entry]) > 1
            ]
            scores = list(own.values())
            scales.append(
                JudgeScale(
                    judge_id=judge_id,
                    reviews=len(scores),
                    mean=_rounded(sum(scores, Decimal(0)) / len(scores)),
                    spread=_rounded(standard_deviation(scores)),
                    shared=len(apart),
                    severity=_rounded(sum(apart, Decimal(0)) / len(apart)) if apart else None,
                    trust=_rounded(Decimal(len(scores)) / (len(scores) + PRIOR_REVIEWS)),
                )
            )
    return sorted(scales, key=lambda one: (one.severity is None, -(one.severity or Decimal(0))))


_EXACTLY = Decimal("1e-24")  # so that the order of reviews cannot matter


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_PLACES)
