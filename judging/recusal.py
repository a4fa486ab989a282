"""Stepping back from an entry, and taking that back."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from entries.models import Entry
from judging.conflicts import Bar, find_bars
from judging.models import Assignment
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

    Refused where the entry is the judge's own, their organisation's, or by somebody to whom a
    relation is declared: staff correct that first. Twice is once. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by, recused=True)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.recused_at is None:
            return assignment
        if _is_barred(assignment):
            raise JudgingRefused("conflict_stands")
        assignment.recused_at = None
        assignment.recusal_reason = ""
        assignment.save(update_fields=["recused_at", "recusal_reason"])
    return assignment


def _is_barred(assignment: Assignment) -> bool:
    """Whether more than the judge's own word keeps them from the entry."""
    bars = find_bars([assignment.judge], Entry.objects.filter(pk=assignment.entry_id))
    bar = bars.conflict(judge_id=assignment.judge_id, entry_id=assignment.entry_id)
    return bar is not None and bar != Bar.RECUSED
