"""A judge asks the organisers to look at an entry, and reads what they answered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_judges_and_scripts, wants_json
from judging.draft import LONGEST_COMMENT
from judging.flagging import flag_review
from judging.models import Assignment
from judging.refusal import JudgingRefused
from judging.views.answers import own_review, refuse, say_state
from judging.views.marks import own_path
from judging.views.own import SHOWN, own_or_404


class FlagForm(forms.Form):
    """What the organisers should look at."""

    reason = forms.CharField(
        label=gettext_lazy("What should the organisers look at?"),
        help_text=gettext_lazy(
            "For example: the video is gone, or it breaks the rules. Only the organisers read this."
        ),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges_and_scripts
def flag(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Ask what staff should look at, and send it to them; the review itself goes on."""
    if request.method == "POST":
        return _send(request, assignment_id)
    at = timezone.now()
    assignment = get_object_or_404(
        duties.visible_reviews(request.user, at=at).select_related(*SHOWN), pk=assignment_id
    )
    waits = assignment.flagged_at is not None and assignment.flag_settled_at is None
    form = FlagForm(initial={"reason": assignment.flag_reason if waits else ""})
    return render(request, "judging/flag.html", _context(assignment, form))


def _send(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    at = database_now()
    if wants_json(request) and own_review(request.user, assignment_id, at=at) is None:
        return refuse(JudgingRefused("not_yours"), status=404)
    assignment = own_or_404(request, assignment_id, at=at)
    form = FlagForm(request.POST)
    status = 422
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            flagged = flag_review(
                assignment_id=assignment_id, reason=reason, by=request.user, at=at
            )
        except JudgingRefused as refused:
            if wants_json(request):
                return refuse(refused)
            form.add_error(None, str(refused))
            status = 409
        else:
            if wants_json(request):
                return JsonResponse(say_state(flagged, by=request.user, at=at))
            messages.success(request, _("The organisers will look at it. You can go on judging."))
            return redirect(own_path(request) or reverse("judging:review", args=[assignment_id]))
    elif wants_json(request):
        fields = {name: str(errors[0]) for name, errors in form.errors.items()}
        message = str(JudgingRefused("flag_reason_missing"))
        answer = {"code": "flag_reason_missing", "message": message, "fields": fields}
        return JsonResponse(answer, status=status)
    return render(request, "judging/flag.html", _context(assignment, form), status=status)


def _context(assignment: Assignment, form: FlagForm) -> dict[str, object]:
    campaign = assignment.round.category.campaign
    return {"assignment": assignment, "form": form, "campaign": campaign}
