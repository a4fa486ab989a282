"""One review: the entry, and what the judge gives it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_judges
from judging.blindness import show_entry
from judging.draft import Draft
from judging.forms import ReviewForm
from judging.models import Assignment
from judging.refusal import JudgingRefused
from judging.reviewing import load_review, save_review
from judging.views.own import SHOWN, own_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """One entry with its criteria; saves what the judge sends."""
    if request.method == "POST":
        return _save_review(request, assignment_id)
    at = timezone.now()
    assignment = get_object_or_404(
        duties.visible_reviews(request.user, at=at).select_related(*SHOWN), pk=assignment_id
    )
    loaded = load_review(assignment)
    form = ReviewForm(
        criteria=loaded.criteria.values(),
        initial={
            **ReviewForm.initial_of(loaded.points),
            "comment_for_staff": assignment.comment_for_staff,
            "comment_for_creator": assignment.comment_for_creator,
        },
    )
    if not duties.takes_scores(assignment.round, at=at):
        form.disable()
    return _show_review(request, assignment, form, at=at)


def _save_review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    at = database_now()
    assignment = own_or_404(request, assignment_id, at=at)
    form = ReviewForm(request.POST, criteria=assignment.round.criteria.all())
    if not form.is_valid():
        return _show_review(request, assignment, form, at=at, status=422)
    finish = request.POST.get("then") == "next"
    try:
        save_review(
            assignment_id=assignment_id,
            draft=Draft(
                points=form.points(),
                comment_for_staff=form.cleaned_data["comment_for_staff"],
                comment_for_creator=form.cleaned_data["comment_for_creator"],
            ),
            base=None,
            token=None,
            finish=finish,
            by=request.user,
            at=at,
        )
    except JudgingRefused as refused:
        form.show_refusal(refused)
        return _show_review(request, assignment, form, at=at, status=409)
    if not finish:
        messages.success(request, _("Saved."))
        return redirect("judging:review", assignment_id)
    following = duties.next_review_id(
        request.user, round_id=assignment.round_id, after=assignment_id, at=at
    )
    if following is None:
        messages.success(request, _("Saved. You have finished every review of this round."))
        return redirect("judging:desk")
    messages.success(request, _("Saved. Here is the next one."))
    return redirect("judging:review", following)


def _show_review(
    request: JudgeRequest,
    assignment: Assignment,
    form: ReviewForm,
    *,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    """Render the page; the video only while the judge may see it."""
    reviews = duties.visible_reviews(request.user, at=at).filter(round=assignment.round_id)
    counts = reviews.aggregate(
        total=Count("pk"),
        number=Count("pk", filter=Q(pk__lte=assignment.pk)),
        visible=Count("pk", filter=Q(pk=assignment.pk)),
    )
    context = {
        "assignment": assignment,
        "round": assignment.round,
        "campaign": assignment.round.category.campaign,
        "shown": show_entry(assignment, at=at) if counts["visible"] else None,
        "takes_scores": bool(counts["visible"]) and duties.takes_scores(assignment.round, at=at),
        "next_id": duties.next_review_id(
            request.user, round_id=assignment.round_id, after=assignment.pk, at=at
        ),
        "form": form,
        "now": at,
        **counts,
    }
    return render(request, "judging/review.html", context, status=status)
