"""The page that asks before judges are assigned, and assigns them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.models import Entry
from judging.admin.round_pages import round_context
from judging.assigning import SAID_FINISHED, RoundPlan, assign_judges, plan_assignments
from judging.conflicts import Bar
from judging.models import Judge, Round
from judging.overlap import overlap_of
from judging.refusal import JudgingRefused

EXAMPLES = 5
"""How many of the entries that are short for the same reasons are named."""

_REASONS: dict[str, str | Promise] = {
    **{str(bar): bar.label for bar in Bar},
    SAID_FINISHED: _("said “I am finished”"),
}


@dataclass(frozen=True)
class Load:
    """How much a judge has to do before and after."""

    judge: Judge
    before: int
    change: int
    after: int
    is_resting: bool


@dataclass
class Shortage:
    """Entries that miss as many reviews for the same reasons: how many judges each bars."""

    missing: int
    reasons: list[tuple[str | Promise, int]]
    entry_ids: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def more(self) -> int:
        return len(self.entry_ids) - len(self.entries)


def assign_page(request: HttpRequest, round_: Round) -> HttpResponse:
    """Say what would be added, moved and still be missing, and why; on POST do it."""
    even_out = (request.POST if request.method == "POST" else request.GET).get("even_out") == "1"
    if request.method == "POST":
        return _assign(request, round_, even_out=even_out)
    context: dict[str, Any] = {
        **round_context(request, round_, title=str(_("Assign judges")), here="assign"),
        "even_out": even_out,
    }
    try:
        plan = plan_assignments(round_, at=timezone.now(), even_out=even_out)
    except JudgingRefused as refused:
        context["refusal"] = str(refused)
    else:
        context |= _plan_context(plan)
    return TemplateResponse(request, "admin/judging/assign.html", context)


def _assign(request: HttpRequest, round_: Round, *, even_out: bool) -> HttpResponse:
    try:
        plan = assign_judges(
            round_id=round_.pk, by=acting_user(request), at=database_now(), even_out=even_out
        )
    except JudgingRefused as refused:
        messages.error(request, str(refused))
        return redirect("admin:judging_round_change", round_.pk)
    moved = len(plan.plan.released)
    count = len(plan.pairs) - moved
    messages.success(
        request,
        ngettext("%(count)d review assigned.", "%(count)d reviews assigned.", count)
        % {"count": count},
    )
    if moved:
        messages.success(
            request,
            ngettext(
                "%(count)d review went to another judge.",
                "%(count)d reviews went to other judges.",
                moved,
            )
            % {"count": moved},
        )
    return redirect("admin:judging_round_change", round_.pk)


def _plan_context(plan: RoundPlan) -> dict[str, Any]:
    given = plan.plan.kept | set(plan.pairs)
    loads = _loads(plan)
    moved = len(plan.plan.released)
    return {
        "plan": plan,
        "added": len(plan.pairs) - moved,
        "moved": moved,
        "kept": len(plan.plan.kept),
        "conflicted": len(plan.conflicted),
        "short": len(plan.short),
        "shortages": _shortages(plan),
        "loads": loads,
        "overlap": overlap_of(given) if len(plan.sitting) > 1 and given else None,
        "is_uneven": max((load.after for load in loads), default=0)
        - min((load.after for load in loads), default=0)
        > 1,
    }


def _loads(plan: RoundPlan) -> list[Load]:
    judges = Judge.objects.filter(pk__in=plan.sitting).select_related("user").order_by("pk")
    kept, come, gone = (
        Counter(judge_id for judge_id, _entry_id in pairs)
        for pairs in (plan.plan.kept, plan.pairs, plan.plan.released)
    )
    return [
        Load(
            judge=judge,
            before=kept[judge.pk] + gone[judge.pk],
            change=come[judge.pk] - gone[judge.pk],
            after=kept[judge.pk] + come[judge.pk],
            is_resting=judge.pk in plan.resting,
        )
        for judge in judges
    ]


def _shortages(plan: RoundPlan) -> list[Shortage]:
    """Entries that fall short, gathered by why: thousands may be short for one reason."""
    groups: dict[tuple[int, tuple[tuple[str, int], ...]], Shortage] = {}
    for entry_id, reasons in plan.reasons_of_shortage().items():
        counted = tuple(sorted((bar, len(judges)) for bar, judges in reasons.items()))
        key = (plan.short[entry_id], counted)
        if key not in groups:
            groups[key] = Shortage(key[0], [(_REASONS[bar], count) for bar, count in counted])
        groups[key].entry_ids.append(entry_id)
    named = {pk for group in groups.values() for pk in group.entry_ids[:EXAMPLES]}
    entries = Entry.objects.select_related("creator").in_bulk(named)
    for group in groups.values():
        group.entries = [entries[pk] for pk in group.entry_ids[:EXAMPLES]]
    return sorted(groups.values(), key=lambda group: (-group.missing, -len(group.entry_ids)))
