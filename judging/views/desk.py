"""The judge's desk: what is mine to judge, and what is left of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from judging import duties
from judging.access import JudgeRequest, for_judges
from judging.pairs import pair_work_of
from judging.views.low_data import saves_data
from judging.views.undoing import done_before

PER_PAGE = 48


@require_safe
@for_judges
def desk(request: JudgeRequest) -> HttpResponse:
    """All rounds of the judge that have opened, with what is left in each."""
    at = timezone.now()
    context = {
        "works": duties.desk_of(request.user, at=at),
        "pair_works": pair_work_of(request.user, at=at),
        "done": done_before(request, at=at),
        "low_data": saves_data(request),
        "now": at,
    }
    return render(request, "judging/desk.html", context)


@require_safe
@for_judges
def round_list(request: JudgeRequest, round_id: int) -> HttpResponse:
    """The reviews of the judge in one round: all of them, those left, or the favourites."""
    at = timezone.now()
    work = duties.work_in_round(request.user, round_id=round_id, at=at)
    if work is None:
        raise Http404
    shown = request.GET.get("show", "")
    only = shown if shown in duties.FILTERS else "all"
    reviews = duties.list_reviews(request.user, at=at, only=only).filter(round_id=round_id)
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "work": work,
        "campaign": work.campaign,
        "page": page,
        "only": only,
        "duties": duties.as_duties(page),
        "recused": duties.recused_reviews(request.user, at=at).filter(round_id=round_id),
        "low_data": saves_data(request),
        "now": at,
    }
    return render(request, "judging/round.html", context)
