"""What the evidence says of a jury: every point, vote and preference that counts, and the method.

Everything stands in an order that says nothing about who answered when, and judges are named by
their pseudonyms (results.evidence_content.pseudonyms).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from contests.models import Category
from judging.adjustment import PRIOR_REVIEWS, RESULT_PLACES, SCORE_PLACES
from judging.bradley_terry import VIRTUAL
from judging.closing_preview import ClosingPreview, Where, preview_closing
from judging.jury_ranking import MAJORITY_AT_MOST
from judging.levels import SAMENESS
from judging.models import Assignment, Round, RoundClosing
from judging.pair_tally import PairTally
from judging.scoring import TRIMMED_MEAN_NEEDS
from judging.tally import ScoredReview, criteria_of, reviews_of_round
from results.evidence_texts import Names
from results.figures import JuryFacts

PARAMETERS = {
    "decimals_of_scores": -int(SCORE_PLACES.as_tuple().exponent),
    "decimals_of_results": -int(RESULT_PLACES.as_tuple().exponent),
    "trimmed_mean_needs": TRIMMED_MEAN_NEEDS,
    "spread_prior_reviews": PRIOR_REVIEWS,
    "alike_prior_reviews": SAMENESS,
    "majority_at_most": MAJORITY_AT_MOST,
}
"""The numbers in the formulas of docs/evidence.md."""


def jury_content(
    category: Category, facts: JuryFacts | None, judges: Mapping[int, str], names: Names
) -> dict[str, Any]:
    """The deciding round, the final, and the other rounds as far as they said who went on."""
    deciding = facts.round if facts else None
    final = facts.final if facts else None
    content: dict[str, Any] = {"other_rounds": []}
    rounds = list(category.rounds.order_by("order"))
    for place, round_ in enumerate(rounds, start=1):
        round_.category = category
        if round_.kind == Round.Kind.PAIRWISE:
            continue
        if deciding is not None and facts is not None and round_.pk == deciding.pk:
            content["round"] = {
                **_scoring(round_, facts.reviews, judges),
                # Nobody goes anywhere from the last one.
                **(_closing(preview_closing(round_), names) if place < len(rounds) else NO_CLOSING),
            }
        else:
            content["other_rounds"].append(_other(round_, judges, names))
    if final is not None:
        content["final"] = _final(final, judges)
    return content


def _other(round_: Round, judges: Mapping[int, str], names: Names) -> dict[str, Any]:
    """A round that decided who went on, and nothing else."""
    preview = preview_closing(round_)
    if round_.kind == Round.Kind.SCREENING:
        said = _screening(round_, preview, judges)
    else:
        reviews = [one for one in reviews_of_round(round_) if one.entry_id in preview.rows]
        said = _scoring(round_, reviews, judges)
    return {**said, **_closing(preview, names)}


def _scoring(
    round_: Round, reviews: Sequence[ScoredReview], judges: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "order": round_.order,
        "kind": round_.kind,
        "aggregation": round_.aggregation,
        "parameters": PARAMETERS,
        "criteria": [
            {"criterion": str(one.key), "weight": one.weight, "max_points": one.max_points}
            for one in criteria_of(round_)
        ],
        "reviews": [
            {
                "entry": review.entry_id,
                "judge": judges[review.judge_id],
                "points": {str(key): points for key, points in sorted(review.points.items())},
            }
            for review in sorted(reviews, key=lambda one: (one.entry_id, judges[one.judge_id]))
        ],
    }


def _screening(round_: Round, preview: ClosingPreview, judges: Mapping[int, str]) -> dict[str, Any]:
    """Each vote that counts, and how many there were to be (see judging.screen_tally)."""
    cast = (
        Assignment.objects.expected()
        .filter(round=round_, finished_at__isnull=False)
        .exclude(vote="")
        .order_by()
    )
    votes: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for entry_id, judge_id, vote in cast.values_list("entry_id", "judge_id", "vote"):
        votes[entry_id][judges[judge_id]] = vote
    return {
        "order": round_.order,
        "kind": round_.kind,
        "quorum": round_.quorum or 1,
        "entries": [
            {
                "entry": entry_id,
                "wanted": row.votes.wanted if row.votes else 0,
                "votes": votes.get(entry_id, {}),
            }
            for entry_id, row in sorted(preview.rows.items())
        ],
    }


NO_CLOSING = {"advance_count": None, "advance_cutoff": None, "outcome": None}


def _closing(preview: ClosingPreview, names: Names) -> dict[str, Any]:
    """The rule for going on, and who went on; of entries that are still in the contest.

    `otherwise`: those whom the votes and points of today would put on the other side without
    anybody having said so by hand: since the close, a judge's work stopped counting or an entry
    left.
    """
    round_ = preview.round
    rule = {"advance_count": round_.advance_count, "advance_cutoff": round_.advance_cutoff}
    closing = RoundClosing.objects.filter(round=round_, reopened_at__isnull=True).first()
    if closing is None:
        return {**rule, "outcome": None}
    kept = [one for one in closing.outcomes.order_by("entry_id") if one.entry_id in preview.rows]
    advanced = {one.entry_id for one in kept if one.advances}
    by_hand = {one.entry_id for one in kept if one.by_hand}
    return {
        **rule,
        "outcome": {
            "advanced": sorted(advanced),
            "by_hand": [
                {
                    "entry": one.entry_id,
                    "advances": one.advances,
                    "reason": names.left_out(one.reason),
                }
                for one in kept
                if one.by_hand
            ],
            "otherwise": sorted(
                entry_id
                for entry_id, row in preview.rows.items()
                if entry_id not in by_hand
                and (
                    row.where is Where.ON_LINE
                    or (entry_id in advanced) != (row.where is Where.THROUGH)
                )
            ),
        },
    }


def _final(final: PairTally, judges: Mapping[int, str]) -> dict[str, Any]:
    """All that judging.bradley_terry computes the finalists' strengths from."""
    return {
        "order": final.round.order,
        "method": "bradley_terry",
        "virtual_wins_and_losses": VIRTUAL,
        "finalists": sorted(final.strengths),
        "comparisons": [
            {"entries": one.pair, "judge": judges[one.judge_id], "preferred": one.preferred_id}
            for one in sorted(final.comparisons, key=lambda one: (one.pair, judges[one.judge_id]))
        ],
    }
