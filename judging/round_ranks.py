"""The ranks of a scoring round, from its reviews and what they amount to together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contests.competition_ranking import Ranked
from judging.jury_ranking import JuryCandidate, rank_jury
from judging.scoring import RESULT_PLACES, Aggregate
from judging.tally import ScoredReview


def rank_reviews(
    reviews: Sequence[ScoredReview],
    totals: Mapping[int, Aggregate],
    *,
    chair_decisions: Iterable[Sequence[int]] = (),
) -> list[Ranked]:
    """The entries that were reviewed, best first, by the tie rules of judging.jury_ranking.

    `totals` are the aggregates of these reviews (judging.tally.aggregate_reviews).
    """
    candidates = candidates_of(reviews, totals, heaviest_of(reviews))
    return rank_jury(candidates, chair_decisions=chair_decisions)


def candidates_of(
    reviews: Sequence[ScoredReview],
    totals: Mapping[int, Aggregate],
    heaviest: Mapping[int, Decimal],
) -> list[JuryCandidate]:
    """What the tie rules want to know of every reviewed entry."""
    by_judge: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in reviews:
        by_judge[review.entry_id][review.judge_id] = review.score
    return [
        JuryCandidate(pk, total.value, heaviest[pk], total.median, by_judge[pk])
        for pk, total in totals.items()
    ]


def heaviest_of(reviews: Iterable[ScoredReview]) -> dict[int, Decimal]:
    """The mean score by the heaviest criterion, by entry; rounded so that equal means are equal."""
    scores: defaultdict[int, list[Decimal]] = defaultdict(list)
    for review in reviews:
        scores[review.entry_id].append(review.heaviest)
    return {
        entry_id: (sum(given, Decimal(0)) / len(given)).quantize(RESULT_PLACES)
        for entry_id, given in scores.items()
    }
