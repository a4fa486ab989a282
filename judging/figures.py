"""A round's figures side by side: what each method makes of the reviews, and how sure it is.

For staff who may see scores (judging.visibility). The ranks are those by which the round would end
now; how sure a place is and how strict a judge is, decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from contests.competition_ranking import Ranked
from contests.models import Prize
from judging.adjustment import RESULT_PLACES
from judging.jury_ranking import rank_jury
from judging.models import Round
from judging.round_ranks import candidates_of, heaviest_of
from judging.scoring import Aggregate, Aggregation, Review
from judging.severity import JudgeScale, scales_of
from judging.sureness import Sureness, how_sure
from judging.tally import aggregate_reviews, reviews_of_round

SURE_AT_ONCE = 2000
"""Entries up to which a page works out how sure every place is without being asked."""


@dataclass(frozen=True)
class EntryFigures:
    """What the reviews of an entry come to. `sure` is None where nothing can be told."""

    ranked: Ranked
    total: Aggregate
    heaviest: Decimal
    sure: Sureness | None

    @property
    def entry_id(self) -> int:
        return self.ranked.id


@dataclass(frozen=True)
class RoundFigures:
    """A scoring round, best entry first, with the scale of each judge, the strictest first.

    `line`: how many go on or win, to which `sure` refers.
    `mean`: of all review scores, from 0 to 1; None without any.
    `waits`: how sure the places are was left out, because that takes a while at this size.
    """

    rows: list[EntryFigures]
    scales: list[JudgeScale]
    line: int
    mean: Decimal | None
    waits: bool


def figures_of_round(round_: Round, *, ask_sure: bool = False) -> RoundFigures:
    """Compute all figures of a scoring round. Three queries at most.

    `ask_sure`: work out how sure places are, however long it takes.
    """
    reviews = reviews_of_round(round_)
    totals, heaviest = aggregate_reviews(reviews, round_), heaviest_of(reviews)
    ranked = rank_jury(candidates_of(reviews, totals, heaviest))
    scores = [Review(one.entry_id, one.judge_id, one.score) for one in reviews]
    line = line_of(round_, totals)
    waits = len(totals) > SURE_AT_ONCE and not ask_sure
    sure: dict[int, Sureness] = {}
    if not waits:
        method = Aggregation(round_.aggregation)
        sure = how_sure(scores, method=method, line=line, seed=f"round {round_.pk}")
    return RoundFigures(
        rows=[
            EntryFigures(one, totals[one.id], heaviest[one.id], sure.get(one.id)) for one in ranked
        ],
        scales=scales_of(scores),
        line=line,
        mean=_mean([one.score for one in scores]) if scores else None,
        waits=waits,
    )


def line_of(round_: Round, totals: dict[int, Aggregate]) -> int:
    """How many go on: a number, those who are over the cut-off now, or else as many as win."""
    if round_.advance_count:
        return round_.advance_count
    over = 0
    if round_.advance_cutoff is not None:
        over = sum(total.value * 100 >= round_.advance_cutoff for total in totals.values())
    prizes = Prize.objects.filter(category=round_.category_id)
    return over or prizes.aggregate(places=Sum("quantity"))["places"] or 1


def _mean(scores: Sequence[Decimal]) -> Decimal:
    return (sum(scores, Decimal(0)) / len(scores)).quantize(RESULT_PLACES)
