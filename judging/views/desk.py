"""The judge's desk: what is mine to judge, and what is left of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from judging import duties
from judging.access import JudgeRequest, for_judges

PER_PAGE = 48


@require_safe
@for_judges
def desk(request: JudgeRequest) -> HttpResponse:
    """All rounds of the judge that have opened, with what is left in each."""
    at = timezone.now()
    works = duties.desk_of(request.user, at=at)
    return render(request, "judging/desk.html", {"works": works, "now": at})


@require_safe
@for_judges
def round_list(request: JudgeRequest, round_id: int) -> HttpResponse:
    """Every review of the judge in one round."""
    at = timezone.now()
    work = duties.work_in_round(request.user, round_id=round_id, at=at)
    if work is None:
        raise Http404
    reviews = duties.list_reviews(request.user, at=at).filter(round_id=round_id)
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "work": work,
        "campaign": work.campaign,
        "page": page,
        "duties": [duties.as_duty(review) for review in page],
        "now": at,
    }
    return render(request, "judging/round.html", context)
