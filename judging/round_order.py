"""The rounds of a category follow each other: what the place and the dates of one may be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from judging.models import Round


class Objection(NamedTuple):
    """What is wrong: with which field, and the refusal's code with what its sentence names."""

    field: str
    code: str
    params: dict[str, Any]


def objections_to(round_: Round, *, was: Round | None) -> list[Objection]:
    """Why a round cannot stand as it is filled in; `was`: as it is stored, None for a new one."""
    return list(_objections(round_, was))


def _objections(round_: Round, was: Round | None) -> Iterator[Objection]:
    others = Round.objects.exclude(pk=round_.pk)
    in_category = others.filter(category=round_.category_id).select_related("category__campaign")
    earlier = in_category.filter(order__lt=round_.order)
    before = earlier.order_by("order").last()
    after = in_category.filter(order__gt=round_.order).order_by("order").first()
    is_pairwise = round_.kind == Round.Kind.PAIRWISE
    if is_pairwise and before is None:
        yield Objection("kind", "pairs_need_a_round", {})
    if is_pairwise and after is not None:
        yield Objection("kind", "pairs_are_last", {})
    if earlier.filter(kind=Round.Kind.PAIRWISE).exists():
        yield Objection("order", "pairs_are_last", {})
    if _moves(round_, was) and _begun(_behind(others, round_, was)).exists():
        yield Objection("order", "later_round_begun", {})
    if before is not None and round_.opens_at < end_of(before):
        yield Objection("opens_at", "opens_too_early", {"round": before, "moment": end_of(before)})
    if after is not None and round_.closed_at is None and after.opens_at < round_.closes_at:
        yield Objection("closes_at", "closes_too_late", {"round": after, "moment": after.opens_at})


def end_of(round_: Round) -> datetime:
    """When a round is over: at its close, or when a person closed it earlier."""
    return min(round_.closed_at or round_.closes_at, round_.closes_at)


def _moves(round_: Round, was: Round | None) -> bool:
    """Whether the round takes another place among the rounds."""
    return was is None or (was.category_id, was.order) != (round_.category_id, round_.order)


def _behind(others: QuerySet[Round], round_: Round, was: Round | None) -> QuerySet[Round]:
    """The rounds whose round before becomes another one."""
    behind = Q(category=round_.category_id, order__gt=round_.order)
    if was is not None:
        behind |= Q(category=was.category_id, order__gt=was.order)
    return others.filter(behind)


def _begun(rounds: QuerySet[Round]) -> QuerySet[Round]:
    return rounds.filter(
        Q(assignments__isnull=False) | Q(comparisons__isnull=False) | Q(closed_at__isnull=False)
    )
