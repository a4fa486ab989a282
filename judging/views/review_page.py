"""What the page of one review shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from judging import duties, next_review
from judging.access import JudgeRequest
from judging.blindness import show_entry
from judging.draft import Draft
from judging.forms import ReviewForm
from judging.models import Assignment, Round
from judging.reviewing import Review
from judging.versions import Line, side_by_side
from judging.views.low_data import saves_data
from judging.views.undoing import done_before


@dataclass(frozen=True)
class Conflict:
    """What a page wanted to save, and what was stored from elsewhere since it was opened."""

    here: Draft
    stored: Review

    @property
    def revision(self) -> int:
        """The revision to overwrite, by whoever has seen both."""
        return self.stored.assignment.revision

    def lines(self) -> Iterable[Line]:
        votes = self.stored.assignment.round.kind == Round.Kind.SCREENING
        return side_by_side(
            self.here, self.stored.draft, criteria=self.stored.criteria.values(), votes=votes
        )


@dataclass(frozen=True)
class ReviewPage:
    """One review as its judge sees it at a moment; the video only while they may see it."""

    request: JudgeRequest
    assignment: Assignment
    form: ReviewForm
    at: datetime
    conflict: Conflict | None = None

    def show(self, *, status: int = 200) -> HttpResponse:
        """Render the page. The number of queries does not depend on how many reviews there are."""
        return render(self.request, "judging/review.html", self._context(), status=status)

    def _context(self) -> dict[str, Any]:
        assignment, request, at = self.assignment, self.request, self.at
        round_ = assignment.round
        place = next_review.place_of(request.user, review=assignment, at=at)
        return {
            "assignment": assignment,
            "round": round_,
            "campaign": round_.category.campaign,
            "votes": round_.kind == Round.Kind.SCREENING,
            "shown": show_entry(assignment, at=at) if place.is_visible else None,
            "takes_scores": place.is_visible and duties.takes_scores(round_, at=at),
            "left": place.left,
            "done": done_before(request, at=at),
            "low_data": saves_data(request),
            "form": self.form,
            "conflict": self.conflict,
            "base": self._base(),
            "token": uuid4(),
            "now": at,
            "number": place.number,
            "total": place.total,
        }

    def _base(self) -> int | str:
        """The revision that the page's next save is made on.

        After a refusal it stays what it was, else a second press would overwrite unseen what
        was saved elsewhere; whoever is shown both versions may.
        """
        if self.conflict is not None:
            return self.conflict.revision
        if not self.form.is_bound:
            return self.assignment.revision
        posted = self.form["base"].value()
        return str(posted) if posted and not self.form["base"].errors else ""
