"""Marks on a judge's list, which are not part of the review: skipped for now, favourite."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from judging.models import Assignment
from judging.reviewing import locked_review, refuse_unless_open, refuse_unless_yours


def skip_review(*, assignment_id: int, by: User, at: datetime) -> Assignment:
    """Leave a review for later: it comes last in what is left. Twice is once.

    A finished review has nothing to skip and stays as it is. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.skipped_at is None and assignment.finished_at is None:
            assignment.skipped_at = at
            assignment.save(update_fields=["skipped_at"])
    return assignment


def unskip_review(*, assignment_id: int, by: User, at: datetime) -> Assignment:
    """Put a skipped review back to its place. Raises JudgingRefused."""
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.skipped_at is not None:
            assignment.skipped_at = None
            assignment.save(update_fields=["skipped_at"])
    return assignment


def mark_favourite(*, assignment_id: int, is_favourite: bool, by: User, at: datetime) -> Assignment:
    """Put an entry among the judge's own favourites, or take it out; nobody else sees them.

    Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.is_favourite != is_favourite:
            assignment.is_favourite = is_favourite
            assignment.save(update_fields=["is_favourite"])
    return assignment
