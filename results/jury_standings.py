"""Standings that judges decide: by the last scoring round of the category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from contests.competition_ranking import Ranked
from contests.models import Category
from entries.models import Entry
from judging.jury_ranking import JuryCandidate, rank_jury
from judging.models import Round
from judging.scoring import Aggregate
from judging.tally import ScoredReview, aggregate_reviews, reviews_of_round
from results.figures import Candidates, Figures, JuryFacts

NOTHING: Figures = {"reviews": 0}


def deciding_round(category: Category) -> Round | None:
    """The round whose scores make the standings."""
    return category.rounds.filter(kind=Round.Kind.SCORING).order_by("order").last()


def stand(
    category: Category, chair_decisions: Sequence[Sequence[int]]
) -> tuple[Candidates, list[Ranked]]:
    """Every accepted entry, and the ranks of those that judges have reviewed."""
    entries = Entry.objects.taking_part_in(category)
    creators = dict(entries.order_by("pk").values_list("pk", "creator_id"))
    figures: dict[int, Figures] = dict.fromkeys(creators, NOTHING)
    round_ = deciding_round(category)
    if round_ is None:
        return Candidates(creators, figures, None), []
    reviews = [one for one in reviews_of_round(round_) if one.entry_id in creators]
    totals, heaviest = aggregate_reviews(reviews, round_), _heaviest(reviews)
    figures |= {pk: _figures(total, heaviest[pk]) for pk, total in totals.items()}
    by_judge: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for review in reviews:
        by_judge[review.entry_id][review.judge_id] = review.score
    ranked = rank_jury(
        [
            JuryCandidate(pk, total.value, heaviest[pk], total.median, by_judge[pk])
            for pk, total in totals.items()
        ],
        chair_decisions=chair_decisions,
    )
    return Candidates(creators, figures, JuryFacts(round_, reviews)), ranked


def _heaviest(reviews: Sequence[ScoredReview]) -> dict[int, Decimal]:
    """The mean score by the heaviest criterion, by entry; rounded so that equal means are equal."""
    scores: defaultdict[int, list[Decimal]] = defaultdict(list)
    for review in reviews:
        scores[review.entry_id].append(review.heaviest)
    return {
        entry_id: (sum(given, Decimal(0)) / len(given)).quantize(Decimal("1e-9"))
        for entry_id, given in scores.items()
    }


def _figures(total: Aggregate, heaviest: Decimal) -> Figures:
    return {
        "reviews": total.reviews,
        "value": total.value,
        "method": total.method_used.value,
        "mean": total.mean,
        "median": total.median,
        "trimmed_mean": total.trimmed_mean,
        "adjusted": total.adjusted,
        "spread": total.spread,
        "heaviest": heaviest,
    }
