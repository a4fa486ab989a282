"""What of judging waits for staff: rounds that are over and not closed, judges who may be late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from judging.models import Assignment, Completion, Judge, Round
from judging.visibility import campaigns_hidden_from

SOON = timedelta(days=3)
"""So long before its close it is told that judges of a round have work left."""


@dataclass(frozen=True)
class Behind:
    """An open round that closes soon, and how many judges have work left there."""

    round: Round
    judges: int


def rounds_to_close(*, at: datetime) -> QuerySet[Round]:
    """Rounds whose time is over and whose category goes on only once somebody closes them."""
    later = Round.objects.filter(category=OuterRef("category"), order__gt=OuterRef("order"))
    return _judged().filter(Exists(later), closes_at__lte=at)


def rounds_behind(user: User, *, at: datetime) -> list[Behind]:
    """Open rounds that close soon with reviews left, by their close. Three queries at most.

    Judges who said that they are finished are not counted, nor rounds of pairs, where an order can
    be had from any number of answers. Without campaigns in which the person judges.
    """
    hidden = campaigns_hidden_from(user, at=at)
    soon = _judged().filter(opens_at__lte=at, closes_at__gt=at, closes_at__lte=at + SOON)
    rounds = soon.exclude(category__campaign__in=hidden).select_related("category__campaign")
    found = list(rounds.order_by("closes_at", "pk"))
    unfinished = Assignment.objects.unfinished().filter(
        round__in=found, judge__in=Judge.objects.sitting()
    )
    declared = Completion.objects.filter(round__in=found).values_list("round_id", "judge_id")
    going_on = set(unfinished.order_by().values_list("round_id", "judge_id")) - set(declared)
    left = [round_id for round_id, _judge in going_on]
    return [Behind(one, left.count(one.pk)) for one in found if one.pk in left]


def _judged() -> QuerySet[Round]:
    """Rounds that are not closed, of campaigns that still look for their winners."""
    return Round.objects.filter(
        closed_at__isnull=True,
        category__campaign__published_at__isnull=False,
        category__campaign__announced_at__isnull=True,
        category__campaign__cancelled_at__isnull=True,
    )
