"""A round's figures side by side, and each judge's own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entries.models import Entry
from judging.admin.round_pages import entries_by_id, for_those_who_see_scores, round_context
from judging.figures import RoundFigures, figures_of_round
from judging.models import Judge, Round
from judging.pair_tally import tally_pairs
from judging.screen_tally import votes_of_round
from judging.screening import Verdict, rank_votes, verdict
from judging.severity import JudgeScale

PER_PAGE = 100
LEAST_REACH = Decimal("0.05")
"""How far the drawing of severity reaches at least, so that trifles look like trifles."""

VERDICTS: dict[Verdict, tuple[Promise, str]] = {
    Verdict.THROUGH: (gettext_lazy("goes on"), "success"),
    Verdict.UNDECIDED: (gettext_lazy("not decided yet"), "warning"),
    Verdict.OUT: (gettext_lazy("out"), "danger"),
}
# What placed an entry where the figure that decides was equal.
DECIDED_BY: dict[str, Promise] = {
    "heaviest": gettext_lazy("ahead by the heaviest criterion"),
    "median": gettext_lazy("ahead by the median"),
    "majority": gettext_lazy("ahead by the majority of judges who scored both"),
}


@dataclass(frozen=True)
class Line:
    """One entry of a page: where it stands, and the figures of the round's kind."""

    entry: Entry
    rank: int
    shared: bool
    why: Promise | str
    figures: Any


@dataclass(frozen=True)
class DrawnScale:
    """A judge's scale with the places of its drawing, in percent of the width."""

    scale: JudgeScale
    judge: Judge
    bar_from: Decimal
    bar_width: Decimal
    dot: Decimal
    lean_from: Decimal
    lean_width: Decimal

    @property
    def is_strict(self) -> bool:
        return (self.scale.severity or 0) > 0

    @property
    def apart(self) -> Decimal | None:
        """How far from the others, without the sign; None where nobody else reviewed the same."""
        return None if self.scale.severity is None else abs(self.scale.severity)


@for_those_who_see_scores
def figures_page(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Points, votes or strengths, whatever the round asks judges for."""
    context = round_context(request, round_, title=_("Figures"), here="figures")
    build = {
        Round.Kind.SCREENING.value: _votes,
        Round.Kind.PAIRWISE.value: _strengths,
    }.get(round_.kind, _scores)
    return TemplateResponse(request, "admin/judging/figures.html", context | build(request, round_))


def _scores(request: HttpRequest, round_: Round) -> dict[str, Any]:
    figures = figures_of_round(round_, ask_sure="sure" in request.GET)
    page = _page(request, figures.rows)
    shown = entries_by_id(one.entry_id for one in page)
    return {
        "kind": "scoring",
        "page": page,
        "lines": [
            Line(
                entry=shown[one.entry_id],
                rank=one.ranked.rank,
                shared=bool(one.ranked.tied),
                why=DECIDED_BY.get(one.ranked.decided_by, ""),
                figures=one,
            )
            for one in page
        ],
        "line": figures.line,
        "waits": figures.waits,
        "is_trimmed_shown": any(one.total.trimmed_mean is not None for one in figures.rows),
        "is_sure_shown": any(one.sure for one in figures.rows),
        "method": round_.get_aggregation_display(),
        "mean": figures.mean,
        "mean_at": _percent(figures.mean or Decimal(0)),
        "reach": _reach(figures.scales),
        "scales": _drawn(figures),
    }


def _votes(request: HttpRequest, round_: Round) -> dict[str, Any]:
    quorum, votes = round_.quorum or 1, votes_of_round(round_)
    page = _page(request, rank_votes(votes, quorum=quorum))
    shown = entries_by_id(one.id for one in page)
    return {
        "kind": "screening",
        "quorum": quorum,
        "page": page,
        "lines": [
            Line(
                entry=shown[one.id],
                rank=one.rank,
                shared=bool(one.tied),
                why="",
                figures={
                    "votes": votes[one.id],
                    "share": Decimal(votes[one.id].yes) / max(votes[one.id].given, 1),
                    "verdict": VERDICTS[verdict(votes[one.id], quorum=quorum)],
                },
            )
            for one in page
        ],
    }


def _strengths(request: HttpRequest, round_: Round) -> dict[str, Any]:
    tally = tally_pairs(round_)
    best_first = sorted(tally.strengths.values(), key=lambda one: (-one.value, one.entry_id))
    places = [one.value for one in best_first]
    page = _page(request, best_first)
    shown = entries_by_id(one.entry_id for one in page)
    return {
        "kind": "pairwise",
        "comparisons": len(tally.comparisons),
        "page": page,
        "lines": [
            Line(
                entry=shown[one.entry_id],
                rank=places.index(one.value) + 1,
                shared=places.count(one.value) > 1,
                why="",
                figures=one,
            )
            for one in page
        ],
    }


def _page(request: HttpRequest, rows: Sequence[Any]) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


# --- Each judge's own scale -------------------------------------------------------------------


def _drawn(figures: RoundFigures) -> list[DrawnScale]:
    reach = _reach(figures.scales)
    judges = Judge.objects.select_related("user").in_bulk([one.judge_id for one in figures.scales])
    return [_draw(one, judges[one.judge_id], reach) for one in figures.scales]


def _draw(scale: JudgeScale, judge: Judge, reach: Decimal) -> DrawnScale:
    low = max(scale.mean - scale.spread, Decimal(0))
    high = min(scale.mean + scale.spread, Decimal(1))
    # Strict judges lean to the start, where few points are; mild ones to the end.
    lean = -(scale.severity or Decimal(0)) / reach / 2
    middle = Decimal("0.5")
    return DrawnScale(
        scale=scale,
        judge=judge,
        bar_from=_percent(low),
        bar_width=_percent(high - low),
        dot=_percent(scale.mean),
        lean_from=_percent(min(middle, middle + lean)),
        lean_width=_percent(abs(lean)),
    )


def _reach(scales: Sequence[JudgeScale]) -> Decimal:
    """How far the drawing of severity reaches on both sides, in steps of five points."""
    most = max((abs(one.severity or Decimal(0)) for one in scales), default=Decimal(0))
    steps = (max(most, LEAST_REACH) * 20).to_integral_value(ROUND_CEILING)
    return steps / 20


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.01"))
