"""From the points in the database to what the judges together say about each entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from judging.models import Round, Score, expected_reviews
from judging.scoring import (
    Aggregate,
    Aggregation,
    CriterionSpec,
    Review,
    aggregate,
    heaviest_score,
    rubric_score,
)


@dataclass(frozen=True)
class ScoredReview:
    """One finished review: the points by criterion, and the scores (0 to 1) that follow.

    `heaviest` is the score by the heaviest criterion alone, which breaks ties.
    """

    entry_id: int
    judge_id: int
    points: dict[int, int]
    score: Decimal
    heaviest: Decimal


def aggregate_reviews(reviews: list[ScoredReview], round_: Round) -> dict[int, Aggregate]:
    """Put reviews together by the round's method; for those who need the reviews as well."""
    return aggregate(as_reviews(reviews), method=Aggregation(round_.aggregation))


def as_reviews(reviews: Iterable[ScoredReview]) -> list[Review]:
    """What judging.scoring, sureness and severity want of each review."""
    return [Review(review.entry_id, review.judge_id, review.score) for review in reviews]


def criteria_of(round_: Round) -> list[CriterionSpec]:
    """The round's criteria as judging.scoring wants them; the key is the criterion's id."""
    columns = round_.criteria.values_list("pk", "weight", "max_points")
    return [CriterionSpec(key, weight, most) for key, weight, most in columns]


def reviews_of_round(round_: Round) -> list[ScoredReview]:
    """The reviews that count: finished, not stepped back from, of entries still in the contest.

    In the order of the assignments. Two queries at any size. The rule of Assignment.counting is
    said as a join: asked as a subquery, PostgreSQL ran for minutes while its statistics still
    told of empty tables, as they do after a large import.
    """
    criteria = criteria_of(round_)
    scores = (
        Score.objects.filter(
            expected_reviews("assignment__"),
            assignment__round=round_,
            assignment__finished_at__isnull=False,
        )
        .order_by("assignment_id")
        .values_list("assignment__entry_id", "assignment__judge_id", "criterion_id", "points")
    )
    given: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for entry_id, judge_id, criterion_id, points in scores:
        given[entry_id, judge_id][criterion_id] = points
    # The same points come again and again: each of them is worked out once.
    worth: dict[tuple[tuple[int, int], ...], tuple[Decimal, Decimal]] = {}
    reviews = []
    for (entry_id, judge_id), of_review in given.items():
        key = tuple(sorted(of_review.items()))
        if key not in worth:
            worth[key] = rubric_score(of_review, criteria), heaviest_score(of_review, criteria)
        reviews.append(ScoredReview(entry_id, judge_id, of_review, *worth[key]))
    return reviews
