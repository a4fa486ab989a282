"""One review: the entry, and what the judge gives it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties, next_review
from judging.access import JudgeRequest, for_judges
from judging.forms import ReviewForm
from judging.refusal import JudgingRefused
from judging.reviewing import ChangedElsewhere, load_review, save_review
from judging.views.own import SHOWN, own_or_404
from judging.views.review_page import Conflict, ReviewPage


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """One entry with its criteria, or with the vote that it asks for; saves what is sent.

    Scripts save by judging.views.saving; this is how it works without them.
    """
    if request.method == "POST":
        return _save_review(request, assignment_id)
    at = timezone.now()
    assignment = get_object_or_404(
        duties.visible_reviews(request.user, at=at).select_related(*SHOWN), pk=assignment_id
    )
    stored = load_review(assignment)
    form = ReviewForm(
        criteria=stored.criteria.values(), initial=ReviewForm.initial_of(stored.draft)
    )
    if not duties.takes_scores(assignment.round, at=at):
        form.disable()
    return ReviewPage(request, assignment, form, at=at).show()


def _save_review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    at = database_now()
    assignment = own_or_404(request, assignment_id, at=at)
    form = ReviewForm(request.POST, criteria=assignment.round.criteria.all())
    if not form.is_valid():
        return ReviewPage(request, assignment, form, at=at).show(status=422)
    then = request.POST.get("then")
    finish = then == "next"
    # The button of a vote votes and goes on; the one that saves leaves the vote as it was.
    goes_on = finish or (then is None and form.cleaned_data["vote"] != "")
    try:
        save_review(
            assignment_id=assignment_id,
            draft=form.draft(),
            base=form.cleaned_data["base"],
            token=form.cleaned_data["token"],
            finish=finish,
            by=request.user,
            at=at,
        )
    except ChangedElsewhere as refused:
        form.show_refusal(refused)
        conflict = Conflict(here=form.draft(), stored=refused.stored)
        return ReviewPage(request, assignment, form, at=at, conflict=conflict).show(status=409)
    except JudgingRefused as refused:
        form.show_refusal(refused)
        return ReviewPage(request, assignment, form, at=at).show(status=409)
    if not goes_on:
        return redirect("judging:review", assignment_id)
    following = next_review.next_review_id(
        request.user, round_id=assignment.round_id, after=assignment_id, at=at
    )
    way = reverse("judging:review", args=[following]) if following else reverse("judging:desk")
    return redirect(f"{way}?after={assignment_id}")
