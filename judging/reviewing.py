"""A judge's review of one entry: the points, the comments, and stepping back from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.phases import Phase
from entries.models import Entry
from judging.locks import lock_round
from judging.models import Assignment, Criterion, Score
from judging.refusal import JudgingRefused


@dataclass(frozen=True)
class Review:
    """An assignment with everything that a save decides on."""

    assignment: Assignment
    criteria: dict[int, Criterion]
    points: dict[int, int]


def load_review(assignment: Assignment) -> Review:
    """Read the criteria and the points given so far; both keyed by the criterion's id."""
    return Review(
        assignment=assignment,
        criteria={criterion.pk: criterion for criterion in assignment.round.criteria.all()},
        points=dict(assignment.scores.values_list("criterion_id", "points")),
    )


@contextmanager
def locked_review(assignment_id: int) -> Iterator[Review]:
    """Hold campaign, round, entry and assignment, in this order, while a review is changed.

    Two clicks on one review queue here, so that text and points are always of the same click.
    Raises Assignment.DoesNotExist.
    """
    with transaction.atomic():
        round_id, entry_id = Assignment.objects.values_list("round_id", "entry_id").get(
            pk=assignment_id
        )
        round_ = lock_round(round_id)
        entry = Entry.objects.select_for_update(no_key=True).get(pk=entry_id)
        assignments = Assignment.objects.select_for_update(no_key=True, of=("self",))
        assignment = assignments.select_related("judge").get(pk=assignment_id)
        assignment.round, assignment.entry = round_, entry
        yield load_review(assignment)


def save_scores(
    *,
    assignment_id: int,
    points: Mapping[int, int],
    comment_for_staff: str,
    comment_for_creator: str,
    finish: bool,
    by: User,
    at: datetime,
) -> Assignment:
    """Replace the review by what the judge sent: the last save wins, as a whole.

    `points` maps criteria's ids to points; criteria that are left out have none afterwards.
    A finished review stays finished and therefore complete. Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        _refuse_unless_open(assignment, by=by, at=at)
        _refuse_points(review.criteria, points)
        if (finish or assignment.finished_at) and points.keys() != review.criteria.keys():
            raise JudgingRefused("points_missing")
        _replace_points(review, points, at=at)
        assignment.comment_for_staff = comment_for_staff.strip()
        assignment.comment_for_creator = comment_for_creator.strip()
        if finish and assignment.finished_at is None:
            assignment.finished_at = at
        assignment.save(update_fields=["comment_for_staff", "comment_for_creator", "finished_at"])
    return assignment


def recuse(*, assignment_id: int, reason: str, by: User, at: datetime) -> Assignment:
    """Step back from an entry: its points, if there are any, stop counting but are kept.

    Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        _refuse_unless_open(assignment, by=by, at=at)
        if not reason.strip():
            raise JudgingRefused("reason_missing")
        assignment.recused_at = at
        assignment.recusal_reason = reason.strip()
        assignment.save(update_fields=["recused_at", "recusal_reason"])
    return assignment


def _refuse_unless_open(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Whose review it is comes first: strangers learn nothing else."""
    if assignment.judge.user_id != by.pk:
        raise JudgingRefused("not_yours")
    campaign = assignment.round.category.campaign
    # Whatever `at` says: the ranks were computed from the scores as they stood then.
    if campaign.announced_at is not None:
        raise JudgingRefused("announced")
    if campaign.phase_under_lock(at=at) not in (Phase.OPEN, Phase.REVIEW):
        raise JudgingRefused("campaign_not_judged")
    if assignment.recused_at is not None:
        raise JudgingRefused("recused")
    if assignment.entry.status != Entry.Status.ACCEPTED:
        raise JudgingRefused("not_in_contest")
    if at < assignment.round.opens_at:
        raise JudgingRefused("round_not_open")
    if not assignment.round.is_open(at=at):
        raise JudgingRefused("round_closed")


def _refuse_points(criteria: Mapping[int, Criterion], points: Mapping[int, int]) -> None:
    if not points.keys() <= criteria.keys():
        raise JudgingRefused("criterion_unknown")
    for criterion_id, given in points.items():
        criterion = criteria[criterion_id]
        if not 0 <= given <= criterion.max_points:
            raise JudgingRefused(
                "points_out_of_range", criterion=criterion.title, most=criterion.max_points
            )


def _replace_points(review: Review, points: Mapping[int, int], *, at: datetime) -> None:
    """Make the stored points equal to `points`; unchanged ones keep their moment."""
    gone = review.points.keys() - points.keys()
    if gone:
        review.assignment.scores.filter(criterion_id__in=gone).delete()
    scores = Score.objects.bulk_create(
        [
            Score(
                assignment=review.assignment,
                criterion=review.criteria[criterion_id],
                points=given,
                out_of=review.criteria[criterion_id].max_points,
                scored_at=at,
            )
            for criterion_id, given in points.items()
            if review.points.get(criterion_id) != given
        ],
        update_conflicts=True,
        unique_fields=["assignment", "criterion"],
        update_fields=["points", "out_of", "scored_at"],
    )
    log_written(
        (
            (score, {"points": (review.points.get(score.criterion_id), score.points)})
            for score in scores
        ),
        by=review.assignment.judge.user,
    )
