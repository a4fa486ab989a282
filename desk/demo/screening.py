"""The screening of the demo's jury at work: voted on and closed, so that scoring could begin."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from contests.models import Category
from desk.demo.people import Cast
from judging.assigning import assign_judges
from judging.closing import close_round
from judging.closing_preview import preview_closing
from judging.draft import Draft
from judging.models import Assignment, Round
from judging.reviewing import save_review

_DAY = timedelta(days=1)
_LASTS = 5 * _DAY
# One yes of two is enough; about one video in twelve gets none.
_VOTES = (*(Assignment.Vote.YES,) * 5, Assignment.Vote.UNSURE, Assignment.Vote.NO)


def screen_entries(category: Category, *, cast: Cast, closes_at: datetime) -> Round:
    """Let both judges vote on every entry and the manager close the round, at its close."""
    round_ = Round.objects.create(
        category=category,
        kind=Round.Kind.SCREENING,
        opens_at=closes_at - _LASTS,
        closes_at=closes_at,
        reviews_per_entry=2,
        quorum=1,
    )
    assign_judges(round_id=round_.pk, by=cast.manager, at=round_.opens_at)
    chance = Random(f"votes of {category.slug}")  # noqa: S311 - invented, not secret
    for review in Assignment.objects.filter(round=round_).select_related("judge__user"):
        save_review(
            assignment_id=review.pk,
            draft=Draft(vote=chance.choice(_VOTES)),
            base=None,
            token=None,
            finish=True,
            by=review.judge.user,
            at=round_.opens_at + chance.uniform(0.1, 0.9) * _LASTS,
        )
    close_round(
        round_id=round_.pk,
        decisions={},
        digest=preview_closing(round_).digest({}),
        by=cast.manager,
        at=closes_at + _DAY / 4,
    )
    return round_
