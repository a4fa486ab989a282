"""One step on with the demo: the jury at work has given its points and begins a final of pairs."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from desk.demo.people import DOMAIN
from judging.closing import close_round
from judging.closing_preview import Decision, preview_closing
from judging.draft import Draft
from judging.models import Assignment, Round
from judging.reviewing import load_review, save_review

WHICH = {"category__campaign__slug": "tiktokdan-oyren"}


@transaction.atomic
def open_final(*, at: datetime) -> Round | None:
    """Finish the points of the demo's jury, close the round and open a final of the best.

    None where that has been done already. Raises what the verbs raise where somebody has closed
    or changed the round otherwise.
    """
    rounds = Round.objects.filter(**WHICH).select_related("category__campaign")
    if rounds.filter(kind=Round.Kind.PAIRWISE).exists():
        return None
    scoring = rounds.filter(kind=Round.Kind.SCORING).order_by("order").last()
    if scoring is None:
        return None
    finish_reviews(scoring, at=at)
    preview = preview_closing(scoring)
    equal = Decision(advances=True, reason="Equal points: all of them go on.")
    decisions = dict.fromkeys(preview.line.on_line, equal)
    close_round(
        round_id=scoring.pk,
        decisions=decisions,
        digest=preview.digest(decisions),
        by=User.objects.get(email=f"manager@{DOMAIN}"),
        at=at,
    )
    return Round.objects.create(
        category=scoring.category,
        kind=Round.Kind.PAIRWISE,
        order=scoring.order + 1,
        opens_at=at,
        closes_at=max(scoring.closes_at, at + timedelta(days=1)),
    )


def finish_reviews(round_: Round, *, at: datetime) -> None:
    """Give the points that are still missing, each judge within their own range."""
    chance = Random("points of the last days")  # noqa: S311 - invented, not secret
    for assignment in Assignment.objects.unfinished().filter(round=round_):
        review = load_review(assignment)
        points = {
            pk: review.points.get(pk, chance.randint(one.max_points // 2, one.max_points))
            for pk, one in review.criteria.items()
        }
        save_review(
            assignment_id=assignment.pk,
            draft=Draft(points=points),
            base=None,
            token=None,
            finish=True,
            by=assignment.judge.user,
            at=at,
        )
