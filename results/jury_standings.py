"""Standings that judges decide: by the last scoring round, and by a final of pairs before it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contests.competition_ranking import Ranked
from contests.models import Category
from entries.models import Entry
from judging.bradley_terry import Strength
from judging.final_ranking import rank_final
from judging.models import Round
from judging.pair_tally import final_of
from judging.round_ranks import candidates_of, heaviest_of
from judging.scoring import Aggregate
from judging.tally import ScoredReview, aggregate_reviews, reviews_of_round
from results.figures import Candidates, Figures, JuryFacts

NOTHING: Figures = {"reviews": 0}


def stand(
    category: Category, chair_decisions: Sequence[Sequence[int]]
) -> tuple[Candidates, list[Ranked]]:
    """Every accepted entry, and the ranks of those that judges have reviewed or compared.

    Where the last round compares pairs and somebody has compared, its finalists come first.
    """
    entries = Entry.objects.taking_part_in(category)
    creators = dict(entries.order_by("pk").values_list("pk", "creator_id"))
    figures: dict[int, Figures] = dict.fromkeys(creators, NOTHING)
    rounds = list(category.rounds.select_related("category").order_by("order"))
    final = final_of(rounds)
    scoring = [one for one in rounds if one.kind == Round.Kind.SCORING]
    round_ = scoring[-1] if scoring else None
    if round_ is None and final is None:
        return Candidates(creators, figures, None), []
    reviews: list[ScoredReview] = []
    totals: dict[int, Aggregate] = {}
    if round_ is not None:
        reviews = [one for one in reviews_of_round(round_) if one.entry_id in creators]
        totals = aggregate_reviews(reviews, round_)
    heaviest = heaviest_of(reviews)
    figures |= {pk: _figures(total, heaviest[pk]) for pk, total in totals.items()}
    # An entry that has left the contest since the final was tallied stands nowhere.
    strengths = final.strengths if final is not None else {}
    finalists = {pk: strength for pk, strength in strengths.items() if pk in creators}
    figures |= {pk: {**figures[pk], **_pairs(strength)} for pk, strength in finalists.items()}
    candidates = candidates_of(reviews, totals, heaviest)
    ranked = rank_final(
        {pk: strength.value for pk, strength in finalists.items()},
        candidates,
        chair_decisions=chair_decisions,
    )
    return Candidates(creators, figures, JuryFacts(round_, reviews, final, candidates)), ranked


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


def _pairs(strength: Strength) -> Figures:
    """What the final says; `final` is the share of wins against an average finalist."""
    return {
        "final": strength.expected,
        "strength": strength.value,
        "strength_error": strength.error,
        "comparisons": strength.comparisons,
        "comparisons_won": strength.wins,
    }
