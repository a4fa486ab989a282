"""“I am finished”: a judge says so, or takes it back."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging.access import JudgeRequest, for_judges
from judging.completing import declare_finished, go_on
from judging.duties import RoundWork, work_in_round
from judging.models import Judge, Round
from judging.pairs import PairWork, work_in_pairs
from judging.refusal import JudgingRefused
from judging.views.marks import own_path
from judging.visibility import rounds_in_sight


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def finished(request: JudgeRequest, round_id: int) -> HttpResponse:
    """Say what is left of a round, and take the judge's word; `then` is declare or go_on."""
    if request.method == "POST":
        return _take_word(request, round_id)
    at = timezone.now()
    work = _work_or_404(request, round_id, at=at)
    context = {"work": work, "campaign": work.campaign, "now": at}
    return render(request, "judging/finished.html", context)


def _work_or_404(request: JudgeRequest, round_id: int, *, at: datetime) -> RoundWork | PairWork:
    """What a judge who sits has to do in a round: reviews, or comparisons of pairs."""
    rounds = Round.objects.filter(
        rounds_in_sight(at=at),
        category__campaign__judges__in=Judge.objects.sitting().filter(user=request.user),
    )
    kind = rounds.filter(pk=round_id).values_list("kind", flat=True).first()
    work: RoundWork | PairWork | None = None
    if kind == Round.Kind.PAIRWISE:
        work = work_in_pairs(request.user, round_id=round_id, at=at)
    elif kind is not None:
        work = work_in_round(request.user, round_id=round_id, at=at)
    if work is None:
        raise Http404
    return work


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
