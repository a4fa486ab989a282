"""Standings that judges decide: by the last scoring round of the category."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contests.competition_ranking import Ranked
from contests.models import Category
from entries.models import Entry
from judging.models import Round
from judging.round_ranks import heaviest_of, rank_reviews
from judging.scoring import Aggregate
from judging.tally import aggregate_reviews, reviews_of_round
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
    totals, heaviest = aggregate_reviews(reviews, round_), heaviest_of(reviews)
    figures |= {pk: _figures(total, heaviest[pk]) for pk, total in totals.items()}
    ranked = rank_reviews(reviews, totals, chair_decisions=chair_decisions)
    return Candidates(creators, figures, JuryFacts(round_, reviews)), ranked


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
