"""The standings of every category: who stands where and why, the shortlist, and ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign, Category
from results.admin import shortlist_deeds
from results.admin.columns import Cell, Column, aggregation_label, cells, columns_of
from results.admin.line_flags import Badge, LineFlags
from results.admin.page import campaign_or_404, demand, page_context
from results.admin.shortlist_panel import ShortlistPanel, panel_of
from results.admin.tie_form import TieForm
from results.admin.why import Explained, Why
from results.parting import parted
from results.refusal import ResultsRefused
from results.standings import CategoryStandings, ShownRow, StandingRow, shown, standings_of
from results.ties import decide_tie

PER_PAGE = 100
AT_FIRST = 20
"""Lines of each category while all categories are on the page."""


@dataclass(frozen=True)
class Line:
    """One line of the table; `ends`: which places with a prize end with it, in words."""

    shown: ShownRow
    cells: list[Cell]
    why: Why
    badges: list[Badge]
    ticked: bool
    ends: str


@dataclass(frozen=True)
class Section:
    """One category on the page."""

    standings: CategoryStandings
    columns: Sequence[Column]
    page: Page[StandingRow]
    lines: list[Line]
    panel: ShortlistPanel
    ties: list[TieForm]
    is_alone: bool

    @property
    def category(self) -> Category:
        return self.standings.category

    @property
    def aggregation(self) -> str:
        return aggregation_label(self.standings)

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + (3 if self.has_shortlist else 2)

    @property
    def has_shortlist(self) -> bool:
        return not self.category.ranks_creators

    @property
    def ticked_elsewhere(self) -> int:
        """How many are ticked that are not among the lines shown."""
        here = {line.shown.row.key for line in self.lines}
        return len(self.panel.ticked - here)


def standings_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the standings; on POST decide the shortlist or a tie of one category."""
    campaign = campaign_or_404(request, campaign_id)
    tie: TieForm | None = None
    if request.method == "POST":
        answer = _decide(request, campaign)
        if not isinstance(answer, TieForm):
            return answer or redirect(_address(request, campaign))
        tie = answer
    categories = list(campaign.categories.all())
    chosen = [one for one in categories if str(one.pk) == request.GET.get("category")]
    context = {
        **page_context(request, campaign, title=_("Standings and shortlist"), here="standings"),
        "sections": [
            _section(request, campaign, one, tie=tie, is_alone=bool(chosen))
            for one in (chosen or categories)
        ],
        "may_shortlist": request.user.has_perm("results.shortlist_entries")
        and campaign.announced_at is None,
        "may_decide": request.user.has_perm("results.change_award"),
    }
    return TemplateResponse(request, "admin/results/standings.html", context)


def _section(
    request: HttpRequest,
    campaign: Campaign,
    category: Category,
    *,
    tie: TieForm | None,
    is_alone: bool,
) -> Section:
    category.campaign = campaign
    standings = standings_of(category)
    per_page = PER_PAGE if is_alone else AT_FIRST
    page = Paginator(standings.rows, per_page).get_page(request.GET.get("page") if is_alone else 1)
    forms = [TieForm(standings=standings, tie=one) for one in standings.ties]
    query = request.GET if is_alone else {}
    panel = panel_of(standings, query=query, at=timezone.now())
    return Section(
        standings=standings,
        columns=columns_of(standings),
        page=page,
        lines=_lines(standings, page, panel, request),
        panel=panel,
        ties=[tie if tie and tie.prefix == form.prefix else form for form in forms],
        is_alone=is_alone,
    )


def _lines(
    standings: CategoryStandings,
    page: Page[StandingRow],
    panel: ShortlistPanel,
    request: HttpRequest,
) -> list[Line]:
    listed = shown(page)
    explained = Explained(standings, parted(standings, list(page)))
    flags = LineFlags(standings, listed, reader=acting_user(request))
    ends = _ends(standings)
    ticked = panel.ticked
    return [
        Line(
            shown=one,
            cells=cells(one.row, standings),
            why=explained.why(one.row),
            badges=flags.of(one.row),
            ticked=one.row.key in ticked,
            ends=ends.get(number, "") if one.row.rank is not None else "",
        )
        for number, one in enumerate(listed, start=page.start_index())
    ]


def _ends(standings: CategoryStandings) -> dict[int, str]:
    """By the number of a line, which places with a prize end with it."""
    ends = accumulate(prize.quantity for prize in standings.prizes)
    found = {
        number: _("Place %(place)s ends here") % {"place": prize.place}
        for number, prize in zip(ends, standings.prizes, strict=True)
    }
    if found:
        found[max(found)] = _("The places with a prize end here")
    return found


def _decide(request: HttpRequest, campaign: Campaign) -> HttpResponse | TieForm | None:
    """Carry out what was asked; what is not filled in properly comes back."""
    category = next(
        (one for one in campaign.categories.all() if str(one.pk) == request.POST.get("category")),
        None,
    )
    if category is None:
        return None
    category.campaign = campaign
    action = request.POST.get("do")
    try:
        if action == "tie":
            return _decide_tie(request, category)
        demand(request, "results.shortlist_entries")
        if action == "shortlist":
            return shortlist_deeds.confirm(request, category)
        if action in ("publish", "schedule"):
            shortlist_deeds.publish(request, category, at_once=action == "publish")
        elif action == "internal":
            shortlist_deeds.keep_internal(request, category)
    except ResultsRefused as refused:
        messages.error(request, refused.message)
    return None


def _decide_tie(request: HttpRequest, category: Category) -> TieForm | None:
    demand(request, "results.change_award")
    standings = standings_of(category)
    tie = next((one for one in standings.ties if str(one.rank) == request.POST.get("rank")), None)
    if tie is None:
        raise ResultsRefused("not_tied")
    form = TieForm(request.POST, standings=standings, tie=tie)
    if not form.is_valid():
        return form
    decide_tie(
        category_id=category.pk,
        order=form.order,
        reason=form.cleaned_data["reason"],
        by=acting_user(request),
        at=database_now(),
    )
    messages.success(request, _("The tie is decided."))
    return None


def _address(request: HttpRequest, campaign: Campaign) -> str:
    """Back to where the button was pressed; a proposal that was confirmed is over."""
    url = reverse("admin:results_standings", args=[campaign.pk])
    kept = request.GET.copy()
    for name in ("basis", "value"):
        kept.pop(name, None)
    query: Any = kept.urlencode()
    category = request.POST.get("category", "")
    anchor = f"#category-{category}" if category.isdecimal() else ""
    return f"{url}?{query}{anchor}" if query else f"{url}{anchor}"
