"""Stepping back from an entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_judges
from judging.forms import RecuseForm
from judging.recusal import recuse
from judging.refusal import JudgingRefused
from judging.views.own import own_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def recuse_from(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Ask for the reason, then take the entry off the judge's list."""
    at = database_now()
    assignment = own_or_404(request, assignment_id, at=at)
    form = RecuseForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            recuse(
                assignment_id=assignment_id,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=at,
            )
        except JudgingRefused as refused:
            if refused.code == "recused":  # the second click of two
                return redirect("judging:desk")
            form.add_error(None, str(refused))
            status = 409
        else:
            messages.success(request, _("You stepped back. The entry is off your list."))
            return redirect("judging:desk")
    elif request.method == "POST":
        status = 422
    elif not duties.visible_reviews(request.user, at=at).filter(pk=assignment_id).exists():
        raise Http404
    context = {
        "assignment": assignment,
        "campaign": assignment.round.category.campaign,
        "form": form,
        "takes_scores": duties.takes_scores(assignment.round, at=at),
    }
    return render(request, "judging/recuse.html", context, status=status)
