"""A judge asks staff to look at an entry, and staff answer."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from judging.models import Assignment
from judging.refusal import JudgingRefused
from judging.reviewing import locked_review, refuse_unless_judged, refuse_unless_yours


def flag_review(*, assignment_id: int, reason: str, by: User, at: datetime) -> Assignment:
    """Ask staff to look at an entry: a video that is gone, not the creator's own, not allowed.

    The review itself goes on as before. Also after the round's close, until the announcement: a
    flag changes no score. While the flag waits for an answer its text may be replaced; after
    that it is raised anew. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_judged(assignment.round, at=at)
        reason = reason.strip()
        if not reason:
            raise JudgingRefused("flag_reason_missing")
        waits = assignment.flagged_at is not None and assignment.flag_settled_at is None
        if waits and assignment.flag_reason == reason:
            return assignment  # the second click of two
        if not waits:
            assignment.flagged_at = at
        assignment.flag_reason = reason
        assignment.flag_settled_at = None
        assignment.flag_settled_by = None
        assignment.flag_answer = ""
        assignment.save(update_fields=_FIELDS)
    return assignment


def settle_flag(*, assignment_id: int, answer: str, by: User, at: datetime) -> Assignment:
    """Record what staff did about a flag; `by` needs the right to change assignments.

    At any time, whatever became of entry, round and campaign: an open question can always be
    answered. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        if not by.has_perm("judging.change_assignment", assignment.round.category):
            raise JudgingRefused("flag_not_for_you")
        if assignment.flagged_at is None:
            raise JudgingRefused("flag_not_raised")
        if assignment.flag_settled_at is not None:
            raise JudgingRefused("flag_settled")
        if not answer.strip():
            raise JudgingRefused("flag_answer_missing")
        assignment.flag_settled_at = at
        assignment.flag_settled_by = by
        assignment.flag_answer = answer.strip()
        assignment.save(update_fields=["flag_settled_at", "flag_settled_by", "flag_answer"])
    return assignment


_FIELDS = ["flagged_at", "flag_reason", "flag_settled_at", "flag_settled_by", "flag_answer"]
