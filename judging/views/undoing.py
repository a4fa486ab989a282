"""What the page before has just done, so that it can be undone where the judge is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from judging import duties
from judging.access import JudgeRequest
from judging.models import Assignment

_LONGEST = 12  # digits of an id


@dataclass(frozen=True)
class Done:
    """The review that the judge has just left, finished or skipped."""

    assignment: Assignment
    number: int
    can_undo: bool

    @property
    def is_finished(self) -> bool:
        return self.assignment.finished_at is not None


def done_before(request: JudgeRequest, *, at: datetime) -> Done | None:
    """The review that `?after=` names, if the judge has finished or skipped it. Two queries."""
    named = request.GET.get("after", "")
    if not (named.isascii() and named.isdigit() and len(named) <= _LONGEST):
        return None
    own = duties.visible_reviews(request.user, at=at)
    shown = own.select_related("round__category__campaign").filter(pk=int(named)).first()
    if shown is None or (shown.finished_at is None and shown.skipped_at is None):
        return None
    return Done(
        assignment=shown,
        number=own.filter(round=shown.round_id, pk__lte=shown.pk).count(),
        can_undo=duties.takes_scores(shown.round, at=at),
    )
