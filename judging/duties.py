"""What a judge has to do: the reviews that are theirs, round by round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging.models import Assignment, AssignmentQuerySet, Completion, Round, Score
from judging.visibility import judge_sight, rounds_in_sight

# How many reviews of each round the desk itself lists; the round's own page has them all.
ON_DESK = 12

STATES = ("begun", "to_do", "skipped", "finished")  # in the order of the lists
_LABELS = {
    "begun": _("begun"),
    "to_do": _("to do"),
    "skipped": _("skipped"),
    "finished": _("finished"),
}

# What a list can be narrowed to.
FILTERS = ("all", "left", "favourites")

Listed = tuple[int, int, int]
"""A place on a list: the review's id, its number among the judge's own of the round (which stays
while the list is narrowed and changes its order), and the place of its state in STATES."""

# Not Exists: PostgreSQL would answer that for a long list by reading every score there is.
_A_SCORE = Subquery(Score.objects.filter(assignment=OuterRef("pk")).order_by().values("pk")[:1])
_BEGUN = (
    Q(IsNull(_A_SCORE, False)) | ~Q(vote="") | ~Q(comment_for_staff="") | ~Q(comment_for_creator="")
)


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
    """A judge's work in one round of points or votes: how much, and how much of it is done.

    `is_declared` where the judge has said “I am finished”.
    """

    round: Round
    total: int
    finished: int
    skipped: int
    favourites: int
    is_open: bool
    is_declared: bool
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
    return Assignment.objects.of_user(user).filter(rounds_in_sight(at=at, prefix="round__"))


def recused_reviews(user: User, *, at: datetime) -> AssignmentQuerySet:
    """What a judge stepped back from and could take back: judging.recusal decides."""
    return (
        Assignment.objects.filter(
            rounds_in_sight(at=at, prefix="round__"),
            judge__user=user,
            judge__left_at__isnull=True,
            recused_at__isnull=False,
            released_at__isnull=True,
            entry__status=Entry.Status.ACCEPTED,
        )
        .select_related("entry__creator", "round")
        .order_by("-recused_at", "pk")
    )


def takes_scores(round_: Round, *, at: datetime) -> bool:
    """Whether a score given at a moment would be taken. To show; judging.reviewing decides."""
    return judge_sight(round_, at=at).takes_scores


def desk_of(user: User, *, at: datetime) -> list[RoundWork]:
    """A judge's rounds with the first reviews of each: open ones first, then by their close."""
    works = {
        work.round.pk: work for work in _count_work(visible_reviews(user, at=at), user=user, at=at)
    }
    for duty in as_duties(list_reviews(user, at=at, first=ON_DESK)):
        if duty.assignment.round_id in works:
            works[duty.assignment.round_id].duties.append(duty)
    return list(works.values())


def work_in_round(user: User, *, round_id: int, at: datetime) -> RoundWork | None:
    """How far a judge is in one round; None where the judge has nothing to do with it."""
    reviews = visible_reviews(user, at=at).filter(round_id=round_id)
    return next(iter(_count_work(reviews, user=user, at=at)), None)


def list_reviews(
    user: User, *, at: datetime, first: int | None = None, only: str = "all"
) -> QuerySet[Assignment, Listed]:
    """A judge's reviews as lists order them: begun ones, those to do, skipped, finished ones.

    With `first` only so many of each round; `only` is one of FILTERS. Bare places, since the
    database sorts all to number them: as_duties reads what a page shows of them.
    """
    state = Case(
        When(finished_at__isnull=False, then=Value(STATES.index("finished"))),
        When(skipped_at__isnull=False, then=Value(STATES.index("skipped"))),
        When(_BEGUN, then=Value(STATES.index("begun"))),
        default=Value(STATES.index("to_do")),
    )
    reviews = (
        visible_reviews(user, at=at)
        .annotate(state=state)
        .annotate(
            number=Window(RowNumber(), partition_by="round", order_by="pk"),
            place=Window(RowNumber(), partition_by="round", order_by=["state", "pk"]),
        )
        .order_by("round", "place")
    )
    # The half that is never true keeps the database from narrowing before it has numbered all.
    if only == "left":
        reviews = reviews.filter(Q(finished_at__isnull=True) | Q(number=0))
    elif only == "favourites":
        reviews = reviews.filter(Q(is_favourite=True) | Q(number=0))
    if first is not None:
        reviews = reviews.filter(place__lte=first)
    return reviews.values_list("pk", "number", "state")


def as_duties(listed: Iterable[Listed]) -> list[Duty]:
    """Read the reviews at some places of list_reviews, in their order. One query."""
    places = list(listed)
    reviews = Assignment.objects.select_related("entry__creator", "round").in_bulk(
        [pk for pk, _number, _state in places]
    )
    return [
        Duty(assignment=reviews[pk], number=number, state=STATES[state])
        for pk, number, state in places
        if pk in reviews
    ]


def state_of(assignment: Assignment, *, has_points: bool) -> str:
    """The state of one review, as list_reviews finds it for many."""
    if assignment.finished_at is not None:
        return "finished"
    if assignment.skipped_at is not None:
        return "skipped"
    written = (assignment.vote, assignment.comment_for_staff, assignment.comment_for_creator)
    return "begun" if has_points or any(written) else "to_do"


def _count_work(reviews: AssignmentQuerySet, *, user: User, at: datetime) -> list[RoundWork]:
    counts = {
        row["round_id"]: row
        for row in reviews.order_by()
        .values("round_id")
        .annotate(
            total=Count("pk"),
            finished=Count("finished_at"),
            skipped=Count("skipped_at", filter=Q(finished_at__isnull=True)),
            favourites=Count("pk", filter=Q(is_favourite=True)),
        )
    }
    declared = Completion.objects.filter(round=OuterRef("pk"), judge__user=user)
    rounds = (
        Round.objects.filter(pk__in=counts)
        .select_related("category__campaign")
        .annotate(is_declared=Exists(declared))
    )
    works = [
        RoundWork(
            round=round_,
            total=counts[round_.pk]["total"],
            finished=counts[round_.pk]["finished"],
            skipped=counts[round_.pk]["skipped"],
            favourites=counts[round_.pk]["favourites"],
            is_open=takes_scores(round_, at=at),
            is_declared=round_.is_declared,
        )
        for round_ in rounds
    ]
    return sorted(works, key=lambda work: (not work.is_open, work.round.closes_at, work.round.pk))
