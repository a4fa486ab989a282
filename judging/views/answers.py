"""What scripts on the judge's pages read: the state of one review, or why something was refused."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.urls import reverse

from accounts.models import User
from judging import duties, next_review
from judging.draft import Fault
from judging.models import Assignment, Score
from judging.refusal import JudgingRefused
from judging.reviewing import ChangedElsewhere, DraftRefused, Review

_UNREADABLE = "save_unreadable"


def own_review(user: User, assignment_id: int, *, at: datetime) -> Assignment | None:
    """The judge's own review of a round that has opened, even one that is off the desk since."""
    own = Assignment.objects.filter(judge__user=user, round__opens_at__lte=at)
    return own.select_related("round__category__campaign").filter(pk=assignment_id).first()


def say_state(assignment: Assignment, *, by: User, at: datetime) -> dict[str, Any]:
    """How one of a judge's reviews stands, and what is left. Two queries."""
    left = next_review.what_is_left(by, round_id=assignment.round_id, after=assignment.pk, at=at)
    has_points = Score.objects.filter(assignment=assignment).exists()
    return {
        "assignment": assignment.pk,
        # Whose it is, so that a device never shows or sends one person's draft as another's.
        "judge": by.pk,
        "revision": assignment.revision,
        "saved_at": _moment(assignment.saved_at),
        "state": duties.state_of(assignment, has_points=has_points),
        "finished": assignment.finished_at is not None,
        "skipped": assignment.skipped_at is not None,
        "favourite": assignment.is_favourite,
        "flagged": assignment.flagged_at is not None,
        "left": left.count,
        "next": left.next_id and reverse("judging:review", args=[left.next_id]),
    }


def content_of(review: Review) -> dict[str, Any]:
    """What is stored of a review, as a page sends it."""
    assignment = review.assignment
    return {
        "revision": assignment.revision,
        "points": {str(key): given for key, given in sorted(review.points.items())},
        "vote": assignment.vote,
        "comment_for_staff": assignment.comment_for_staff,
        "comment_for_creator": assignment.comment_for_creator,
        "finished": assignment.finished_at is not None,
        "saved_at": _moment(assignment.saved_at),
    }


def refuse(refused: JudgingRefused, *, status: int | None = None) -> JsonResponse:
    """Say why something was refused: 422 for what is wrong in a draft, else 409."""
    answer: dict[str, Any] = {"code": refused.code, "message": str(refused)}
    if isinstance(refused, ChangedElsewhere):
        answer["current"] = content_of(refused.stored)
    faulty = isinstance(refused, DraftRefused)
    if isinstance(refused, DraftRefused):
        answer["fields"] = {str(fault.about): _sentence(fault) for fault in refused.faults}
    elif refused.code == _UNREADABLE:
        faulty, answer["fields"] = True, {}
    own = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.CONFLICT
    return JsonResponse(answer, status=status or own)


def _sentence(fault: Fault) -> str:
    if fault.code == "points_missing":
        return str(JudgingRefused("these_points_missing"))
    return str(JudgingRefused(fault.code, **fault.params))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
