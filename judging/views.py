"""The judge's desk: what is mine to judge, one review, and stepping back from it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_judges
from judging.blindness import show_entry
from judging.forms import RecuseForm, ReviewForm
from judging.models import Assignment
from judging.refusal import JudgingRefused
from judging.reviewing import load_review, recuse, save_scores

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


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """One entry with its criteria; saves what the judge sends."""
    if request.method == "POST":
        return _save_review(request, assignment_id)
    at = timezone.now()
    assignment = get_object_or_404(
        duties.visible_reviews(request.user, at=at).select_related(*_SHOWN), pk=assignment_id
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


@require_http_methods(["GET", "HEAD", "POST"])
@for_judges
def recuse_from(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Ask for the reason, then take the entry off the judge's list."""
    at = database_now()
    assignment = _own_or_404(request, assignment_id, at=at)
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


_SHOWN = ("round__category__campaign", "entry__creator", "entry__institution")


def _own_or_404(request: JudgeRequest, assignment_id: int, *, at: datetime) -> Assignment:
    """The judge's own review, even one that is gone from the desk since the page was opened.

    Whoever sends such a page gets to read why it was refused, and keeps the text.
    """
    own = Assignment.objects.filter(judge__user=request.user, round__opens_at__lte=at)
    return get_object_or_404(own.select_related(*_SHOWN), pk=assignment_id)


def _save_review(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    at = database_now()
    assignment = _own_or_404(request, assignment_id, at=at)
    form = ReviewForm(request.POST, criteria=assignment.round.criteria.all())
    if not form.is_valid():
        return _show_review(request, assignment, form, at=at, status=422)
    finish = request.POST.get("then") == "next"
    try:
        save_scores(
            assignment_id=assignment_id,
            points=form.points(),
            comment_for_staff=form.cleaned_data["comment_for_staff"],
            comment_for_creator=form.cleaned_data["comment_for_creator"],
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
        "shown": show_entry(assignment) if counts["visible"] else None,
        "takes_scores": bool(counts["visible"]) and duties.takes_scores(assignment.round, at=at),
        "next_id": duties.next_review_id(
            request.user, round_id=assignment.round_id, after=assignment.pk, at=at
        ),
        "form": form,
        "now": at,
        **counts,
    }
    return render(request, "judging/review.html", context, status=status)
