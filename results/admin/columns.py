"""How the figures of a standing are shown: which columns, and each value in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from contests.wording import day_and_time, length
from judging.models import Round
from metrics.reading_words import WINDOW_REASONS
from metrics.window import WindowReason
from results.figures import JuryFacts
from results.standings import CategoryStandings, StandingRow

NOTHING = "–"
DECIDED_BY: dict[str, Promise] = {
    "heaviest": _("ahead by the heaviest criterion"),
    "median": _("ahead by the median"),
    "majority": _("ahead by the majority of judges who scored both"),
    "points": _("ahead by the points of the round before"),
    "earlier_post": _("ahead by the earlier post"),
    "chair": _("ahead by the chair’s decision"),
}
# Posted inside is what a reader expects: no note.
REASONS: dict[str, Promise] = {
    reason: words
    for reason, words in WINDOW_REASONS.items()
    if reason is not WindowReason.POSTED_INSIDE
}


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Column:
    """One figure: its name, where it is found, and how it is written. The main one decides."""

    title: str | Promise
    name: str
    write: Callable[[Any, Campaign], str]
    main: bool = False


@dataclass(frozen=True)
class Cell:
    """One written figure; numbers stay on one line, words may wrap."""

    text: str
    main: bool
    is_number: bool


def score(value: Any, _campaign: Campaign | None = None) -> str:
    """A score from 0 to 1 as it is usually read, from 0 to 100."""
    return NOTHING if not isinstance(value, Decimal) else number_format(_rounded(value * 100))


def count(value: Any, _campaign: Campaign | None = None) -> str:
    return number_format(value, force_grouping=True) if isinstance(value, int) else NOTHING


def moment(value: Any, campaign: Campaign) -> str:
    return day_and_time(value, campaign.zone) if isinstance(value, datetime) else NOTHING


def age_at_close(value: Any, campaign: Campaign) -> str:
    """How old a reading was when the campaign closed: what was read later does not count."""
    if not isinstance(value, datetime) or campaign.closes_at is None:
        return NOTHING
    return length(campaign.closes_at - value)


def reason(value: Any, _campaign: Campaign) -> str:
    return str(REASONS.get(value, ""))


JURY = (
    Column(_("Result"), "value", score, main=True),
    Column(_("Reviews"), "reviews", count),
    Column(_("Mean"), "mean", score),
    Column(_("Median"), "median", score),
    Column(_("Mean without extremes"), "trimmed_mean", score),
    Column(_("Adjusted"), "adjusted", score),
    Column(_("Spread"), "spread", score),
    Column(_("Heaviest criterion"), "heaviest", score),
)
# Where pairs put the finalists in order; the others have no figures of it.
FINAL = (
    Column(_("Final"), "final", score, main=True),
    Column(_("Comparisons won"), "comparisons_won", count),
    Column(_("Comparisons"), "comparisons", count),
    *JURY,
)
VIDEOS = (
    Column(_("Views"), "views", count, main=True),
    Column(_("Reading of"), "read_at", moment),
    Column(_("Age at the close"), "read_at", age_at_close),
    Column(_("Posted"), "posted_at", moment),
    Column(_("Note"), "reason", reason),
)
CREATORS = (
    Column(_("Views"), "views", count, main=True),
    Column(_("Videos that count"), "videos", count),
    Column(_("Videos with unknown views"), "missing", count),
    Column(_("Oldest reading"), "read_at", moment),
    Column(_("Age at the close"), "read_at", age_at_close),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    Category.Method.JURY: JURY,
    Category.Method.MOST_VIEWED_VIDEO: VIDEOS,
    Category.Method.MOST_VIEWED_CREATOR: CREATORS,
}


def columns_of(standings: CategoryStandings) -> tuple[Column, ...]:
    """The columns of a category; those of its final only where there was one."""
    return COLUMNS[standings.category.method] if final_round(standings) is None else FINAL


def cells(row: StandingRow, standings: CategoryStandings) -> list[Cell]:
    """The figures of a line in the order of the columns."""
    return [
        Cell(
            column.write(row.figures.get(column.name), standings.category.campaign),
            column.main,
            column.write in (score, count),
        )
        for column in columns_of(standings)
    ]


def main_figure(row: StandingRow, standings: CategoryStandings) -> str:
    """The figure that decides: of the final for its finalists, else of the round before."""
    deciding = [cell.text for cell in cells(row, standings) if cell.main]
    return next((text for text in deciding if text != NOTHING), NOTHING)


def aggregation_label(standings: CategoryStandings) -> str:
    """How the deciding rounds put together what judges say; empty where no round decides."""
    facts = standings.candidates.facts
    if not isinstance(facts, JuryFacts):
        return ""
    final = final_round(standings)
    labels = [final.get_kind_display()] if final is not None else []
    if facts.round is not None:
        labels.append(facts.round.get_aggregation_display())
    return " · ".join(labels)


def final_round(standings: CategoryStandings) -> Round | None:
    """The round of pairs that put the finalists in order, where there was one."""
    facts = standings.candidates.facts
    return facts.final.round if isinstance(facts, JuryFacts) and facts.final else None
