"""Buttons beside a review: skip it, favour it, open it again, take a stepping back back.

Each takes `next`, a path of this site to come back to. Scripts that accept JSON read how the
review stands then; see judging.views.answers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.clock import database_now
from judging import duties, next_review
from judging.access import JudgeRequest, for_judges_and_scripts, wants_json
from judging.marking import mark_favourite, skip_review, unskip_review
from judging.models import Assignment
from judging.recusal import take_back_recusal
from judging.refusal import JudgingRefused
from judging.reviewing import reopen_review
from judging.views.answers import own_review, refuse, say_state

Verb = Callable[..., Assignment]

# What the button says to do, and what the page says afterwards.
_MARKS: dict[str, tuple[Verb, str | Promise]] = {
    "skip": (skip_review, _("Skipped for now. It comes last on your list.")),
    "unskip": (unskip_review, _("Back in its place on your list.")),
    "favourite": (partial(mark_favourite, is_favourite=True), _("Among your favourites.")),
    "unfavourite": (
        partial(mark_favourite, is_favourite=False),
        _("No longer among your favourites."),
    ),
}


@require_POST
@for_judges_and_scripts
def mark(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Skip, unskip, favourite or unfavourite, as `mark` says."""
    wanted = request.POST.get("mark", "")
    if wanted not in _MARKS:
        raise Http404
    verb, said = _MARKS[wanted]
    return _act(request, assignment_id, verb, said, goes_on=wanted == "skip")


@require_POST
@for_judges_and_scripts
def reopen(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Undo the finishing of a review."""
    return _act(request, assignment_id, reopen_review, _("Open again, and not finished any more."))


@require_POST
@for_judges_and_scripts
def take_back(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """Judge an entry after all."""
    said = _("Back on your list. What you gave before counts again.")
    return _act(request, assignment_id, take_back_recusal, said)


def _act(
    request: JudgeRequest,
    assignment_id: int,
    verb: Verb,
    said: str | Promise,
    *,
    goes_on: bool = False,
) -> HttpResponse:
    """Do what a button says; a refusal is said where the judge comes back to."""
    at = database_now()
    if own_review(request.user, assignment_id, at=at) is None:
        if wants_json(request):
            return refuse(JudgingRefused("not_yours"), status=404)
        raise Http404
    try:
        assignment = verb(assignment_id=assignment_id, by=request.user, at=at)
    except JudgingRefused as refused:
        if wants_json(request):
            return refuse(refused)
        messages.error(request, str(refused))
        return redirect(own_path(request) or _page_of(request, assignment_id, at=at))
    if wants_json(request):
        return JsonResponse(say_state(assignment, by=request.user, at=at))
    if goes_on:
        left = next_review.what_is_left(
            request.user, round_id=assignment.round_id, after=assignment_id, at=at
        )
        if left.next_id is not None:  # that page says what was skipped, with a way to undo it
            following = reverse("judging:review", args=[left.next_id])
            return redirect(own_path(request) or f"{following}?after={assignment_id}")
    messages.success(request, str(said))
    return redirect(own_path(request) or reverse("judging:review", args=[assignment_id]))


def own_path(request: JudgeRequest) -> str:
    """The page of this site that a form asks to come back to; empty for none, or another's."""
    path = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Anything else than a path would be taken for the name of a page.
    return path if ours and path.startswith("/") else ""


def _page_of(request: JudgeRequest, assignment_id: int, *, at: datetime) -> str:
    """The review's page, or the desk where the review is gone from it."""
    if duties.visible_reviews(request.user, at=at).filter(pk=assignment_id).exists():
        return reverse("judging:review", args=[assignment_id])
    return reverse("judging:desk")
