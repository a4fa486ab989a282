"""A judge's review of one entry: it is saved as a whole, finished, and opened again.

A save names the revision that it was made on, so that two devices cannot overwrite each other,
and itself (`token`), so that one that is sent twice is taken once. See
docs/decisions/0020-one-review-two-devices.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.locking import share_campaign
from contests.phases import Phase
from entries.models import Entry
from judging.draft import Draft, Fault
from judging.models import Assignment, Criterion, Round, Score
from judging.refusal import JudgingRefused


@dataclass(frozen=True)
class Review:
    """An assignment with everything that a save decides on."""

    assignment: Assignment
    criteria: dict[int, Criterion]
    points: dict[int, int]

    @property
    def draft(self) -> Draft:
        """What is stored, as a page would send it."""
        return Draft(
            points=self.points,
            vote=self.assignment.vote,
            comment_for_staff=self.assignment.comment_for_staff,
            comment_for_creator=self.assignment.comment_for_creator,
        )


class ChangedElsewhere(JudgingRefused):
    """The review was saved from elsewhere in between; `stored` is what is there now."""

    def __init__(self, stored: Review) -> None:
        super().__init__("changed_elsewhere")
        self.stored = stored


class DraftRefused(JudgingRefused):
    """A draft that cannot be saved; the first fault is the refusal, `faults` has all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].code, **faults[0].params)
        self.faults = faults


def load_review(assignment: Assignment) -> Review:
    """Read the criteria and the points given so far; both keyed by the criterion's id."""
    return Review(
        assignment=assignment,
        criteria={criterion.pk: criterion for criterion in assignment.round.criteria.all()},
        points=dict(assignment.scores.values_list("criterion_id", "points")),
    )


@contextmanager
def locked_review(assignment_id: int) -> Iterator[Review]:
    """Hold campaign, entry and assignment, in this order, while a review is changed.

    Two clicks on one review queue here, so that text and points are always of the same click.
    The campaign is shared: judges do not wait for each other, only for whoever changes the
    campaign or its rounds, which nobody does without its lock. Raises Assignment.DoesNotExist.
    """
    with transaction.atomic():
        places = Assignment.objects.values_list("round__category__campaign_id", "entry_id")
        campaign_id, entry_id = places.get(pk=assignment_id)
        campaign = share_campaign(campaign_id)
        entry = Entry.objects.select_for_update(no_key=True).get(pk=entry_id)
        assignments = Assignment.objects.select_for_update(no_key=True, of=("self",))
        assignment = assignments.select_related("judge", "round__category").get(pk=assignment_id)
        assignment.entry = entry
        assignment.round.category.campaign = campaign
        yield load_review(assignment)


def save_review(
    *,
    assignment_id: int,
    draft: Draft,
    base: int | None,
    token: UUID | None,
    finish: bool,
    by: User,
    at: datetime,
    unanswered: Collection[UUID] = (),
) -> Assignment:
    """Replace the review by what the judge sent, or answer that it is saved already.

    `base` is the revision that the page showed; None takes the present one (a page that says
    none). `token` names this save. `unanswered` names earlier saves by the same page that it has
    had no answer to: if one of them was the last that got through, nobody else has written since.

    A finished review stays finished and therefore complete; the vote of a screening finishes it.
    Raises ChangedElsewhere, DraftRefused, JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        if token is not None and token == assignment.saved_token:
            return assignment  # before the close is asked: it was in time when it was taken
        refuse_unless_open(assignment, at=at)
        votes = assignment.round.kind == Round.Kind.SCREENING
        finish = finish or (votes and draft.vote != "")
        finishes = finish and assignment.finished_at is None
        if draft == review.draft and not finishes:
            return assignment
        own = assignment.saved_token is not None and assignment.saved_token in unanswered
        if base not in (None, assignment.revision) and draft != review.draft and not own:
            raise ChangedElsewhere(review)
        faults = draft.faults(
            review.criteria, votes=votes, whole=finish or assignment.finished_at is not None
        )
        if faults:
            raise DraftRefused(faults)
        _write(review, draft, finish=finishes, token=token, by=by, at=at)
    return assignment


def reopen_review(*, assignment_id: int, by: User, at: datetime) -> Assignment:
    """Undo the finishing of a review; what it says stays, and counts again once it is finished.

    The vote of a screening is its finishing: it is taken back, as a save would. Twice is once.
    Raises JudgingRefused.
    """
    with locked_review(assignment_id) as review:
        assignment = review.assignment
        refuse_unless_yours(assignment, by=by)
        refuse_unless_open(assignment, at=at, closed="round_over")
        if assignment.finished_at is None:
            return assignment
        assignment.finished_at = None
        changed = ["finished_at"]
        if assignment.vote:
            assignment.vote = ""
            assignment.revision += 1
            assignment.saved_at = at
            # That save is not the last word any more: who goes on from it is asked.
            assignment.saved_token = None
            changed += ["vote", "revision", "saved_at", "saved_token"]
        assignment.save(update_fields=changed)
    return assignment


def refuse_unless_yours(assignment: Assignment, *, by: User, recused: bool = False) -> None:
    """Refuse strangers, before they learn anything else, and reviews that nobody waits for.

    `recused` lets those through that the judge stepped back from.
    """
    if assignment.judge.user_id != by.pk:
        raise JudgingRefused("not_yours")
    if assignment.released_at is not None:
        raise JudgingRefused("judge_left" if assignment.judge.left_at else "released")
    if assignment.recused_at is not None and not recused:
        raise JudgingRefused("recused")
    if assignment.entry.status != Entry.Status.ACCEPTED:
        raise JudgingRefused("not_in_contest")


def refuse_unless_judged(round_: Round, *, at: datetime) -> None:
    """Refuse while a campaign is not judged: not open or reviewed, or announced, or too early."""
    campaign = round_.category.campaign
    # Whatever `at` says: the ranks were computed from the scores as they stood then.
    if campaign.announced_at is not None:
        raise JudgingRefused("announced")
    if campaign.phase_under_lock(at=at) not in (Phase.OPEN, Phase.REVIEW):
        raise JudgingRefused("campaign_not_judged")
    if at < round_.opens_at:
        raise JudgingRefused("round_not_open")


def refuse_unless_open(
    assignment: Assignment, *, at: datetime, closed: str = "round_closed"
) -> None:
    """Refuse where the review cannot change now; `closed` is the code for a round that is over."""
    refuse_unless_judged(assignment.round, at=at)
    if assignment.judge.left_at is not None:
        raise JudgingRefused("judge_left")
    if not assignment.round.is_open(at=at):
        raise JudgingRefused(closed)


def _write(
    review: Review, draft: Draft, *, finish: bool, token: UUID | None, by: User, at: datetime
) -> None:
    assignment = review.assignment
    _replace_points(review, draft, by=by, at=at)
    written: dict[str, Any] = {
        "vote": draft.vote,
        "comment_for_staff": draft.comment_for_staff,
        "comment_for_creator": draft.comment_for_creator,
        "revision": assignment.revision + 1,
        "saved_at": at,
        "saved_token": token,
        "skipped_at": None,  # who goes on with it has not skipped it
    }
    if finish:
        written["finished_at"] = at
    for name, value in written.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(written))


def _replace_points(review: Review, draft: Draft, *, by: User, at: datetime) -> None:
    """Make the stored points equal to the draft's; unchanged ones keep their moment."""
    gone = review.points.keys() - draft.points.keys()
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
            for criterion_id, given in draft.points.items()
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
        by=by,
    )
