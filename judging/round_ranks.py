"""The ranks of a scoring round, from its reviews and what they amount to together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from contests.competition_ranking import Ranked
from judging.adjustment import adjusted_reviews, adjusted_scores
from judging.jury_ranking import JuryCandidate, rank_jury
from judging.scoring import RESULT_PLACES, Aggregate, Aggregation, Review
from judging.tally import ScoredReview, as_reviews


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
    """What the tie rules want to know of every reviewed entry.

    Where adjusted scores decide, heaviest criterion and median are adjusted, too: otherwise a
    judge who is milder by a constant would part those whom the adjusted scores leave equal.
    """
    by_judge: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in reviews:
        by_judge[review.entry_id][review.judge_id] = review.score
    medians = {pk: total.median for pk, total in totals.items()}
    if _adjusted_values_tie(totals):
        heaviest = adjusted_scores([Review(r.entry_id, r.judge_id, r.heaviest) for r in reviews])
        heaviest = {pk: value.quantize(RESULT_PLACES) for pk, value in heaviest.items()}
        medians = {
            pk: median(of_entry.values()).quantize(RESULT_PLACES)
            for pk, of_entry in adjusted_reviews(as_reviews(reviews)).items()
        }
    return [
        JuryCandidate(pk, total.value, heaviest[pk], medians[pk], by_judge[pk])
        for pk, total in totals.items()
    ]


def _adjusted_values_tie(totals: Mapping[int, Aggregate]) -> bool:
    """Whether the tie rules will be asked at all in a round that adjusted scores decide."""
    values = [one.value for one in totals.values() if one.method_used is Aggregation.ADJUSTED]
    return len(set(values)) < len(values)


def heaviest_of(reviews: Iterable[ScoredReview]) -> dict[int, Decimal]:
    """The mean score by the heaviest criterion, by entry; rounded so that equal means are equal."""
    scores: defaultdict[int, list[Decimal]] = defaultdict(list)
    for review in reviews:
        scores[review.entry_id].append(review.heaviest)
    return {
        entry_id: (sum(given, Decimal(0)) / len(given)).quantize(RESULT_PLACES)
        for entry_id, given in scores.items()
    }
