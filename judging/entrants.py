"""Which entries a round is about: all of its category, or who came through the round before."""

from __future__ import annotations

from entries.models import Entry, EntryQuerySet
from judging.models import Round, RoundOutcome


def previous_round(round_: Round) -> Round | None:
    """The round whose outcome a round goes on with; None for the first of its category."""
    before = Round.objects.filter(category=round_.category_id, order__lt=round_.order)
    return before.order_by("order").last()


def entries_in(round_: Round) -> EntryQuerySet:
    """The accepted entries of a round; none while the round before is not closed."""
    entries = Entry.objects.taking_part_in(round_.category)
    before = previous_round(round_)
    if before is None:
        return entries
    through = RoundOutcome.objects.filter(
        closing__round=before, closing__reopened_at__isnull=True, advances=True
    )
    return entries.filter(pk__in=through.values("entry"))
