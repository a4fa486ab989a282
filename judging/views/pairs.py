"""Two finalists at a time: which of them is the better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import database_now
from entries.models import Entry
from judging.access import JudgeRequest, for_judges, for_judges_and_scripts, wants_json
from judging.blindness import ShownEntry, show_to_judges
from judging.comparing import come_back, compare_entries, step_back, undo_comparison
from judging.forms import RecuseForm
from judging.models import Comparison
from judging.next_pair import Pair
from judging.pairs import (
    PairWork,
    as_shown,
    choose_pair,
    stepped_back_from,
    times_undone,
    work_in_pairs,
)
from judging.refusal import JudgingRefused
from judging.views.low_data import saves_data

# Whoever leaves more pairs than these for later gets the first of them again.
MOST_LATER = 12


@dataclass(frozen=True)
class Side:
    """One of the two videos."""

    entry_id: int
    number: int
    shown: ShownEntry


@dataclass(frozen=True)
class Choice:
    """What a judge has said about two videos, by their numbers on the page."""

    comparison: Comparison
    preferred: int
    other: int


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges_and_scripts
def pairs(request: JudgeRequest, round_id: int) -> HttpResponse:
    """The next two videos; takes which of them the judge prefers."""
    if request.method == "POST":
        return _compare(request, round_id)
    at = timezone.now()
    return _show(request, _work_or_404(request, round_id, at=at), at=at)


@require_POST
@for_judges
def undo(request: JudgeRequest, round_id: int) -> HttpResponse:
    """Take a comparison back, and show its two videos again."""
    at = database_now()
    work = _work_or_404(request, round_id, at=at)
    sent = _number(request.POST, "comparison")
    comparison = Comparison.objects.filter(pk=sent, round=round_id, judge=work.judge).first()
    if comparison is None:
        raise Http404
    try:
        undo_comparison(comparison_id=comparison.pk, by=request.user, at=at)
    except JudgingRefused as refused:
        messages.error(request, str(refused))
        return redirect("judging:pairs", round_id)
    pair = f"{comparison.first_id}-{comparison.second_id}"
    return redirect(reverse("judging:pairs", args=[round_id], query={"pair": pair}))


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def recuse_from_final(request: JudgeRequest, round_id: int, entry_id: int) -> HttpResponse:
    """Ask for the reason, then compare the video no more."""
    at = database_now()
    work = _work_or_404(request, round_id, at=at)
    if request.method != "POST" and entry_id not in work.allowed:
        raise Http404
    form = RecuseForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            step_back(round_id=round_id, entry_id=entry_id, reason=reason, by=request.user, at=at)
        except JudgingRefused as refused:
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("You stepped back. You will not see this video again."))
            return redirect("judging:pairs", round_id)
    elif request.method == "POST":
        status = 422
    context = {
        "work": work,
        "campaign": work.campaign,
        "number": work.number_of(entry_id) if entry_id in work.finalists else None,
        "form": form,
    }
    return render(request, "judging/pair_recuse.html", context, status=status)


@require_POST
@for_judges
def return_to_final(request: JudgeRequest, round_id: int, entry_id: int) -> HttpResponse:
    """Take stepping back from a video of this round back."""
    at = database_now()
    _work_or_404(request, round_id, at=at)
    try:
        come_back(round_id=round_id, entry_id=entry_id, by=request.user, at=at)
    except JudgingRefused as refused:
        messages.error(request, str(refused))
    return redirect("judging:pairs", round_id)


def _work_or_404(request: JudgeRequest, round_id: int, *, at: datetime) -> PairWork:
    work = work_in_pairs(request.user, round_id=round_id, at=at)
    if work is None:
        raise Http404
    return work


def _compare(request: JudgeRequest, round_id: int) -> HttpResponse:
    at = database_now()
    _work_or_404(request, round_id, at=at)
    try:
        compare_entries(
            round_id=round_id,
            first=_number(request.POST, "first"),
            second=_number(request.POST, "second"),
            preferred=_number(request.POST, "preferred"),
            undone=_number(request.POST, "undone") if request.POST.get("undone") else None,
            by=request.user,
            at=at,
        )
    except JudgingRefused as refused:
        if wants_json(request):
            answer = {"code": refused.code, "message": str(refused)}
            return JsonResponse(answer, status=409)
        messages.error(request, str(refused))
        return _show(request, _work_or_404(request, round_id, at=at), at=at, status=409)
    following = reverse("judging:pairs", args=[round_id])
    return JsonResponse({"next": following}) if wants_json(request) else redirect(following)


def _show(
    request: JudgeRequest, work: PairWork, *, at: datetime, status: int = 200
) -> HttpResponse:
    later = _later(request.GET)
    pair = _pair_asked_for(request, work) or choose_pair(work, not_yet=later)
    sides = _sides(work, as_shown(work, pair), at=at) if pair else []
    context: dict[str, Any] = {
        "work": work,
        "campaign": work.campaign,
        "sides": sides,
        "choices": [_choice(work, made) for made in work.made],
        "stepped_back": [
            {"entry_id": entry_id, "number": work.number_of(entry_id)}
            for entry_id in stepped_back_from(work)
        ],
        "low_data": saves_data(request),
        "now": at,
    }
    if pair and len(sides) == 2:
        context |= {
            "first": pair[0],
            "second": pair[1],
            "undone": times_undone(work, pair),
            "another": _another(work, [*later, pair]) if len(work.open_pairs) > 1 else "",
        }
    return render(request, "judging/pair.html", context, status=status)


def _sides(work: PairWork, pair: Pair, *, at: datetime) -> list[Side]:
    """Both videos as this judge sees them; none while they may not be seen."""
    entries = Entry.objects.select_related("creator", "institution", "submitted_by").in_bulk(pair)
    sides = []
    for entry_id in pair:
        shown = show_to_judges(entries[entry_id], round_=work.round, at=at)
        if shown is not None:
            sides.append(Side(entry_id, work.number_of(entry_id), shown))
    return sides


def _choice(work: PairWork, made: Comparison) -> Choice:
    other = made.second_id if made.preferred_id == made.first_id else made.first_id
    return Choice(made, work.number_of(made.preferred_id), work.number_of(other))


def _pair_asked_for(request: JudgeRequest, work: PairWork) -> Pair | None:
    """The pair that the address names, right after it was taken back; if it can be compared."""
    found = [*_pairs_in(request.GET.getlist("pair")[:1])]
    can_be = work.is_open and not work.is_too_long and work.left
    return found[0] if can_be and found and found[0] in work.open_pairs else None


def _later(query: QueryDict) -> list[Pair]:
    return _pairs_in(query.getlist("later"))[-MOST_LATER:]


def _pairs_in(texts: list[str]) -> list[Pair]:
    """Pairs as addresses write them, “12-15”; whatever else stands there is left out."""
    found = []
    for text in texts:
        low, _dash, high = text.partition("-")
        if low.isdecimal() and high.isdecimal() and len(text) < 40:
            found.append((int(low), int(high)))
    return found


def _another(work: PairWork, later: list[Pair]) -> str:
    """The address that leaves these pairs for later."""
    query = {"later": [f"{low}-{high}" for low, high in later[-MOST_LATER:]]}
    return reverse("judging:pairs", args=[work.round.pk], query=query)


def _number(sent: Mapping[str, Any], name: str) -> int:
    """A number of the form; what is none names no entry."""
    text = str(sent.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
