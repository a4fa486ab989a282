"""What a judge has to do: the reviews that are theirs, round by round."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from judging.models import Assignment, AssignmentQuerySet, Round, Score

# How many reviews of each round the desk itself lists; the round's own page has them all.
ON_DESK = 12

STATES = ("begun", "to_do", "finished")  # in the order of the lists
_LABELS = {"begun": _("begun"), "to_do": _("to do"), "finished": _("finished")}


@dataclass(frozen=True)
class Duty:
    """One review on a judge's list; the number is its place among the judge's own."""

    assignment: Assignment
    number: int
    state: str

    @property
    def label(self) -> str | Promise:
        return _LABELS[self.state]


@dataclass(frozen=True)
class RoundWork:
    """A judge's work in one round: how much it is, and how much of it is done."""

    round: Round
    total: int
    finished: int
    is_open: bool
    duties: list[Duty] = field(default_factory=list)

    @property
    def campaign(self) -> Campaign:
        return self.round.category.campaign

    @property
    def left(self) -> int:
        return self.total - self.finished

    @property
    def next_duty(self) -> Duty | None:
        """The review to go on with, while scores are taken."""
        unfinished = (duty for duty in self.duties if duty.state != "finished")
        return next(unfinished, None) if self.is_open else None


def visible_reviews(user: User, *, at: datetime) -> AssignmentQuerySet:
    """The reviews that a judge may see: their own, not stepped back from, of rounds that opened.

    Those of entries that left the contest and of cancelled or unpublished campaigns are gone.
    """
    return Assignment.objects.of_user(user).filter(
        round__opens_at__lte=at,
        round__category__campaign__published_at__lte=at,
        round__category__campaign__cancelled_at__isnull=True,
    )


def takes_scores(round_: Round, *, at: datetime) -> bool:
    """Whether a score given at a moment would be taken. To show; judging.reviewing decides."""
    campaign = round_.category.campaign
    return (
        round_.is_open(at=at)
        and campaign.announced_at is None
        and campaign.phase(at=at) in (Phase.OPEN, Phase.REVIEW)
    )


def desk_of(user: User, *, at: datetime) -> list[RoundWork]:
    """A judge's rounds with the first reviews of each: open ones first, then by their close."""
    works = {work.round.pk: work for work in _count_work(visible_reviews(user, at=at), at=at)}
    for review in list_reviews(user, at=at, first=ON_DESK):
        if review.round_id in works:
            works[review.round_id].duties.append(as_duty(review))
    return list(works.values())


def work_in_round(user: User, *, round_id: int, at: datetime) -> RoundWork | None:
    """How far a judge is in one round; None where the judge has nothing to do with it."""
    reviews = visible_reviews(user, at=at).filter(round_id=round_id)
    return next(iter(_count_work(reviews, at=at)), None)


def list_reviews(user: User, *, at: datetime, first: int | None = None) -> AssignmentQuerySet:
    """A judge's reviews as lists show them: begun ones, those to do, finished ones.

    With `first` only so many of each round. Each has its `state` and its `number`, the place
    among the judge's own of the round, which stays while the list changes its order.
    """
    state = Case(
        When(finished_at__isnull=False, then=Value(STATES.index("finished"))),
        When(
            Exists(Score.objects.filter(assignment=OuterRef("pk"))),
            then=Value(STATES.index("begun")),
        ),
        default=Value(STATES.index("to_do")),
    )
    reviews = (
        visible_reviews(user, at=at)
        .annotate(state=state)
        .annotate(
            number=Window(RowNumber(), partition_by="round", order_by="pk"),
            place=Window(RowNumber(), partition_by="round", order_by=["state", "pk"]),
        )
        .select_related("entry__creator", "round")
        .order_by("round", "place")
    )
    return reviews if first is None else reviews.filter(place__lte=first)


def as_duty(review: Assignment) -> Duty:
    """Wrap a row of list_reviews for a template."""
    return Duty(assignment=review, number=review.number, state=STATES[review.state])  # type: ignore[attr-defined]  # annotated by list_reviews


def next_review_id(user: User, *, round_id: int, after: int, at: datetime) -> int | None:
    """The next unfinished review of the round after one, round the end of the list."""
    unfinished = visible_reviews(user, at=at).filter(round_id=round_id, finished_at__isnull=True)
    behind = Case(When(pk__gt=after, then=Value(0)), default=Value(1))
    return unfinished.exclude(pk=after).order_by(behind, "pk").values_list("pk", flat=True).first()


def _count_work(reviews: AssignmentQuerySet, *, at: datetime) -> list[RoundWork]:
    counts = {
        round_id: (total, finished)
        for round_id, total, finished in reviews.order_by()
        .values("round_id")
        .annotate(total=Count("pk"), finished=Count("finished_at"))
        .values_list("round_id", "total", "finished")
    }
    rounds = Round.objects.filter(pk__in=counts).select_related("category__campaign")
    works = [
        RoundWork(
            round=round_,
            total=counts[round_.pk][0],
            finished=counts[round_.pk][1],
            is_open=takes_scores(round_, at=at),
        )
        for round_ in rounds
    ]
    return sorted(works, key=lambda work: (not work.is_open, work.round.closes_at, work.round.pk))
