"""The rounds of an earlier edition, for the same categories of the next one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from contests.edition_dates import Move
from contests.models import Category
from judging.models import Criterion, Round

SETTINGS = (
    "order",
    "kind",
    "reviews_per_entry",
    "is_blind",
    "aggregation",
    "quorum",
    "comparisons_per_judge",
    "advance_count",
    "advance_cutoff",
    "reminders",
    "shares_comments",
)


@transaction.atomic
def copy_rounds(*, categories: Mapping[int, Category], move: Move) -> list[Round]:
    """Give new categories the rounds and criteria of earlier ones, by the earlier ones' ids.

    Judges, assignments, scores and how rounds were closed stay behind.
    """
    copies = []
    for earlier in Round.objects.filter(category__in=categories).prefetch_related("criteria"):
        copied = Round.objects.create(
            category=categories[earlier.category_id],
            opens_at=move.later(earlier.opens_at),
            closes_at=move.later(earlier.closes_at),
            **{name: getattr(earlier, name) for name in SETTINGS},
        )
        for criterion in earlier.criteria.all():
            _copy_criterion(criterion, copied)
        copies.append(copied)
    return copies


def _copy_criterion(criterion: Criterion, to: Round) -> None:
    criterion.pk, criterion.round = None, to
    criterion._state.adding = True
    criterion.save()
