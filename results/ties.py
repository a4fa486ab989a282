"""A tie that the figures cannot break: the chair's decision, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.models import Category
from results.locking import lock_for_results
from results.models import TieDecision
from results.refusal import ResultsRefused
from results.standings import standings_of


@transaction.atomic
def decide_tie(
    *, category_id: int, order: Sequence[int], reason: str, by: User, at: datetime
) -> TieDecision:
    """Record in which order the chair puts those who are tied across a prize boundary.

    order: their keys, best first: entries, or creators where creators are ranked. All of one
    undecided tie, each once. Raises ResultsRefused: not_tied, no_reason and those of the phase.
    """
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    ties = standings_of(category).ties
    if not any(sorted(tie.ids) == sorted(order) for tie in ties):
        raise ResultsRefused("not_tied")
    if not reason.strip():
        raise ResultsRefused("no_reason")
    return TieDecision.objects.create(
        category=category, order=list(order), reason=reason.strip(), decided_at=at, decided_by=by
    )
