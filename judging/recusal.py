"""Stepping back from an entry, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from judging.models import Assignment, Relation
from judging.refusal import JudgingRefused
from judging.reviewing import locked_review, refuse_unless_open, refuse_unless_yours


def recuse(*, assignment_id: int, reason: str, by: User, at: datetime) -> Assignment:
    """Step back from an entry: its points, if there are any, stop counting but are kept.

    Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_open(assignment, at=at)
        if not reason.strip():
            raise JudgingRefused("reason_missing")
        assignment.recused_at = at
        assignment.recusal_reason = reason.strip()
        assignment.save(update_fields=["recused_at", "recusal_reason"])
    return assignment


def take_back_recusal(*, assignment_id: int, by: User, at: datetime) -> Assignment:
    """Judge an entry after all; points given before count again. The log keeps the reason.

    Refused where the judge is tied to the entry by a declared relation: staff withdraw that
    first. Twice is once. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by, recused=True)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.recused_at is None:
            return assignment
        if _is_related(assignment):
            raise JudgingRefused("relation_declared")
        assignment.recused_at = None
        assignment.recusal_reason = ""
        assignment.save(update_fields=["recused_at", "recusal_reason"])
    return assignment


def _is_related(assignment: Assignment) -> bool:
    """Whether a relation is declared between the judge and anybody behind the entry."""
    entry = assignment.entry
    creators = [entry.creator, *entry.joint_creators.all()]
    partners = {entry.institution_id, *(creator.organisation_id for creator in creators)}
    return Relation.objects.filter(
        Q(creator__in=creators) | Q(partner__in=partners - {None}), judge=assignment.judge
    ).exists()
