"""How far a round is: each judge, each entry, and where judges disagree most."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.wording import day_and_time
from entries.models import Entry
from judging.admin.round_pages import entries_by_id, for_those_who_see_scores, round_context
from judging.models import Round
from judging.progress import (
    EntryProgress,
    JudgeProgress,
    Order,
    progress_of_entries,
    progress_of_judges,
)

PER_PAGE = 50
ORDERS: dict[Order, Promise] = {
    Order.SPREAD: gettext_lazy("Where judges disagree most"),
    Order.MISSING: gettext_lazy("What lacks most reviews"),
    Order.MEAN: gettext_lazy("Best first"),
}


@dataclass(frozen=True)
class JudgeLine:
    """One judge, with moments in words."""

    progress: JudgeProgress
    last_save: str
    declared: str


@dataclass(frozen=True)
class EntryLine:
    """One entry of the page."""

    progress: EntryProgress
    entry: Entry


@for_those_who_see_scores
def progress_page(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Judges first, with most work left first; then the entries, fifty on a page."""
    order = _order(request.GET.get("order", ""))
    is_pairwise = round_.kind == Round.Kind.PAIRWISE
    judges = progress_of_judges(round_)
    entries = [] if is_pairwise else progress_of_entries(round_, order=order)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    shown = entries_by_id(line.entry_id for line in page)
    expected = sum(line.expected for line in judges)
    finished = sum(line.finished for line in judges)
    context = round_context(request, round_, title=_("Progress"), here="progress") | {
        "is_pairwise": is_pairwise,
        "is_screening": round_.kind == Round.Kind.SCREENING,
        "judges": [_judge_line(one, round_.category.campaign.zone) for one in judges],
        "expected": expected,
        "finished": finished,
        "left": sum(line.left for line in judges),
        "missing": sum(line.missing for line in entries),
        "orders": [(str(value), label, value is order) for value, label in ORDERS.items()],
        "page": page,
        "lines": [EntryLine(one, shown[one.entry_id]) for one in page if one.entry_id in shown],
    }
    return TemplateResponse(request, "admin/judging/progress.html", context)


def _order(chosen: str) -> Order:
    return Order(chosen) if chosen in list(Order) else Order.SPREAD


def _judge_line(progress: JudgeProgress, zone: ZoneInfo) -> JudgeLine:
    saved, declared = progress.last_save, progress.declared_at
    return JudgeLine(
        progress=progress,
        last_save=day_and_time(saved, zone) if saved else "",
        declared=day_and_time(declared, zone) if declared else "",
    )
