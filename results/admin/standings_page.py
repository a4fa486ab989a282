"""The standings of every category: who stands where and why, the shortlist, and ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign, Category
from contests.wording import day_and_time
from results.admin.columns import DECIDED_BY, Cell, Column, aggregation_label, cells, columns_of
from results.admin.page import campaign_or_404, demand, page_context
from results.admin.tie_form import TieForm
from results.models import Shortlist
from results.refusal import ResultsRefused
from results.shortlisting import publish_shortlist, shortlist_entries
from results.standings import CategoryStandings, ShownRow, StandingRow, shown, standings_of
from results.ties import decide_tie

PER_PAGE = 100
AT_FIRST = 20
"""Lines of each category while all categories are on the page."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    shown: ShownRow
    cells: list[Cell]

    @property
    def why(self) -> str:
        """What put it ahead of others with the same figure; empty where the figure says it."""
        return str(DECIDED_BY.get(self.shown.row.decided_by, ""))


@dataclass(frozen=True)
class Section:
    """One category on the page."""

    standings: CategoryStandings
    columns: Sequence[Column]
    page: Page[StandingRow]
    lines: list[Line]
    shortlist: Shortlist | None
    ties: list[TieForm]
    is_alone: bool

    @property
    def category(self) -> Category:
        return self.standings.category

    @property
    def aggregation(self) -> str:
        return aggregation_label(self.standings)

    @property
    def confirmed(self) -> str:
        shortlist, zone = self.shortlist, self.category.campaign.zone
        return day_and_time(shortlist.confirmed_at, zone) if shortlist else ""

    @property
    def published(self) -> str:
        """When the shortlist was published; empty while it is not."""
        moment = self.shortlist.published_at if self.shortlist else None
        return day_and_time(moment, self.category.campaign.zone) if moment else ""

    @property
    def shortlisted_count(self) -> int:
        return sum(row.shortlisted for row in self.standings.rows)

    @property
    def has_shortlist(self) -> bool:
        return not self.category.ranks_creators


def standings_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the standings; on POST decide the shortlist or a tie of one category."""
    campaign = campaign_or_404(request, campaign_id)
    tie: TieForm | None = None
    if request.method == "POST":
        tie = _decide(request, campaign)
        if tie is None:
            return redirect(_address(request, campaign))
    categories = list(campaign.categories.all())
    chosen = [one for one in categories if str(one.pk) == request.GET.get("category")]
    context = {
        **page_context(request, campaign, title=_("Standings and shortlist"), here="standings"),
        "sections": [
            _section(request, campaign, one, tie=tie, is_alone=bool(chosen))
            for one in (chosen or categories)
        ],
        "may_shortlist": request.user.has_perm("results.shortlist_entries"),
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
    return Section(
        standings=standings,
        columns=columns_of(standings),
        page=page,
        lines=[Line(one, cells(one.row, standings)) for one in shown(page)],
        shortlist=Shortlist.objects.filter(category=category)
        .select_related("confirmed_by")
        .first(),
        ties=[tie if tie and tie.prefix == form.prefix else form for form in forms],
        is_alone=is_alone,
    )


def _decide(request: HttpRequest, campaign: Campaign) -> TieForm | None:
    """Carry out what was asked; a form about a tie that is not filled in properly comes back."""
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
            _shortlist(request, category)
        elif action == "publish":
            publish_shortlist(category_id=category.pk, by=acting_user(request), at=database_now())
            messages.success(request, _("The shortlist is published."))
    except ResultsRefused as refused:
        messages.error(request, refused.message)
    return None


def _shortlist(request: HttpRequest, category: Category) -> None:
    """Confirm the ticked entries, and those ticked before that are not on this page."""
    ticked, on_page = (
        {int(pk) for pk in request.POST.getlist(name) if pk.isdecimal()}
        for name in ("entry", "on_page")
    )
    rows = standings_of(category).rows
    kept = {row.key for row in rows if row.shortlisted} - on_page
    known = [row.key for row in rows if row.key in kept | ticked]
    # One that has left the standings meanwhile is refused by the verb, not dropped in silence.
    chosen = [*known, *sorted(ticked - set(known))]
    shortlist_entries(
        category_id=category.pk, entry_ids=chosen, by=acting_user(request), at=database_now()
    )
    sentence = ngettext(
        "The shortlist of “%(category)s” is confirmed with %(count)d entry.",
        "The shortlist of “%(category)s” is confirmed with %(count)d entries.",
        len(chosen),
    )
    messages.success(request, sentence % {"category": category, "count": len(chosen)})


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
    """Back to where the button was pressed."""
    url = reverse("admin:results_standings", args=[campaign.pk])
    query: Any = request.GET.urlencode()
    category = request.POST.get("category", "")
    anchor = f"#category-{category}" if category.isdecimal() else ""
    return f"{url}?{query}{anchor}" if query else f"{url}{anchor}"
