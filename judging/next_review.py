"""Where a judge is in a round, how much is left, and which review comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Min, Q

from accounts.models import User
from judging.duties import visible_reviews
from judging.models import Assignment


@dataclass(frozen=True)
class Left:
    """How many reviews of a round a judge has left, and which comes next; None where none does."""

    count: int
    next_id: int | None


@dataclass(frozen=True)
class Place:
    """Where a judge is in a round with one review: the `number`-th of `total`, and what is left.

    `is_visible` where the review is still on the judge's desk.
    """

    number: int
    total: int
    is_visible: bool
    left: Left


def what_is_left(user: User, *, round_id: int, after: int, at: datetime) -> Left:
    """The unfinished reviews of a round: how many, and the next one after a review.

    Round the end of the list; skipped ones come when nothing else is left. One query.
    """
    unfinished = visible_reviews(user, at=at).filter(round_id=round_id, finished_at__isnull=True)
    return _as_left(unfinished.order_by().aggregate(**_what_is_left(after)))


def place_of(user: User, *, review: Assignment, at: datetime) -> Place:
    """Where a judge is in a round with one of its reviews. One query, one look at each review."""
    pk = review.pk
    found = (
        visible_reviews(user, at=at)
        .filter(round_id=review.round_id)
        .order_by()
        .aggregate(
            total=Count("pk"),
            number=Count("pk", filter=Q(pk__lte=pk)),
            visible=Count("pk", filter=Q(pk=pk)),
            **_what_is_left(pk),
        )
    )
    return Place(
        number=found["number"],
        total=found["total"],
        is_visible=bool(found["visible"]),
        left=_as_left(found),
    )


def next_review_id(user: User, *, round_id: int, after: int, at: datetime) -> int | None:
    """The next unfinished review of the round after one, round the end of the list."""
    return what_is_left(user, round_id=round_id, after=after, at=at).next_id


def _what_is_left(after: int) -> dict[str, Aggregate]:
    """Of a judge's reviews in a round: how many are unfinished, and those that could be next."""
    unfinished, fresh = Q(finished_at__isnull=True), Q(skipped_at__isnull=True)
    behind, other = Q(pk__gt=after), ~Q(pk=after)
    return {
        "count": Count("pk", filter=unfinished),
        "fresh_behind": Min("pk", filter=unfinished & fresh & behind),
        "fresh": Min("pk", filter=unfinished & fresh & other),
        "behind": Min("pk", filter=unfinished & behind),
        "any": Min("pk", filter=unfinished & other),
    }


def _as_left(found: Mapping[str, Any]) -> Left:
    places = (found[name] for name in ("fresh_behind", "fresh", "behind", "any"))
    return Left(found["count"], next((pk for pk in places if pk is not None), None))
