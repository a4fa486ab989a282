"""“I am finished”: a judge says so, or takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_judges
from judging.completing import declare_finished, go_on
from judging.models import Completion, Judge, Round
from judging.refusal import JudgingRefused
from judging.views.marks import own_path
from judging.visibility import rounds_in_sight


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def finished(request: JudgeRequest, round_id: int) -> HttpResponse:
    """Say what is left of a round, and take the judge's word; `then` is declare or go_on.

    In a round of pairs there are no reviews to count: `work` is None.
    """
    if request.method == "POST":
        return _take_word(request, round_id)
    at = timezone.now()
    rounds = Round.objects.filter(
        rounds_in_sight(at=at),
        category__campaign__judges__in=Judge.objects.sitting().filter(user=request.user),
    )
    round_ = get_object_or_404(rounds.select_related("category__campaign"), pk=round_id)
    work = duties.work_in_round(request.user, round_id=round_id, at=at)
    if work is None and round_.kind != Round.Kind.PAIRWISE:
        raise Http404
    context = {
        "round": round_,
        "campaign": round_.category.campaign,
        "work": work,
        "is_open": duties.takes_scores(round_, at=at),
        "is_declared": Completion.objects.filter(round=round_, judge__user=request.user).exists(),
        "now": at,
    }
    return render(request, "judging/finished.html", context)


def _take_word(request: JudgeRequest, round_id: int) -> HttpResponse:
    at = database_now()
    declares = request.POST.get("then") != "go_on"
    try:
        if declares:
            declare_finished(round_id=round_id, by=request.user, at=at)
            said = _("Thank you. You get no more reminders for this round.")
        else:
            go_on(round_id=round_id, by=request.user, at=at)
            said = _("Good: go on where you left off.")
    except Round.DoesNotExist as error:
        raise Http404 from error
    except JudgingRefused as refused:
        if refused.code == "not_a_judge":  # strangers learn nothing of a round
            raise Http404 from refused
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(own_path(request) or "judging:desk")
