"""What staff decide about a shortlist on the standings' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Category
from contests.wording import day_and_time
from results.admin.columns import main_figure
from results.admin.page import page_context
from results.admin.shortlist_history import CHANGES, basis_in_words
from results.admin.shortlist_panel import PublishForm
from results.shortlist_basis import Basis, propose
from results.shortlist_proposal import MOVED, Change, Proposal, changes
from results.shortlisting import keep_shortlist_internal, publish_shortlist, shortlist_entries
from results.standings import CategoryStandings, ShownRow, shown, standings_of


@dataclass(frozen=True)
class AskedReason:
    """One entry about which the page asks why."""

    shown: ShownRow
    change: str
    figure: str
    reason: str

    @property
    def name(self) -> str:
        return f"reason-{self.shown.row.key}"


def confirm(request: HttpRequest, category: Category) -> HttpResponse | None:
    """Confirm what is ticked; ask for the reasons first where it differs from the proposal."""
    standings = standings_of(category)
    basis, value = _text(request, "basis") or Basis.HAND.value, _text(request, "value")
    proposal = propose(standings, basis=basis, value=value)
    chosen = _chosen(request, standings, proposal, by_hand=basis == Basis.HAND)
    changed = [] if basis == Basis.HAND else changes(proposal.ids, chosen)
    to_explain = [one for one in changed if one.change != MOVED and one.id in standings.by_key]
    for_all = _text(request, "reason-all")
    reasons = {one.id: _text(request, f"reason-{one.id}") or for_all for one in to_explain}
    if chosen and not all(reasons.values()):
        return _ask(request, standings, to_explain, chosen=chosen, basis=basis, value=value)
    shortlist_entries(
        category_id=category.pk,
        entry_ids=chosen,
        by=acting_user(request),
        at=database_now(),
        basis=basis,
        basis_value=value,
        reasons=reasons,
        seen=_text(request, "seen") or None,
    )
    sentence = ngettext(
        "The shortlist of “%(category)s” is confirmed with %(count)d entry.",
        "The shortlist of “%(category)s” is confirmed with %(count)d entries.",
        len(chosen),
    )
    messages.success(request, sentence % {"category": category, "count": len(chosen)})
    return None


def publish(request: HttpRequest, category: Category, *, at_once: bool) -> None:
    """Publish the shortlist, now or from the time that was typed."""
    publishes_at = None
    if not at_once:
        zone = category.campaign.zone
        with timezone.override(zone):
            form = PublishForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("Nothing was changed. Type the day and the time."))
                return
            publishes_at = form.cleaned_data["publishes_at"]
    shortlist = publish_shortlist(
        category_id=category.pk,
        by=acting_user(request),
        at=database_now(),
        publishes_at=publishes_at,
        seen=_text(request, "seen_by_hand") or None,
    )
    if at_once or shortlist.published_at is None:
        messages.success(request, _("The shortlist is published."))
        return
    when = day_and_time(shortlist.published_at, category.campaign.zone)
    messages.success(
        request, _("The public will read the shortlist from %(when)s.") % {"when": when}
    )


def keep_internal(request: HttpRequest, category: Category) -> None:
    """Keep the shortlist from the public, or take back the time that was set."""
    keep_shortlist_internal(
        category_id=category.pk,
        by=acting_user(request),
        at=database_now(),
        seen=_text(request, "seen_by_hand") or None,
    )
    messages.success(request, _("The shortlist is kept internal. It can still be published."))


def _ask(
    request: HttpRequest,
    standings: CategoryStandings,
    changed: Sequence[Change],
    *,
    chosen: list[int],
    basis: str,
    value: str,
) -> HttpResponse:
    """The page that asks why, for each entry that was added or left out."""
    category = standings.category
    lines = {line.row.key: line for line in shown(standings.by_key[one.id] for one in changed)}
    context = {
        **page_context(
            request, category.campaign, title=_("Why not as proposed?"), here="standings"
        ),
        "category": category,
        "basis": basis,
        "value": value,
        "seen": _text(request, "seen"),
        "chosen": chosen,
        "proposed": basis_in_words(basis, value, category),
        "asked": [
            AskedReason(
                lines[one.id],
                str(CHANGES[one.change]),
                main_figure(lines[one.id].row, standings),
                _text(request, f"reason-{one.id}"),
            )
            for one in changed
        ],
        "is_missing": "chosen" in request.POST,
    }
    return TemplateResponse(request, "admin/results/reasons.html", context)


def _chosen(
    request: HttpRequest, standings: CategoryStandings, proposal: Proposal, *, by_hand: bool
) -> list[int]:
    """Who is ticked, in the order of the ranks, with those ticked at first on other pages."""
    if "chosen" in request.POST:
        return list(dict.fromkeys(_ids(request, "chosen")))
    ticked, on_page = set(_ids(request, "entry")), set(_ids(request, "on_page"))
    at_first = {row.key for row in standings.rows if row.shortlisted}
    kept = (at_first if by_hand else set(proposal.ids)) - on_page
    known = [row.key for row in standings.rows if row.key in kept | ticked]
    # One that has left the standings meanwhile is refused by the verb, not dropped in silence.
    return [*known, *sorted(ticked - set(known))]


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal() and len(pk) < 19]


def _text(request: HttpRequest, name: str) -> str:
    """What was typed, without the character that PostgreSQL does not keep."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:500]
