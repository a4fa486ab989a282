"""By what a shortlist is proposed: ranks, a cut-off, a closed round; or staff choose by hand."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal, InvalidOperation

from contests.competition_ranking import Ranked
from contests.models import Category
from judging.models import Round, RoundClosing, RoundOutcome
from results.models import ShortlistDecision
from results.refusal import ResultsRefused
from results.shortlist_proposal import Proposal, by_cutoff, by_outcome, by_rank
from results.standings import CategoryStandings

Basis = ShortlistDecision.Basis
MOST = 1_000_000_000_000
"""No limit is larger: so many views nobody has."""
LONGEST = 20
"""Characters of a limit as it is typed; it is kept as it is."""


def propose(standings: CategoryStandings, *, basis: str, value: str = "") -> Proposal:
    """Who is proposed now.

    value: how many ranks, or the least that the deciding figure has to be: points from 0 to 100
    where a jury decides, else views; said for nothing else. Raises ResultsRefused: no_such_basis,
    basis_value, no_closed_round.
    """
    if basis == Basis.HAND:
        return Proposal(())
    ranked = [
        Ranked(row.key, row.rank, row.tied, row.decided_by)
        for row in standings.ranked
        if row.rank is not None
    ]
    if basis == Basis.RANK:
        limit = _number(value)
        if limit != limit.to_integral_value():
            raise ResultsRefused("basis_value")
        return by_rank(ranked, count=int(limit))
    if basis == Basis.CUTOFF:
        return by_cutoff(ranked, values=_values(standings), at_least=_number(value))
    if basis == Basis.ROUND:
        closing = last_closing(standings.category)
        if closing is None:
            raise ResultsRefused("no_closed_round")
        through = RoundOutcome.objects.filter(closing=closing, advances=True)
        known = [pk for pk in through.values_list("entry", flat=True) if pk in standings.by_key]
        return by_outcome(ranked, through=known)
    raise ResultsRefused("no_such_basis")


def last_closing(category: Category) -> RoundClosing | None:
    """The end of the last round that let some go on and is still closed. Pairs keep nobody back."""
    closings = RoundClosing.objects.filter(round__category=category, reopened_at__isnull=True)
    selecting = closings.exclude(round__kind=Round.Kind.PAIRWISE)
    return selecting.select_related("round").order_by("-round__order").first()


def seen_digest(category_id: int, proposal: Proposal) -> str:
    """One line that stands for what a person sees who decides: the proposal, and the last decision.

    Whoever sends it back is refused if somebody else has decided meanwhile.
    """
    decisions = ShortlistDecision.objects.filter(category=category_id)
    last = decisions.order_by("-pk").values_list("pk", flat=True).first()
    return hashlib.sha256(json.dumps([last, proposal.ids]).encode()).hexdigest()


def _values(standings: CategoryStandings) -> dict[int, Decimal | int]:
    """The figure that decides, as pages show it: points from 0 to 100, or views."""
    found: dict[int, Decimal | int] = {}
    for row in standings.ranked:
        if standings.category.by_views:
            views = row.figures.get("views")
            if isinstance(views, int):
                found[row.key] = views
            continue
        # Where there were only pairs, the final itself; else its finalists have points as well.
        points = row.figures.get("value") or row.figures.get("final")
        if isinstance(points, Decimal):
            found[row.key] = points * 100
    return found


def _number(value: str) -> Decimal:
    if len(value.strip()) > LONGEST:
        raise ResultsRefused("basis_value")
    try:
        number = Decimal(value.strip().replace(",", "."))
    except InvalidOperation as error:
        raise ResultsRefused("basis_value") from error
    if not number.is_finite() or not 0 < number <= MOST:
        raise ResultsRefused("basis_value")
    return number
